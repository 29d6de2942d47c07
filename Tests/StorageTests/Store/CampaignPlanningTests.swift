import Correspondence
import Outreach
import Testing
import Timing

@testable import Database
@testable import Storage

/// What the planning of a campaign asks of the database.
@Suite struct CampaignPlanningTests {
    private static func campaign(_ name: String, in store: Store) async throws -> CampaignID {
        let draft = CampaignDraft(
            name: name, rules: CampaignRules(), senders: [CampaignDraft.Sender(StoreScene.team)],
            steps: [CampaignDraft.Step(name: "intro", delay: .after(.zero), subject: "Hi", text: "Hello")])
        let campaign = try await store.campaigns.apply(draft).campaign
        #expect(try await store.campaigns.change(campaign, .started, reason: nil))
        return campaign
    }

    /// Each row that names an account holds its key until its transaction ends.
    @Test func planningDoesNotWaitForIntake() async throws {
        try await SQLFixture.postgres.withScene { scene in
            let campaign = try await Self.campaign("spring", in: scene.store)
            let lease = try #require(
                try await scene.store.leases.acquire("campaign:\(campaign)", holder: "test", for: .seconds(60)))
            try await scene.store.database.transaction { session in
                _ = try await session.query("SELECT id FROM accounts WHERE id = \(scene.account) FOR KEY SHARE")
                // Detached: a transaction is refused inside another one's task.
                let planning = Task.detached {
                    try await scene.store.leads.plan(campaign, under: lease, horizon: .seconds(900), mostPlanned: 2) {
                        _ in
                        []
                    }
                }
                #expect(try await planning.value == [])
            }
        }
    }

    @Test(arguments: SQLFixture.both)
    func aMailThatAnyAccountOfTheCampaignSentIsKnownAgain(_ fixture: SQLFixture) async throws {
        try await fixture.withScene { scene in
            let store = scene.store
            let other = EmailAddress("other@second.test")!
            let second = try await store.accounts.register(account: other, displayName: nil, dailyLimit: 50)
            let rights = try #require(
                try await store.leases.acquireRights(to: second, holder: "test", for: .seconds(3_600)))
            var copy = scene.sent(2, id: MessageID("0123@second.test")!)
            copy.location = MessageLocation(account: second, role: .sent, uidValidity: 1, uid: 2)
            _ = try await store.messages.admitSent([copy], under: try #require(rights.watch))
            let draft = CampaignDraft(
                name: "spring", rules: CampaignRules(),
                senders: [CampaignDraft.Sender(StoreScene.team), CampaignDraft.Sender(other)],
                steps: [CampaignDraft.Step(name: "intro", delay: .after(.zero), subject: "Hi", text: "Hello")])
            let campaign = try await store.campaigns.apply(draft).campaign
            #expect(try await store.campaigns.change(campaign, .started, reason: nil))
            try await Self.planOne(of: campaign, from: scene.account, in: store)
            let claim = try #require(try await scene.claim())
            #expect(claim.outreach?.campaign == "spring")
            #expect(claim.outreach?.step == "intro")
            let own = RenderedMail(messageID: MessageID("0123@mosaic.test")!, bytes: [65])
            #expect(try await !store.outbox.keep(own, for: claim))
            let lead = try #require(try await store.leads.list(of: campaign, limit: 1).first)
            #expect(try await store.leads.mails(of: lead.id).map(\.state) == [.sent])
            #expect(lead.people.map(\.lastStep) == ["intro"])
        }
    }

    /// Every statement about jobs and values, on both databases.
    @Test(arguments: SQLFixture.both)
    func aJobIsMadeBegunPlannedAndEnded(_ fixture: SQLFixture) async throws {
        try await fixture.withScene { scene in
            let store = scene.store
            let draft = CampaignDraft(
                name: "spring", rules: CampaignRules(release: .jobs, answer: "See https://cal.example"),
                senders: [CampaignDraft.Sender(StoreScene.team)],
                steps: [CampaignDraft.Step(name: "intro", delay: .after(.zero), subject: "Hi", text: "Hello")])
            let campaign = try await store.campaigns.apply(draft).campaign
            let whole = try #require(try await store.campaigns.whole(campaign))
            #expect(whole.campaign.rules.answer == "See https://cal.example")
            try await Self.admit(["p1", "p2", "p3"], selected: ["p1", "p2"], to: campaign, in: store)
            let wish = JobDraft(campaign: campaign, step: whole.steps[0].step.id, selection: .draftSelected)
            guard case .made(let job) = try await store.jobs.make(wish) else {
                Issue.record("no job was made")
                return
            }
            guard case .busy = try await store.jobs.make(wish) else {
                Issue.record("a second job was made")
                return
            }
            #expect(try await store.jobs.beginDue().map(\.id) == [job.id])
            #expect(try await store.campaigns.active() == [campaign])
            #expect(try await store.jobs.totals(of: job.id) == [.waiting: 2])
            try await Self.planDrafts(of: campaign, from: scene.account, in: store)
            #expect(try await scene.claim()?.isDraft == true)
            try await Self.admit(["p2"], again: true, to: campaign, in: store)
            #expect(try await store.leads.list(of: campaign, limit: 9).map(\.fields)[1].contains("Acme"))
            _ = try await store.accounts.register(account: StoreScene.team, displayName: "Another", dailyLimit: 9)
            #expect(try await store.campaigns.counts(of: campaign).replies.isEmpty)
            #expect(try await store.jobs.cancel(job.id, reason: "by a person") == .done)
            #expect(try await store.jobs.log(of: job.id, limit: 9).map(\.status) == [.skipped, .skipped])
            #expect(try await store.campaigns.active().isEmpty)
            #expect(try await scene.claim() == nil)
            #expect(try await store.jobs.list(of: campaign, limit: 9).map(\.state) == [.cancelled])
        }
    }

    private static func admit(
        _ names: [String], selected: Set<String> = [], again: Bool = false, to campaign: CampaignID, in store: Store
    ) async throws {
        let file = try await store.imports.begin("people.csv", sha256: "\(again)", into: campaign)
        var progress = ImportProgress()
        let leads = names.enumerated().map { index, name in
            NewLead(
                row: index + 1,
                people: [NewLead.Person(address: EmailAddress("\(name)@creators.example")!, name: nil, fields: "{}")],
                fields: again ? #"{"company":"Acme"}"# : selected.contains(name) ? #"{"select":"Yes"}"# : "{}")
        }
        _ = try await store.leads.admit(
            leads, of: file.id, into: campaign, progress: &progress, isLast: true, updating: again)
    }

    private static func planDrafts(of campaign: CampaignID, from account: AccountID, in store: Store) async throws {
        let lease = try #require(
            try await store.leases.acquire("campaign:\(campaign)", holder: "test", for: .seconds(60)))
        let outcomes = try await store.leads.plan(campaign, under: lease, horizon: .seconds(900), mostPlanned: 2) {
            snapshot in
            snapshot.leads.compactMap { lead in
                lead.delivery.map { delivery in
                    .mail(
                        PlannedCampaignMail(
                            lead: lead.id, recipient: lead.recipients[0].id, step: snapshot.whole.steps[0].step.id,
                            template: snapshot.whole.steps[0].template.id, account: account, dueAt: snapshot.now,
                            leaveUntil: nil, gap: .zero, subject: "Hi", text: "Hello", html: nil, replacing: nil,
                            job: snapshot.job?.id, delivery: delivery))
                }
            }
        }
        #expect(outcomes?.count == 2)
    }

    private static func planOne(of campaign: CampaignID, from account: AccountID, in store: Store) async throws {
        let file = try await store.imports.begin("people.csv", sha256: "0", into: campaign)
        let person = NewLead.Person(address: EmailAddress("p1@creators.example")!, name: nil, fields: "{}")
        var progress = ImportProgress()
        _ = try await store.leads.admit(
            [NewLead(row: 1, people: [person], fields: "{}")], of: file.id, into: campaign, progress: &progress,
            isLast: true)
        let lease = try #require(
            try await store.leases.acquire("campaign:\(campaign)", holder: "test", for: .seconds(60)))
        _ = try await store.leads.plan(campaign, under: lease, horizon: .seconds(900), mostPlanned: 2) { snapshot in
            snapshot.leads.map { lead in
                .mail(
                    PlannedCampaignMail(
                        lead: lead.id, recipient: lead.recipients[0].id, step: snapshot.whole.steps[0].step.id,
                        template: snapshot.whole.steps[0].template.id, account: account, dueAt: snapshot.now,
                        leaveUntil: nil, gap: .zero, subject: "Hi", text: "Hello", html: nil, replacing: nil))
            }
        }
    }
}
