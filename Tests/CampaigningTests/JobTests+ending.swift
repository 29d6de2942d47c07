import Correspondence
import Outreach
import Storage
import Testing
import Timing

/// What brings a job to its end, and what lies between two of them.
extension JobTests {
    @Test func aJobWhoseAccountOnlyObservesFailsAndHoldsNobody() async throws {
        try await Self.withRun([["a"], ["b"]], accounts: ["one"]) { run in
            let account = try run.account("one")
            let job = try await run.job("intro")
            try await run.plan()
            try await run.store.accounts.setState(.observe, of: account)
            try await run.run(until: run.clock.now + .seconds(600))
            let record = try await run.record(job)
            #expect(record.state == .failed)
            #expect(record.reason?.contains("can send") == true, "\(record.reason ?? "")")
            #expect(try await run.store.jobs.totals(of: job) == [.skipped: 2])
            #expect(run.sent.isEmpty)
            // Whoever lets it send again makes another job, and nobody was lost.
            try await run.store.accounts.setState(.auto, of: account)
            run.clock.advance(by: .seconds(7_200))
            _ = try await run.job("intro")
            try await run.run(until: run.clock.now + Self.hour)
            #expect(run.sent.count == 2)
        }
    }

    @Test func theLeadsOfAnAccountThatCannotSendKeepNoJobRunning() async throws {
        try await Self.withRun((1...6).map { ["p\($0)"] }) { run in
            _ = try await run.job("intro")
            try await run.run(until: run.clock.now + Self.hour)
            let one = try run.account("one")
            let ofOne = run.sent.count { $0.account == CampaignRun.address("one") }
            #expect(ofOne > 0 && ofOne < 6)
            try await run.store.accounts.setState(.observe, of: one)
            run.clock.advance(by: .seconds(7_200))
            let job = try await run.job("bump")
            try await run.run(until: run.clock.now + Self.hour)
            #expect(try await run.record(job).state == .completed)
            #expect(try await run.store.jobs.totals(of: job) == [.sent: 6 - ofOne, .error: ofOne])
            #expect(try await run.leads().values.allSatisfy { $0 == .active }, "none waits for a person because of it")
        }
    }

    /// The second job begins as soon as the first is done, and the last whom that reached had their mail a minute ago.
    @Test func nobodyGetsTwoStepsWithinTwoHours() async throws {
        try await CampaignRun.with(accounts: ["one"], dailyLimit: 500) { run in
            try await run.apply(CampaignRun.draft(rules: Self.rules, accounts: ["one"], steps: Self.steps))
            try await run.add((1...100).map { ["p\($0)"] })
            let intro = try await run.job("intro")
            let bump = try await run.job("bump", busy: .wait)
            try await run.run(until: run.clock.now + .seconds(10 * 3_600))
            #expect(try await run.record(intro).endedAt! - run.record(intro).begunAt! > .seconds(7_200))
            #expect(try await run.record(bump).state == .completed)
            #expect(run.sent.count == 200)
            for mails in Dictionary(grouping: run.sent, by: \.recipient).values {
                #expect(mails.count == 2 && mails[1].at - mails[0].at >= .seconds(7_200))
            }
        }
    }

    @Test func aJobThatFailsIsToldToWhoeverIsTold() async throws {
        try await CampaignRun.with { run in
            var rules = Self.rules
            rules.guardrails = Guardrails(leastMails: 10)
            run.refused = Set((1...5).map { CampaignRun.lead("p\($0)") })
            _ = try await run.store.alerts.add(.webhook, "https://receiver.example/mosaic", secret: [1])
            try await run.apply(CampaignRun.draft(rules: rules, steps: Self.steps))
            try await run.add((1...40).map { ["p\($0)"] })
            let job = try await run.job("intro")
            try await run.run(until: run.clock.now + .seconds(2 * 3_600))
            #expect(try await run.record(job).state == .failed)
            #expect(try await run.store.alerts.collect() == 1)
            #expect(try await run.store.alerts.collect() == 0)
        }
    }

    /// Nobody is there, and nobody had written: the campaign counts it, and no person has to look at each.
    @Test func anAddressThatIsNoneWaitsForNobody() async throws {
        try await CampaignRun.with { run in
            run.refused = [CampaignRun.lead("b")]
            try await run.apply(CampaignRun.draft(rules: Self.rules, steps: Self.steps))
            try await run.add([["a"], ["b"]])
            _ = try await run.job("intro")
            try await run.run(until: run.clock.now + Self.hour)
            #expect(try await run.lead("b").state == .failed)
            #expect(try await run.store.handoffs.list(onlyOpen: false).isEmpty)
            let conversation = try #require(try await run.lead("b").people.first?.conversation)
            #expect(try await run.store.conversations.record(conversation)?.state == .stopped)
        }
    }
}
