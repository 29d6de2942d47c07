import Correspondence
import Outreach
import Storage
import Testing
import Timing

@testable import Campaigning

/// Whole campaigns in virtual time, judged by what left.
@Suite struct CampaignRunTests {
    private static func days(_ count: Int) -> Duration { .seconds(count * 86_400) }
    private static let quick = Pacing(gap: .seconds(60)...(.seconds(120)), mailsBeforePause: nil)

    @Test func everyLeadGetsEachStepOnceFromOneSender() async throws {
        try await CampaignRun.with { run in
            try await run.apply(CampaignRun.draft(rules: CampaignRules(pacing: Self.quick)))
            let names = (1...10).map { "p\($0)" }
            try await run.add(names.map { [$0] })
            try await run.begin()
            try await run.run(until: CampaignRun.start + Self.days(5))
            #expect(run.sent.count == 20)
            for name in names {
                let own = run.sent.filter { $0.recipient == CampaignRun.lead(name) }
                #expect(own.map(\.text) == ["Hi \(name)", "Again, \(name)"])
                #expect(own.first?.subject == "Hello \(name)")
                #expect(Set(own.map(\.account)).count == 1)
                #expect(Set(own.map(\.conversation)).count == 1)
                #expect(own[1].at - own[0].at >= Self.days(3) - .seconds(3_600))
            }
            // Both accounts take their share.
            let first = Dictionary(grouping: run.sent.prefix(10), by: \.account)
            #expect(first.values.map(\.count).sorted() == [5, 5])
            let states = try await run.leads()
            #expect(Set(states.values) == [.finished])
            let report = try #require(try await run.store.campaigns.list().first)
            #expect(report.state == .completed)
        }
    }

    @Test func noMailIsNearerThanItsGapOrBeyondTheLimit() async throws {
        try await CampaignRun.with(accounts: ["one"], dailyLimit: 7) { run in
            let pacing = Pacing(
                gap: .seconds(60)...(.seconds(120)), mailsBeforePause: 3, pause: .seconds(300)...(.seconds(480)))
            try await run.apply(CampaignRun.draft(rules: CampaignRules(pacing: pacing), accounts: ["one"]))
            try await run.add((1...20).map { ["p\($0)"] })
            try await run.begin()
            try await run.run(until: CampaignRun.start + Self.days(2))
            #expect(run.sent.count == 14)
            for (one, next) in zip(run.sent, run.sent.dropFirst()) { #expect(next.at - one.at >= .seconds(60)) }
            for mail in run.sent {
                let within = run.sent.count { $0.at > mail.at - Self.days(1) && $0.at <= mail.at }
                #expect(within <= 7)
            }
            let pauses = zip(run.sent, run.sent.dropFirst()).count { $1.at - $0.at >= .seconds(300) }
            #expect(pauses >= 3)
        }
    }

    @Test func nothingLeavesOutsideTheHoursOfThePlace() async throws {
        try await CampaignRun.with { run in
            let hours = try #require(WeekHours("mon-fri 09:00-10:00"))
            let holiday = try #require(LocalDay("2026-07-02"))
            let zone = try #require(ZoneFolder.zone(named: "America/New_York"), "needs tzdata")
            try await run.apply(
                CampaignRun.draft(
                    rules: CampaignRules(
                        zone: "America/New_York", hours: hours, holidays: [holiday], newLeadsPerDay: 6,
                        pacing: Self.quick)))
            try await run.add((1...20).map { ["p\($0)"] })
            try await run.begin()
            try await run.run(until: CampaignRun.start + Self.days(9))
            #expect(run.sent.count >= 18)
            var firsts: [LocalDay: Int] = [:]
            for mail in run.sent {
                let time = zone.localTime(at: mail.at)
                #expect((9 * 3_600..<10 * 3_600).contains(time.secondOfDay))
                #expect(time.day.weekday.rawValue <= 5)
                #expect(time.day != holiday)
                if mail.text.hasPrefix("Hi ") { firsts[time.day, default: 0] += 1 }
            }
            #expect(firsts.values.allSatisfy { $0 <= 6 })
        }
    }

    @Test func aPauseMeansNow() async throws {
        try await CampaignRun.with(accounts: ["one"]) { run in
            let id = try await run.apply(CampaignRun.draft(rules: CampaignRules(pacing: Self.quick), accounts: ["one"]))
            try await run.add((1...5).map { ["p\($0)"] })
            try await run.begin()
            try await run.plan()
            let account = try #require(try await run.store.accounts.all().first).id
            let claim = try #require(
                try await run.store.outbox.claimDue(
                    of: [account], limit: 1, lease: .seconds(300), policy: run.policy
                ).first)
            // Claimed already, and no dot yet.
            #expect(try await run.store.campaigns.change(id, .paused, reason: "by a person"))
            try await run.send(claim)
            #expect(run.sent.isEmpty)
            try await run.run(until: run.clock.now + .seconds(7_200))
            #expect(run.sent.isEmpty)
            #expect(try await run.store.campaigns.change(id, .started, reason: nil))
            try await run.run(until: run.clock.now + .seconds(3_600))
            #expect(run.sent.count == 5)
        }
    }

    @Test func aPausedCampaignKeepsNoOtherFromSending() async throws {
        try await CampaignRun.with(accounts: ["one"]) { run in
            let rules = CampaignRules(pacing: Self.quick)
            let first = try await run.apply(CampaignRun.draft(rules: rules, accounts: ["one"]))
            try await run.add((1...5).map { ["p\($0)"] })
            try await run.begin()
            try await run.plan()
            #expect(try await run.store.campaigns.change(first, .paused, reason: "by a person"))
            // What is planned of it would fill the account's near future for as long as it is paused.
            try await run.apply(CampaignRun.draft("summer", rules: rules, accounts: ["one"]))
            try await run.add((6...8).map { ["p\($0)"] })
            try await run.begin()
            try await run.run(until: run.clock.now + .seconds(7_200))
            #expect(run.sent.map(\.text) == ["Hi p6", "Hi p7", "Hi p8"])
            #expect(try await run.store.campaigns.change(first, .started, reason: nil))
            try await run.run(until: run.clock.now + .seconds(7_200))
            #expect(run.sent.count == 8)
            for (one, next) in zip(run.sent, run.sent.dropFirst()) { #expect(next.at - one.at >= .seconds(60)) }
        }
    }

    @Test func anEditReachesTheMailsThatArePlanned() async throws {
        try await CampaignRun.with(accounts: ["one"]) { run in
            try await run.apply(CampaignRun.draft(rules: CampaignRules(pacing: Self.quick), accounts: ["one"]))
            try await run.add((1...3).map { ["p\($0)"] })
            try await run.begin()
            try await run.plan()
            var steps = CampaignRun.twoSteps
            steps[0].text = "Dear {{ first_name }}"
            try await run.apply(
                CampaignRun.draft(rules: CampaignRules(pacing: Self.quick), accounts: ["one"], steps: steps))
            try await run.run(until: run.clock.now + .seconds(1_800))
            #expect(run.sent.map(\.text) == ["Dear p1", "Dear p2", "Dear p3"])
        }
    }

    /// mailcoach-support#32: one missing name failed the whole campaign; with others "Hi ," went out.
    @Test func whatLacksAValueWaitsAndTheOthersGo() async throws {
        try await CampaignRun.with { run in
            let draft = CampaignRun.draft(rules: CampaignRules(pacing: Self.quick))
            try await run.apply(draft)
            try await run.add([["p1"], ["p2"]])
            try await run.add([["nameless"]], named: false)
            try await run.begin()
            try await run.run(until: run.clock.now + .seconds(1_800))
            #expect(Set(run.sent.map(\.recipient.localPart)) == ["p1", "p2"])
            #expect(try await run.leads()["nameless"] == .needsData)
            let lead = try #require(try await run.store.leads.list(with: CampaignRun.lead("nameless")).first)
            #expect(lead.reason?.contains("first_name") == true)
            // A text that can do without lets it go on.
            var steps = CampaignRun.twoSteps
            steps[0].subject = "Hello"
            steps[0].text = "Hi {{ first_name | default('there') }}"
            try await run.apply(CampaignRun.draft(rules: CampaignRules(pacing: Self.quick), steps: steps))
            try await run.run(until: run.clock.now + .seconds(1_800))
            #expect(run.sent.last?.text == "Hi there")
        }
    }

    @Test func aStepGoesToAllPeopleOfALeadBeforeTheNext() async throws {
        try await CampaignRun.with { run in
            try await run.apply(CampaignRun.draft(rules: CampaignRules(pacing: Self.quick, minWait: .seconds(240))))
            try await run.add([["a", "b"]])
            try await run.begin()
            try await run.run(until: CampaignRun.start + Self.days(4))
            #expect(run.sent.map(\.text) == ["Hi a", "Hi b", "Again, a", "Again, b"])
            #expect(run.sent[1].at - run.sent[0].at >= .seconds(240))
            #expect(run.sent[2].at - run.sent[1].at >= Self.days(3) - .seconds(3_600))
            #expect(Set(run.sent.map(\.account)).count == 1)
        }
    }

    @Test func whoAnsweredOrIsSuppressedGetsNothingMore() async throws {
        try await CampaignRun.with { run in
            try await run.apply(CampaignRun.draft(rules: CampaignRules(pacing: Self.quick)))
            try await run.add([["a"], ["b"]])
            try await run.begin()
            try await run.run(until: CampaignRun.start + .seconds(1_800))
            #expect(run.sent.count == 2)
            // The same person in another campaign.
            let other = try await run.apply(CampaignRun.draft("other", rules: CampaignRules(pacing: Self.quick)))
            try await run.add([["a"]])
            #expect(try await run.store.campaigns.change(other, .started, reason: nil))
            let conversation = try #require(run.sent.first { $0.recipient == CampaignRun.lead("a") }).conversation
            try await run.answer(in: conversation)
            try await run.run(until: CampaignRun.start + Self.days(4))
            #expect(run.sent.filter { $0.recipient == CampaignRun.lead("a") }.count == 1)
            #expect(run.sent.filter { $0.recipient == CampaignRun.lead("b") }.count == 2)
            #expect(try await run.store.leads.list(with: CampaignRun.lead("a")).map(\.state) == [.replied, .replied])
        }
    }

    /// What the forecast says is what happens when nobody answers.
    @Test func theForecastIsWhatHappens() async throws {
        try await CampaignRun.with { run in
            let hours = try #require(WeekHours("mon-fri 09:00-17:00"))
            let id = try await run.apply(CampaignRun.draft(rules: CampaignRules(hours: hours, pacing: Self.quick)))
            try await run.add((1...8).map { ["p\($0)"] })
            let situation = try #require(try await run.store.leads.situation(of: id))
            let leads = try await run.store.leads.running(of: id, after: nil, limit: 100)
            let forecast = situation.forecast(
                leads.map(ForecastLead.init), in: .utc, draws: Draws(key: DrawKey(secret: Array(1...32))),
                until: CampaignRun.start + Self.days(30))
            try await run.begin()
            try await run.run(until: CampaignRun.start + Self.days(8))
            #expect(forecast.count == run.sent.count)
            #expect(forecast.finished == 8)
            let last = try #require(run.sent.last?.at)
            let foreseen = try #require(forecast.lastAt)
            // Draws after a mail depend on its row, which the forecast does not know: the gaps differ, the days do not.
            #expect(abs((last - foreseen).components.seconds) < 1_800)
        }
    }
}
