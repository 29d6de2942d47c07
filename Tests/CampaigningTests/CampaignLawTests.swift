import Correspondence
import Outreach
import Storage
import Testing
import Timing

@testable import Campaigning

/// Never twice, never lost, never to the wrong person: what campaigns must hold whatever happens between two steps.
@Suite struct CampaignLawTests {
    private static func days(_ count: Int) -> Duration { .seconds(count * 86_400) }
    private static let rules = CampaignRules(pacing: Pacing(gap: .seconds(60)...(.seconds(120)), mailsBeforePause: nil))

    private static func with(
        _ people: [[String]], rules: CampaignRules = rules, _ body: (CampaignRun, CampaignID) async throws -> Void
    ) async throws {
        try await CampaignRun.with(accounts: ["one"]) { run in
            let id = try await run.apply(CampaignRun.draft(rules: rules, accounts: ["one"]))
            try await run.add(people)
            try await run.begin()
            try await body(run, id)
        }
    }

    @Test func aFreshMailBetweenTwoStepsIsAnAnswer() async throws {
        try await Self.with([["p1"], ["p2"]]) { run, _ in
            try await run.run(until: run.clock.now + .seconds(1_800))
            #expect(run.sent.count == 2)
            let own = try #require(run.sent.first { $0.recipient == CampaignRun.lead("p1") }).conversation
            #expect(try await run.write(from: "p1", to: "one", .optOut) == own)
            try await run.run(until: CampaignRun.start + Self.days(5))
            #expect(run.sent.map(\.recipient.localPart).sorted() == ["p1", "p2", "p2"])
            #expect(try await run.leads() == ["p1": .stopped, "p2": .finished])
        }
    }

    @Test func somebodyWhoStandsInTwoRowsGetsEachStepOnce() async throws {
        try await Self.with([["ann", "bob"], ["bob", "carl"]]) { run, _ in
            // A later file names him first.
            try await run.add([["bob"], ["carl", "ann"], ["dora", "bob"]])
            try await run.run(until: CampaignRun.start + Self.days(8))
            let mails = Dictionary(grouping: run.sent) { "\($0.recipient.localPart): \($0.text)" }
            #expect(mails.values.allSatisfy { $0.count == 1 }, "\(mails.mapValues(\.count))")
            #expect(Set(run.sent.map(\.recipient.localPart)) == ["ann", "bob", "carl", "dora"])
            #expect(Set(try await run.leads().keys) == ["ann", "carl", "dora"])
        }
    }

    @Test func aPersonsTimeForAMailHolds() async throws {
        let hours = try #require(WeekHours("mon-sun 05:00-18:00"))
        let rules = CampaignRules(hours: hours, pacing: Self.rules.pacing)
        try await Self.with([["p1"]], rules: rules) { run, _ in
            try await run.plan()
            let mail = try #require(try await run.mails().first)
            let wanted = CampaignRun.start + Self.days(2)
            #expect(try await run.store.outbox.reschedule(mail.id, to: wanted) == .done)
            try await run.plan()
            // An edit plans it anew, and no earlier.
            var steps = CampaignRun.twoSteps
            steps[0].text = "Dear {{ first_name }}"
            try await run.apply(CampaignRun.draft(rules: rules, accounts: ["one"], steps: steps))
            try await run.run(until: wanted - .seconds(1))
            #expect(run.sent.isEmpty)
            try await run.run(until: wanted + .seconds(1_800))
            #expect(run.sent.map(\.text) == ["Dear p1"])
        }
    }

    @Test func aServersPauseOutlastsTheHours() async throws {
        let hours = try #require(WeekHours("mon-sun 05:00-06:10"))
        try await Self.with([["p1"]], rules: CampaignRules(hours: hours, pacing: Self.rules.pacing)) { run, _ in
            try await run.plan()
            run.clock.advance(by: .seconds(300))
            try await run.store.outbox.settle([
                MailSettlement(try await run.claim(), .returned(after: .seconds(600), reason: "greylisted", as: .failed))
            ])
            try await run.run(until: CampaignRun.start + .seconds(3_600))
            #expect(run.sent.isEmpty, "its ten minutes end behind the closing time")
            try await run.run(until: CampaignRun.start + Self.days(1))
            #expect(run.sent.count == 1)
        }
    }

    @Test func anEditThatGivesTheTurnToAnotherPersonComesToRest() async throws {
        try await Self.with([["ann", "bob"]]) { run, id in
            let steps = [
                CampaignRun.twoSteps[0],
                CampaignDraft.Step(name: "reminder", delay: .after(.seconds(60)), text: "Again, {{ first_name }}"),
            ]
            let draft = CampaignRun.draft(rules: Self.rules, accounts: ["one"], steps: steps)
            try await run.apply(draft)
            try await run.run(until: run.clock.now + .seconds(3_600), unless: { run.sent.count == 1 })
            try await run.plan()
            #expect(try await run.mails().last?.recipient == CampaignRun.lead("bob"))
            #expect(try await run.store.campaigns.change(id, .paused, reason: "by a person"))
            try await run.apply(
                CampaignRun.draft(rules: Self.rules, accounts: ["one"], steps: [steps[1]]))
            run.clock.advance(by: .seconds(3_600))
            #expect(try await run.store.campaigns.change(id, .started, reason: nil))
            try await run.run(until: run.clock.now + .seconds(7_200))
            #expect(run.sent.map(\.text) == ["Hi ann", "Again, ann", "Again, bob"])
        }
    }

    @Test func aLongPauseMakesNothingTooLate() async throws {
        try await Self.with([["p1"]]) { run, id in
            try await run.run(until: run.clock.now + .seconds(1_800))
            #expect(try await run.store.campaigns.change(id, .paused, reason: "by a person"))
            run.clock.advance(by: Self.days(11))
            #expect(try await run.store.campaigns.change(id, .started, reason: nil))
            try await run.run(until: run.clock.now + Self.days(1))
            #expect(run.sent.map(\.text) == ["Hi p1", "Again, p1"])
            #expect(try await run.store.campaigns.list().first?.state == .completed)
        }
    }
}
