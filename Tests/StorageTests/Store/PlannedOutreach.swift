import Correspondence
import Outreach
import Testing
import Timing

@testable import Database
@testable import Storage

extension StoreScene {
    /// A campaign that runs, with the creator as its only lead.
    func campaign() async throws -> CampaignID {
        let draft = CampaignDraft(
            name: "spring", rules: CampaignRules(), senders: [CampaignDraft.Sender(Self.team)],
            steps: [CampaignDraft.Step(name: "intro", delay: .after(.zero), subject: "Hi", text: "Hello")])
        let campaign = try await store.campaigns.apply(draft).campaign
        #expect(try await store.campaigns.change(campaign, .started, reason: nil))
        let file = try await store.imports.begin("people.csv", sha256: "0", into: campaign)
        var progress = ImportProgress()
        let person = NewLead.Person(address: Self.creator, name: nil, fields: "{}")
        _ = try await store.leads.admit(
            [NewLead(row: 1, people: [person], fields: "{}")], of: file.id, into: campaign, progress: &progress,
            isLast: true)
        return campaign
    }

    /// The first mail to the lead of a campaign, due now.
    func planMail(of campaign: CampaignID) async throws -> MailID {
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
        let lead = try #require(try await store.leads.list(of: campaign, limit: 1).first)
        return try #require(try await store.leads.mails(of: lead.id).first).id
    }

    /// One statement as somebody with a database shell would run it.
    func run(_ statement: SQL) async throws {
        try await store.database.transaction { session in try await session.execute(statement) }
    }

    func facts(of mail: MailID) async throws -> GateFacts {
        try #require(try await store.outbox.gateFacts(of: [mail])[mail])
    }
}
