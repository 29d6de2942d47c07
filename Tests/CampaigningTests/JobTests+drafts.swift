import Correspondence
import Outreach
import Storage
import Testing
import Timing

/// Drafts that a job makes: whom they are for, who hears of them, and what comes of those that nobody sends.
extension JobTests {
    private static func drafts(_ run: CampaignRun) async throws -> [LeadMail] {
        try await run.mails().filter { $0.state == .needsHuman }
    }

    @Test func aLeadsSecondPersonGetsADraftToo() async throws {
        try await Self.withRun([["a", "b"], ["c"]]) { run in
            let job = try await run.job("intro", .draftAll)
            try await run.run(until: run.clock.now + Self.hour)
            #expect(try await Self.drafts(run).map(\.recipient.localPart).sorted() == ["a", "b", "c"])
            #expect(try await run.store.jobs.totals(of: job) == [.drafted: 3])
            #expect(try await run.record(job).state == .completed)
            #expect(try await run.leads() == ["a": .held, "c": .held])
            #expect(try await run.lead("a").reason == HandoffReason.draftWaits.rawValue)
        }
    }

    /// A person sends them one after the other: the lead goes on when none waits any more.
    @Test func aLeadGoesOnOnceEachOfItsDraftsWasSent() async throws {
        try await Self.withRun([["a", "b"]], accounts: ["one"]) { run in
            _ = try await run.job("intro", .draftAll)
            try await run.run(until: run.clock.now + Self.hour)
            let account = try run.account("one")
            for (place, draft) in try await Self.drafts(run).enumerated() {
                try await run.fileInSent(
                    try #require(draft.messageID), to: draft.recipient.localPart, from: account, uid: UInt32(place + 1))
                #expect(try await run.leads() == ["a": place == 0 ? .held : .active])
            }
            _ = try await run.job("bump", at: run.clock.now + .seconds(7_200))
            try await run.run(until: run.clock.now + .seconds(5 * 3_600))
            #expect(run.sent.map(\.text) == ["bump a", "bump b"])
        }
    }

    /// The second person's draft may still be to come when the first was sent.
    @Test func aDraftThatIsSentWhileItsJobRunsHoldsNobodyUp() async throws {
        try await Self.withRun([["a", "b"]], accounts: ["one"]) { run in
            let job = try await run.job("intro", .draftAll)
            try await run.run(until: run.clock.now + Self.hour) { try await !Self.drafts(run).isEmpty }
            let first = try #require(try await Self.drafts(run).first)
            let account = try run.account("one")
            try await run.fileInSent(try #require(first.messageID), to: "a", from: account)
            try await run.run(until: run.clock.now + Self.hour)
            #expect(try await run.store.jobs.totals(of: job) == [.sent: 1, .drafted: 1])
            #expect(try await run.leads() == ["a": .held])
        }
    }

    @Test func aCancelledJobLeavesItsDraftsToAPerson() async throws {
        try await Self.withRun([["a", "b"]], accounts: ["one"]) { run in
            let job = try await run.job("intro", .draftAll)
            try await run.run(until: run.clock.now + Self.hour) { try await !Self.drafts(run).isEmpty }
            #expect(try await run.store.jobs.cancel(job, reason: "by a person") == .done)
            #expect(try await run.leads() == ["a": .held])
            try await run.run(until: run.clock.now + Self.hour)
            #expect(try await Self.drafts(run).count == 1)
        }
    }

    /// They were asked for, and there may be hundreds: they are told together.
    @Test func draftsOfACampaignAreToldTogether() async throws {
        try await Self.withRun([["a"], ["b"], ["c"]], accounts: ["one"]) { run in
            _ = try await run.job("intro", .draftAll)
            try await run.run(until: run.clock.now + Self.hour)
            #expect(try await run.store.handoffs.list(onlyOpen: true).isEmpty)
            let waiting = try await run.store.outbox.draftsWaiting()
            #expect(waiting.map(\.count) == [3])
            #expect(waiting.first?.campaign == "spring")
            #expect(waiting.first?.account == CampaignRun.address("one"))
            let counts = try await run.store.campaigns.counts(of: try await run.record().id)
            #expect(counts.mails == 0, "nobody has sent them")
            #expect(counts.drafts == 3)
            #expect(counts.perStep.map(\.mails) == [0, 0, 0])
            #expect(try await run.store.leads.skip(try await run.lead("b").id) == .done)
            #expect(try await run.store.outbox.draftsWaiting().map(\.count) == [2])
        }
    }

    /// One that could not be put there is nothing that anybody can send.
    @Test func aDraftThatCouldNotBeFiledIsForAPerson() async throws {
        try await Self.withRun([["a"]], accounts: ["one"]) { run in
            _ = try await run.job("intro", .draftAll)
            try await run.run(until: run.clock.now + Self.hour)
            let account = try run.account("one")
            let mailboxes = run.store.mailboxes
            let action = try #require(
                try await mailboxes.agenda(of: account, .sent).due.first { $0.kind == .fileDraft })
            for _ in 0..<10 { try await mailboxes.postpone(action, by: .zero, detail: "no Drafts") }
            #expect(try await run.store.handoffs.list(onlyOpen: true).map(\.reason) == ["send_failed"])
        }
    }

    @Test(arguments: [false, true])
    func abandonedDraftsUseUpNoLimit(skipping: Bool) async throws {
        try await CampaignRun.with(accounts: ["one"], dailyLimit: 2) { run in
            try await run.apply(CampaignRun.draft(rules: Self.rules, accounts: ["one"], steps: Self.steps))
            try await run.add([["a"], ["b"]])
            _ = try await run.job("intro", .draftAll)
            try await run.run(until: run.clock.now + Self.hour)
            #expect(try await Self.drafts(run).count == 2)
            let other = try await run.apply(
                CampaignRun.draft("other", rules: Self.rules, accounts: ["one"], steps: Self.steps))
            try await run.add([["c"]], to: other)
            run.clock.advance(by: .seconds(2 * 86_400))
            _ = try await run.job("intro")
            try await run.run(until: run.clock.now + Self.hour)
            #expect(run.sent.isEmpty, "a day's worth of drafts waits")
            if skipping {
                for name in ["a", "b"] { _ = try await run.store.leads.skip(try await run.lead(name).id) }
            } else {
                run.clock.advance(by: .seconds(6 * 86_400))
            }
            try await run.run(until: run.clock.now + Self.hour)
            #expect(run.sent.map(\.text) == ["intro c"])
        }
    }
}
