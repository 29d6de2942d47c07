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

    @Test func whoSaidNoOrTalksWithAPersonGetsNothingOfAnotherCampaign() async throws {
        try await Self.with([["p1"], ["p2"]]) { run, _ in
            try await run.run(until: run.clock.now + .seconds(1_800))
            #expect(run.sent.count == 2)
            try await run.answer(from: "p1", .complete)
            try await run.answer(from: "p2")
            run.clock.advance(by: Self.days(3))
            try await run.apply(CampaignRun.draft("second", rules: Self.rules, accounts: ["one"]))
            try await run.add([["p1"], ["p2"], ["p3"]])
            try await run.begin()
            try await run.run(until: run.clock.now + .seconds(3_600))
            #expect(run.sent.dropFirst(2).map(\.recipient) == [CampaignRun.lead("p3")])
            let leads = try await run.store.leads.list(with: CampaignRun.lead("p1"))
            #expect(leads.contains { $0.state == .stopped && $0.reason == "said no in another conversation" })
            // The person's conversation has been at rest for long.
            run.clock.advance(by: Self.days(31))
            try await run.run(until: run.clock.now + .seconds(3_600))
            #expect(run.sent.count { $0.recipient == CampaignRun.lead("p2") } == 2)
        }
    }

    /// No message came that could end it: a person wrote down what was said on the telephone.
    @Test func whatIsPlannedHeedsANoInAnotherConversation() async throws {
        try await Self.with([["p1"]]) { run, _ in
            try await run.run(until: run.clock.now + .seconds(1_800))
            let first = try #require(run.sent.first).conversation
            run.clock.advance(by: Self.days(2))
            try await run.apply(CampaignRun.draft("second", rules: Self.rules, accounts: ["one"]))
            try await run.add([["p1"]])
            try await run.begin()
            try await run.plan()
            #expect(try await run.mails().contains { $0.state == .planned })
            #expect(try await run.store.conversations.decline(first) == .done)
            try await run.send()
            try await run.run(until: run.clock.now + .seconds(1_800))
            #expect(run.sent.count == 1)
            #expect(try await run.leads()["p1"] == .stopped)
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
                MailSettlement(
                    try await run.claim(), .returned(after: .seconds(600), reason: "greylisted", as: .failed))
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

    @Test func aLeadThatIsHeldGoesOnWhenAPersonSaysSo() async throws {
        try await Self.with([["p1"]]) { run, _ in
            try await run.run(until: run.clock.now + .seconds(1_800))
            // Nothing ran for eleven days.
            run.clock.advance(by: Self.days(11))
            try await run.run(until: run.clock.now + .seconds(1_800))
            let lead = try await run.lead("p1")
            #expect(lead.state == .held)
            #expect(try await run.store.leads.release(lead.id) == .done)
            try await run.run(until: run.clock.now + .seconds(3_600))
            #expect(run.sent.map(\.text) == ["Hi p1", "Again, p1"])
            #expect(try await run.store.campaigns.list().first?.state == .completed)
            guard case .refused = try await run.store.leads.release(lead.id) else {
                Issue.record("it has come to its end")
                return
            }
        }
    }

    @Test func whatWasRefusedIsTriedAgainAfterARelease() async throws {
        try await Self.with([["p1"], ["p2"]]) { run, _ in
            try await run.plan()
            let claim = try await run.claim()
            try await run.store.outbox.settle([
                MailSettlement(claim, .refused(reason: "552 too big", suppressing: false))
            ])
            let name = claim.recipient.localPart
            #expect(try await run.leads()[name] == .held)
            #expect(try await run.store.leads.release(try await run.lead(name).id) == .done)
            try await run.run(until: CampaignRun.start + Self.days(5))
            let own = run.sent.filter { $0.recipient == claim.recipient }
            #expect(own.map(\.text) == ["Hi \(name)", "Again, \(name)"])
            #expect(try await run.store.campaigns.list().first?.state == .completed)
        }
    }

    @Test func evidenceThatAMailLeftLetsItsLeadGoOn() async throws {
        try await Self.with([["p1"]]) { run, _ in
            try await run.plan()
            let claim = try await run.claim()
            let id = try #require(MessageID("doubtful@mosaic.test"))
            _ = try await run.store.outbox.keep(RenderedMail(messageID: id, bytes: [65]), for: claim)
            let rights = try #require(run.rights[claim.account]).1
            _ = try await run.store.outbox.permitDot(for: claim, policy: run.policy, under: rights)
            try await run.store.outbox.settle([MailSettlement(claim, .unknown(detail: "no answer"))])
            run.clock.advance(by: .seconds(600))
            let doubt = try #require(try await run.store.outbox.doubtful(of: [claim.account]).first)
            #expect(try await run.store.outbox.giveUp(doubt, after: .seconds(60)))
            #expect(try await run.leads() == ["p1": .held])
            try await run.fileInSent(id, to: "p1", from: claim.account)
            #expect(try await run.leads() == ["p1": .active])
            try await run.run(until: CampaignRun.start + Self.days(5))
            #expect(run.sent.map(\.text) == ["Again, p1"])
            #expect(try await run.leads() == ["p1": .finished])
        }
    }

    @Test func aSkippedLeadEndsAndItsCampaignIsDone() async throws {
        try await Self.with([["p1"], ["p2"]]) { run, _ in
            try await run.plan()
            #expect(try await run.store.leads.skip(try await run.lead("p1").id) == .done)
            try await run.run(until: CampaignRun.start + Self.days(5))
            #expect(Set(run.sent.map(\.recipient.localPart)) == ["p2"])
            #expect(try await run.store.campaigns.list().first?.state == .completed)
        }
    }

    @Test func whomTheSettingsForbidIsPlannedOnceAtMost() async throws {
        try await Self.with([["p1"], ["p2"], ["ann", "bob"]]) { run, _ in
            try await run.plan()
            let forbidden = try #require(try await run.mails().first { $0.state == .planned }).recipient
            run.forbidden = [forbidden, CampaignRun.lead("bob")]
            try await run.run(until: CampaignRun.start + Self.days(5))
            #expect(!run.sent.contains { run.forbidden.contains($0.recipient) })
            #expect(try await run.mails().count { $0.recipient == forbidden } == 1)
            #expect(try await run.mails().count { $0.recipient == CampaignRun.lead("bob") } == 0)
            #expect(try await run.leads()[forbidden.localPart] == .stopped)
            #expect(try await run.leads()["ann"] == .finished)
        }
    }

    @Test func draftsCountForEveryLimit() async throws {
        try await CampaignRun.with(accounts: ["one"], dailyLimit: 5) { run in
            try await run.apply(CampaignRun.draft(rules: Self.rules, accounts: ["one"]))
            try await run.add((1...20).map { ["p\($0)"] })
            try await run.begin()
            let account = try #require(run.rights.keys.first)
            try await run.store.accounts.setState(.draft, of: account)
            try await run.run(until: CampaignRun.start + .seconds(80_000))
            #expect(try await run.mails().count { $0.state == .needsHuman } == 5)
            // Nobody has looked at them: no more are made.
            try await run.run(until: CampaignRun.start + Self.days(3))
            #expect(try await run.mails().count { $0.state == .needsHuman } == 5)
            // One is sent: its lead goes on, and there is room for another.
            let mail = try #require(try await run.mails().first { $0.state == .needsHuman })
            try await run.fileInSent(try #require(mail.messageID), to: mail.recipient.localPart, from: account)
            #expect(try await run.leads()[mail.recipient.localPart] == .active)
            try await run.run(until: CampaignRun.start + Self.days(4))
            // Two mails are planned at once, so there may be one more than a day's worth.
            let drafts = try await run.mails().count { $0.state == .needsHuman }
            #expect((5...6).contains(drafts))
        }
    }

    @Test func takingOneMailBackStopsNoOtherCampaign() async throws {
        try await Self.with([["p1"]]) { run, _ in
            try await run.apply(CampaignRun.draft("other", rules: Self.rules, accounts: ["one"]))
            try await run.add([["p1"]])
            try await run.begin()
            try await run.plan()
            let mail = try #require(try await run.mails().first)
            #expect(try await run.store.outbox.cancel(mail.id) == .done)
            let states = try await run.store.leads.list(with: CampaignRun.lead("p1")).map(\.state)
            #expect(states.count { $0 == .stopped } == 1)
            #expect(states.count { !$0.isEnd } == 1)
        }
    }

    @Test func nothingIsPlannedForAnAccountWithARival() async throws {
        try await CampaignRun.with { run in
            try await run.apply(CampaignRun.draft(rules: Self.rules))
            try await run.add((1...4).map { ["p\($0)"] })
            try await run.begin()
            let one = try #require(run.rights.first { $0.value.0 == CampaignRun.address("one") })
            _ = try await run.store.instance.installation(orElse: "own")
            let mark = InstallationMark(installation: "another").messageID(number: 1, at: "mosaic.test")
            try await run.fileInSent(try #require(mark), to: "one", from: one.key)
            try await run.run(until: run.clock.now + .seconds(3_600))
            #expect(run.sent.count == 4)
            #expect(Set(run.sent.map(\.account)) == [CampaignRun.address("two")])
        }
    }
}
