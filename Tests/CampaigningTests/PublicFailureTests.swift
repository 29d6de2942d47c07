import Correspondence
import Outreach
import Storage
import Testing
import Timing

@testable import Campaigning

/// What other programs of this kind got wrong in public, each with the issue that tells it.
@Suite struct PublicFailureTests {
    static func days(_ count: Int) -> Duration { .seconds(count * 86_400) }
    static let quick = Pacing(gap: .seconds(60)...(.seconds(120)), mailsBeforePause: nil)
    static let intro = [CampaignRun.twoSteps[0]]

    static func rules(_ change: (inout CampaignRules) -> Void = { _ in }) -> CampaignRules {
        var rules = CampaignRules(pacing: quick)
        change(&rules)
        return rules
    }

    /// listmonk#2070, #2313: each resume mailed people again.
    @Test func aCampaignThatIsResumedFiveTimesMailsNobodyAgain() async throws {
        try await CampaignRun.with { run in
            let id = try await run.apply(CampaignRun.draft(rules: Self.rules(), steps: Self.intro))
            try await run.add((1...10).map { ["p\($0)"] })
            try await run.begin()
            for count in 1...5 {
                try await run.run(until: run.clock.now + .seconds(7_200)) { run.sent.count >= 2 * count }
                #expect(try await run.store.campaigns.change(id, .paused, reason: "again"))
                #expect(try await run.store.campaigns.change(id, .started, reason: nil))
            }
            try await run.run(until: run.clock.now + .seconds(7_200))
            #expect(run.sent.map(\.recipient.localPart).sorted() == (1...10).map { "p\($0)" }.sorted())
        }
    }

    /// listmonk#3022: what was fetched and not sent when the process died was skipped for ever.
    @Test func whatWasClaimedByADeadProcessIsSentAfterAll() async throws {
        try await CampaignRun.with { run in
            try await run.apply(CampaignRun.draft(rules: Self.rules(), steps: Self.intro))
            try await run.add((1...5).map { ["p\($0)"] })
            try await run.begin()
            try await run.plan()
            let claimed = try await run.store.outbox.claimDue(
                of: run.rights.keys.sorted(), limit: 5, lease: .seconds(300), policy: run.policy)
            #expect(!claimed.isEmpty)
            try await run.run(until: CampaignRun.start + .seconds(7_200))
            #expect(Set(run.sent.map(\.recipient)).count == 5)
            #expect(run.sent.count == 5)
        }
    }

    /// listmonk#2278, #2591, #2168: finished at 1,255 of 2,194 after a limit was changed.
    @Test func aCampaignIsActiveUntilItsLastLeadHasEnded() async throws {
        try await CampaignRun.with { run in
            try await run.apply(CampaignRun.draft(rules: Self.rules { $0.dailyLimit = 3 }, steps: Self.intro))
            try await run.add((1...7).map { ["p\($0)"] })
            try await run.begin()
            try await run.run(until: CampaignRun.start + .seconds(7_200))
            #expect(run.sent.count == 3)
            try await run.apply(CampaignRun.draft(rules: Self.rules { $0.dailyLimit = 1 }, steps: Self.intro))
            for day in 1...4 {
                #expect(try await run.record().state == .active)
                try await run.run(until: CampaignRun.start + Self.days(day) + .seconds(60))
            }
            try await run.run(until: CampaignRun.start + Self.days(5))
            #expect(run.sent.count == 7)
            #expect(try await run.record().state == .completed)
        }
    }

    /// listmonk#1801: a server that came back from a snapshot sent what was long over. A first mail has no time of its own;
    /// a follow-up has one.
    @Test func aFollowUpThatIsFarTooLateIsForAPerson() async throws {
        try await CampaignRun.with(accounts: ["one"]) { run in
            try await run.apply(
                CampaignRun.draft(rules: Self.rules { $0.maxLateness = .seconds(4 * 3_600) }, accounts: ["one"]))
            try await run.add([["a"], ["b"]])
            try await run.begin()
            try await run.run(until: CampaignRun.start + .seconds(3_600))
            #expect(run.sent.count == 2)
            run.clock.advance(by: Self.days(3) + .seconds(5 * 3_600))
            try await run.run(until: run.clock.now + .seconds(3_600))
            #expect(run.sent.count == 2)
            #expect(Set(try await run.leads().values) == [.held])
        }
    }

    /// mautic#9592, PR#11602: around the end of summer time a mail was put off hourly, for ever.
    @Test(arguments: [
        ("2026-10-30T13:00:00Z", 2, "2026-11-01T14:00:00Z"), ("2026-03-06T14:00:00Z", 2, "2026-03-08T13:00:00Z"),
    ])
    func daysAreCountedOnTheWallWhenTheClockChanges(start: String, days: Int, due: String) async throws {
        let start = try #require(Timestamp(rfc3339: start))
        try await CampaignRun.with(accounts: ["one"], at: start) { run in
            let hours = try #require(
                WeekHours("mon 09:00-17:00; tue 09:00-17:00; fri 09:00-17:00; sat 09:00-17:00; sun 09:00-17:00"))
            let steps = [
                CampaignRun.twoSteps[0],
                CampaignDraft.Step(name: "reminder", delay: .days(days), text: "Again, {{ first_name }}"),
            ]
            try await run.apply(
                CampaignRun.draft(
                    rules: Self.rules {
                        $0.zone = "America/New_York"
                        $0.hours = hours
                    }, accounts: ["one"], steps: steps))
            try await run.add([["a"]])
            try await run.begin()
            try await run.run(until: start + Self.days(4))
            #expect(run.sent.count == 2)
            let late = try #require(run.sent.last).at - #require(Timestamp(rfc3339: due))
            #expect(late >= .zero && late < .seconds(1_000), "\(run.sent.map(\.at))")
        }
    }

    /// mautic#7665, #10170: the hours of a place were judged in UTC.
    @Test(arguments: [
        ("2026-07-01T07:30:00Z", "2026-07-01T07:30:00Z"), ("2026-07-01T06:59:00Z", "2026-07-01T07:00:00Z"),
    ])
    func hoursAreThoseOfThePlace(start: String, opens: String) async throws {
        let start = try #require(Timestamp(rfc3339: start))
        try await CampaignRun.with(accounts: ["one"], at: start) { run in
            try await run.apply(
                CampaignRun.draft(
                    rules: Self.rules {
                        $0.zone = "Europe/Amsterdam"
                        $0.hours = WeekHours("mon-fri 09:00-17:00") ?? .always
                    }, accounts: ["one"], steps: Self.intro))
            try await run.add([["a"]])
            try await run.begin()
            try await run.run(until: start + .seconds(3_600))
            let late = try #require(run.sent.first).at - #require(Timestamp(rfc3339: opens))
            #expect(late >= .zero && late < .seconds(60))
        }
    }

    /// warmbly#306, PR#312: wake-ups outside the hours were counted as mails, and the campaign then had no accounts.
    @Test func whatWaitsForItsHoursUsesNoLimitUp() async throws {
        try await CampaignRun.with(accounts: ["one"], dailyLimit: 3) { run in
            try await run.apply(
                CampaignRun.draft(
                    rules: Self.rules { $0.hours = WeekHours("mon-fri 09:00-10:00") ?? .always }, accounts: ["one"],
                    steps: Self.intro))
            try await run.add((1...6).map { ["p\($0)"] })
            try await run.begin()
            for _ in 1...50 {
                try await run.plan()
                run.clock.advance(by: .seconds(120))
            }
            #expect(run.sent.isEmpty)
            try await run.run(until: CampaignRun.start + .seconds(4 * 3_600))
            #expect(run.sent.count == 3)
            #expect(try await run.record().state == .active)
            try await run.run(until: CampaignRun.start + Self.days(1) + .seconds(4 * 3_600))
            #expect(run.sent.count == 6)
        }
    }

    /// warmbly#592: the limit was looked at when a mail was planned and not when it was sent.
    @Test func aLimitThatIsLoweredHoldsForPlannedMails() async throws {
        try await CampaignRun.with(accounts: ["one"], dailyLimit: 10) { run in
            try await run.apply(CampaignRun.draft(rules: Self.rules(), accounts: ["one"], steps: Self.intro))
            try await run.add((1...12).map { ["p\($0)"] })
            try await run.begin()
            try await run.run(until: CampaignRun.start + .seconds(7_200)) { run.sent.count >= 8 }
            try await run.plan()
            let count = run.sent.count
            _ = try await run.store.accounts.register(
                account: CampaignRun.address("one"), displayName: "Ann one", dailyLimit: 8)
            try await run.run(until: run.clock.now + .seconds(7_200))
            #expect(run.sent.count == count)
        }
    }

    /// AI-Shipping-Labs#1421, twenty PR#25294: who opted out between the planning and the turn was mailed all the same.
    @Test func anOptOutReachesAMailThatIsClaimed() async throws {
        try await CampaignRun.with(accounts: ["one"]) { run in
            try await run.apply(
                CampaignRun.draft(
                    rules: Self.rules(), accounts: ["one"],
                    steps: [
                        CampaignRun.twoSteps[0],
                        CampaignDraft.Step(name: "soon", delay: .after(.seconds(600)), text: "Again"),
                    ]))
            try await run.add([["a"]])
            try await run.begin()
            try await run.run(until: CampaignRun.start + .seconds(300))
            try await run.plan()
            run.clock.advance(by: .seconds(1_200))
            try await run.plan()
            let account = try #require(run.rights.keys.first)
            let claim = try #require(
                try await run.store.outbox.claimDue(
                    of: [account], limit: 1, lease: .seconds(300), policy: run.policy
                ).first)
            try await run.answer(from: "a", .optOut)
            try await run.send(claim)
            #expect(run.sent.count == 1)
            #expect(try await run.leads()["a"] == .stopped)
        }
    }

    /// mautic#6405: who was taken off the list stayed in the queue and in the forecast.
    @Test func whoIsSuppressedIsInNoForecast() async throws {
        try await CampaignRun.with { run in
            let first = try await run.apply(CampaignRun.draft("first", rules: Self.rules(), steps: Self.intro))
            try await run.add([["a"]])
            try await run.begin()
            try await run.run(until: CampaignRun.start + .seconds(900))
            try await run.plan()
            #expect(try await run.store.campaigns.whole(first)?.campaign.state == .completed)
            let second = try await run.apply(CampaignRun.draft("second", rules: Self.rules(), steps: Self.intro))
            try await run.add([["a"], ["b"], ["c"]])
            try await run.answer(from: "a", .optOut)
            let situation = try #require(try await run.store.leads.situation(of: second))
            let leads = try await run.store.leads.running(of: second, after: nil, limit: 10)
            let forecast = situation.forecast(
                leads.map { ForecastLead($0) }, in: .utc, draws: Draws(key: DrawKey(secret: [1])),
                until: run.clock.now + Self.days(30))
            #expect(forecast.count == 2)
        }
    }

    /// erxes PR#8866: batches that were put off to the next day vanished.
    @Test func whatALimitPutsOffLeavesOnTheDaysAfter() async throws {
        let midnight = try #require(Timestamp(rfc3339: "2026-07-01T00:00:00Z"))
        try await CampaignRun.with(at: midnight) { run in
            try await run.apply(CampaignRun.draft(rules: Self.rules { $0.dailyLimit = 10 }, steps: Self.intro))
            try await run.add((1...35).map { ["p\($0)"] })
            try await run.begin()
            try await run.run(until: midnight + Self.days(5))
            let perDay = Dictionary(grouping: run.sent) { ($0.at - midnight).components.seconds / 86_400 }
            #expect((0..<4).map { perDay[$0]?.count } == [10, 10, 10, 5])
        }
    }

    /// lokole#1, apscheduler#655: four processes sent four mails. Here the second planner gets no lease, and a lease that was
    /// lost plans nothing.
    @Test func onlyWhoHoldsTheLeasePlans() async throws {
        try await CampaignRun.with { run in
            let id = try await run.apply(CampaignRun.draft(rules: Self.rules(), steps: Self.intro))
            try await run.add([["a"]])
            try await run.begin()
            let lease = try #require(
                try await run.store.leases.acquire("campaign:\(id)", holder: "one", for: .seconds(30)))
            #expect(try await run.store.leases.acquire("campaign:\(id)", holder: "two", for: .seconds(30)) == nil)
            run.clock.advance(by: .seconds(31))
            let other = try await run.store.leases.acquire("campaign:\(id)", holder: "two", for: .seconds(30))
            #expect(other != nil)
            let outcomes = try await run.store.leads.plan(id, under: lease, horizon: .seconds(900), mostPlanned: 2) {
                _ in
                Issue.record("planned without the lease")
                return []
            }
            #expect(outcomes == nil)
            #expect(try await run.store.campaigns.guardRates(of: id, under: lease) == nil)
        }
    }
}
