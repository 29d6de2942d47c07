import Correspondence
import Outreach
import Storage
import Testing
import Timing

@testable import Campaigning

/// What a person takes back or begins anew: nobody gets a step twice by it.
@Suite struct TakingBackTests {
    private static let rules = CampaignRules(
        pacing: Pacing(gap: .seconds(60)...(.seconds(120)), mailsBeforePause: nil))

    private static func with(_ people: [[String]], _ body: (CampaignRun, CampaignID) async throws -> Void) async throws
    {
        try await CampaignRun.with(accounts: ["one"]) { run in
            let id = try await run.apply(CampaignRun.draft(rules: rules, accounts: ["one"]))
            try await run.add(people)
            try await run.begin()
            try await body(run, id)
        }
    }

    private static func states(_ run: CampaignRun, _ campaign: CampaignID) async throws -> [LeadState] {
        try await run.store.leads.list(of: campaign, limit: 100).map(\.state)
    }

    @Test func anArchivedCampaignSendsNothingMoreAndNothingStartsIt() async throws {
        try await Self.with([["a"], ["b"], ["c"]]) { run, id in
            try await run.run(until: run.clock.now + .seconds(7_200)) { run.sent.count == 1 }
            try await run.plan()
            let account = try #require(run.rights.keys.first)
            // Under way already, and no dot yet.
            run.clock.advance(by: .seconds(300))
            let claim = try #require(
                try await run.store.outbox.claimDue(
                    of: [account], limit: 1, lease: .seconds(300), policy: run.policy
                ).first)
            #expect(try await run.store.campaigns.archive(id, reason: "by a person") == 3)
            try await run.send(claim)
            try await run.run(until: run.clock.now + .seconds(8 * 86_400))
            #expect(run.sent.count == 1)
            #expect(try await Self.states(run, id) == [.stopped, .stopped, .stopped])
            #expect(try await !run.store.campaigns.change(id, .started, reason: nil))
            // Called again it has nothing left to do.
            #expect(try await run.store.campaigns.archive(id, reason: nil) == 0)
            let edited = try await run.store.campaigns.apply(CampaignRun.draft(rules: Self.rules, accounts: ["one"]))
            #expect(edited.refusal == .archived)
            #expect(try await run.store.campaigns.archive(CampaignID(rawValue: 99), reason: nil) == nil)
        }
    }

    @Test func anArchiveEndsTheJobThatRuns() async throws {
        try await JobTests.withRun([["a"], ["b"]], accounts: ["one"]) { run in
            let job = try await run.job("intro")
            try await run.plan()
            let campaign = try #require(try await run.store.campaigns.list().first)
            #expect(try await run.store.campaigns.archive(campaign.id, reason: nil) == 2)
            try await run.run(until: run.clock.now + .seconds(86_400))
            #expect(run.sent.isEmpty)
            #expect(try await run.record(job).state == .cancelled)
        }
    }

    @Test func onlyWhoGotNothingBeginsAnew() async throws {
        try await Self.with([["a"], ["b"]]) { run, id in
            try await run.run(until: run.clock.now + .seconds(7_200)) { run.sent.count == 1 }
            let leads = try await run.store.leads.list(of: id, limit: 10)
            let (had, fresh) = (leads[0].id, leads[1].id)
            guard case .refused(let reason) = try await run.store.leads.reset(had) else {
                Issue.record("a lead that has had a mail began anew")
                return
            }
            #expect(reason == "it has had step intro, and nobody gets a step twice")
            #expect(try await run.store.leads.skip(fresh) == .done)
            #expect(try await run.store.leads.reset(fresh) == .done)
            #expect(try await Self.states(run, id) == [.active, .pending])
            try await run.run(until: run.clock.now + .seconds(10 * 86_400))
            #expect(run.sent.map(\.text).sorted() == ["Again, a", "Again, b", "Hi a", "Hi b"])
        }
    }

    @Test func whomAnAnswerEndedDoesNotBeginAnew() async throws {
        try await Self.with([["a"], ["b"]]) { run, id in
            try await run.run(until: run.clock.now + .seconds(7_200)) { run.sent.count == 2 }
            try await run.answer(from: "a")
            #expect(try await run.store.leads.carryOut(.reset, LeadSelection(), of: id) == 0)
            try await run.run(until: run.clock.now + .seconds(10 * 86_400))
            #expect(run.sent.map(\.text).sorted() == ["Again, b", "Hi a", "Hi b"])
        }
    }

    @Test func manyAreHeldAndReleasedTogether() async throws {
        try await Self.with([["a"], ["b"], ["c"]]) { run, id in
            try await run.plan()
            let named = LeadSelection(with: ["first_name": "b"])
            #expect(try await run.store.leads.count(.pause, LeadSelection(), of: id) == 3)
            #expect(try await run.store.leads.carryOut(.pause, named, of: id) == 1)
            #expect(try await Self.states(run, id) == [.pending, .held, .pending])
            #expect(try await run.store.leads.carryOut(.pause, LeadSelection(), of: id) == 2)
            try await run.run(until: run.clock.now + .seconds(7_200))
            #expect(run.sent.isEmpty)
            #expect(try await run.store.leads.carryOut(.release, named, of: id) == 1)
            #expect(try await run.store.leads.carryOut(.skip, LeadSelection(in: .held), of: id) == 2)
            try await run.run(until: run.clock.now + .seconds(7_200))
            #expect(run.sent.map(\.text) == ["Hi b"])
            #expect(try await Self.states(run, id) == [.stopped, .active, .stopped])
        }
    }

    @Test func whoGoesOverToAnotherCampaignIsWrittenToByThatOneAlone() async throws {
        try await Self.with([["a"], ["b", "b2"]]) { run, id in
            try await run.run(until: run.clock.now + .seconds(7_200)) { run.sent.count == 1 }
            try await run.plan()
            let former = try #require(try await run.store.campaigns.whole(id)).campaign
            let steps = [
                CampaignDraft.Step(name: "new", delay: .after(.zero), subject: "New", text: "New {{ first_name }}")
            ]
            let other = try await run.apply(
                CampaignRun.draft("summer", rules: Self.rules, accounts: ["one"], steps: steps))
            #expect(try await run.store.leads.move(from: former, to: other) == 1)
            #expect(try await Self.states(run, id) == [.active, .stopped])
            try await run.begin()
            try await run.run(until: run.clock.now + .seconds(10 * 86_400))
            #expect(run.sent.map(\.text).sorted() == ["Again, a", "Hi a", "New b", "New b2"])
        }
    }

    @Test func theDueAreListedAndNobodyElse() async throws {
        try await Self.with([["a"], ["b"]]) { run, id in
            let start = run.clock.now
            run.clock.advance(by: .seconds(60))
            let due = try await run.store.leads.due(of: id, limit: 10)
            #expect(due.count == 2)
            #expect(due.leads.map(\.since) == [start, start])
            #expect(try await run.store.leads.due(of: id, limit: 1).leads.count == 1)
            try await run.run(until: run.clock.now + .seconds(3_600))
            #expect(run.sent.count == 2)
            // Their reminders are due in three days.
            #expect(try await run.store.leads.due(of: id, limit: 10).count == 0)
            run.clock.advance(by: .seconds(3 * 86_400))
            #expect(try await run.store.leads.due(of: id, limit: 10).leads.map(\.lead.address.localPart) == ["a", "b"])
        }
    }

    /// A run for one campaign leaves the mails of the others alone.
    @Test func onlyTheCampaignsThatAreMeantAreClaimed() async throws {
        try await Self.with([["a"]]) { run, id in
            try await run.plan()
            let account = try #require(run.rights.keys.first)
            func claimed(_ campaigns: Set<CampaignID>?) async throws -> Int {
                try await run.store.outbox.claimDue(
                    of: [account], limit: 1, lease: .seconds(300), policy: run.policy, campaigns: campaigns
                ).count
            }
            let next = try await run.store.outbox.timeToNextDue(of: [account], campaigns: [id])
            #expect(next != nil)
            run.clock.advance(by: max(next ?? .zero, .seconds(1)))
            #expect(try await claimed([]) == 0)
            #expect(try await claimed([CampaignID(rawValue: 99)]) == 0)
            #expect(try await run.store.outbox.timeToNextDue(of: [account], campaigns: []) == nil)
            #expect(try await claimed([id]) == 1)
        }
    }
}
