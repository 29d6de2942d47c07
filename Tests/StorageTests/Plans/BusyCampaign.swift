import Correspondence
import Outreach
import TestServers
import Testing
import Timing

@testable import Database
@testable import Storage

/// Two campaigns with a hundred thousand leads each, over a busy history: one is sent, the other by jobs.
struct BusyCampaign: Sendable {
    /// Tables that grow with leads, besides those that grow with their mail.
    static let tables = PlanFault.tablesOfMail + ["campaign_leads", "lead_recipients", "job_leads", "jobs", "alerts"]

    private let store: Store
    private let campaign: CampaignID
    private let lease: Lease
    private let job: JobID
    private let begun: Timestamp

    static func open(
        _ database: PostgresDatabase, _ server: PostgresServer, isAnalysed: Bool
    ) async throws -> BusyCampaign {
        let scene = try await BusyHistory.open(database, server, isAnalysed: false).scene
        let store = scene.store
        var ids: [CampaignID] = []
        for name in ["spring", "autumn"] {
            ids.append(try await store.campaigns.apply(draft(name)).campaign)
            for statement in statements(name) { try await server.psql(statement) }
        }
        #expect(try await store.campaigns.change(ids[0], .started, reason: nil))
        for statement in jobs { try await server.psql(statement) }
        try await server.psql(
            "INSERT INTO alert_targets (kind, address, created_at) VALUES ('webhook', 'https://hooks.example', now())")
        if isAnalysed { try await server.psql("ANALYZE") }
        let job = try #require(try await store.jobs.list(of: ids[1], limit: 1).first)
        let lease = try #require(
            try await store.leases.acquire("campaign:\(ids[0])", holder: "test", for: .seconds(3_600)))
        return BusyCampaign(store: store, campaign: ids[0], lease: lease, job: job.id, begun: scene.now)
    }

    private static func draft(_ name: String) -> CampaignDraft {
        let variants = ["plain", "short"].map { CampaignDraft.Variant(name: $0, subject: "Hi", text: "Hello \($0)") }
        return CampaignDraft(
            name: name, rules: CampaignRules(release: name == "spring" ? .time : .jobs, answer: nil),
            senders: [CampaignDraft.Sender(StoreScene.team)],
            steps: [
                CampaignDraft.Step(
                    name: "intro", delay: .after(.zero), subject: "Hi", text: "Hello", variants: variants, trial: 400)
            ])
    }

    private static func statements(_ name: String) -> [String] {
        let campaign = "(SELECT id FROM campaigns WHERE name = '\(name)')"
        return [
            """
            INSERT INTO campaign_leads (campaign_id, contact_id, state, next_due_at, created_at, updated_at)
            SELECT \(campaign), (SELECT min(id) FROM contacts WHERE address LIKE 'bulk%') + i - 1,
                CASE WHEN i % 5000 = 0 THEN 'held' WHEN i % 2 = 0 THEN 'finished' ELSE 'pending' END,
                CASE WHEN i % 2 = 1 THEN now() END, now(), now()
            FROM generate_series(1, 100000) i
            """,
            """
            INSERT INTO lead_recipients (lead_id, position, contact_id)
            SELECT id, 1, contact_id FROM campaign_leads WHERE campaign_id = \(campaign)
            """,
            """
            UPDATE outbox o SET campaign_id = l.campaign_id, campaign_version = 1, lead_id = l.id, recipient_id = r.id,
                campaign_step_id = s.id, template_id = s.template_id,
                variant_id = (SELECT min(v.id) FROM step_variants v WHERE v.step_id = s.id)
            FROM campaign_leads l JOIN lead_recipients r ON r.lead_id = l.id JOIN campaign_steps s ON s.campaign_id = l.campaign_id
            WHERE l.contact_id = o.contact_id AND l.campaign_id = \(campaign) AND l.state = 'finished' AND o.state = 'sent'
              AND o.campaign_id IS NULL AND l.id % 4 = \(name == "spring" ? 0 : 2)
            """,
        ]
    }

    private static let jobs = [
        """
        INSERT INTO jobs (campaign_id, step_id, selection, force, busy, state, starts_at, created_at)
        SELECT c.id, s.id, 'send_all', false, 'fail', 'completed', now(), now()
        FROM campaigns c JOIN campaign_steps s ON s.campaign_id = c.id, generate_series(1, 2000) i WHERE c.name = 'autumn'
        """,
        """
        INSERT INTO job_leads (job_id, lead_id, delivery, state)
        SELECT (SELECT max(id) FROM jobs), l.id, 'send', 'done' FROM campaign_leads l JOIN campaigns c ON c.id = l.campaign_id
        WHERE c.name = 'autumn'
        """,
    ]

    /// What pages and the planning ask for again and again.
    func look() async throws {
        let middle = try #require(try await store.leads.list(of: campaign, limit: 1).first).id.rawValue + 50_000
        let place = LeadID(rawValue: middle)
        #expect(try await store.leads.list(of: campaign, after: place, limit: 50).count == 50)
        #expect(try await store.leads.list(of: campaign, in: .held, after: place, limit: 50).count > 5)
        #expect(try await store.leads.running(of: campaign, after: place, limit: 50).count == 50)
        _ = try await store.leads.list(with: StoreScene.creator)
        #expect(try await store.jobs.list(limit: 20).count == 20)
        #expect(try await store.jobs.log(of: job, after: nil, limit: 50).count >= 50)
        let page = try await store.outbox.reported(
            from: begun - .seconds(30 * 86_400), to: begun + .seconds(60), limit: 50)
        let last = try #require(page.last)
        _ = try await store.outbox.reported(
            from: begun - .seconds(30 * 86_400), to: begun + .seconds(60),
            before: ReportPlace(at: last.at, mail: last.id), limit: 50)
        try await store.alerts.collect()
        _ = try await store.leads.plan(campaign, under: lease, horizon: .seconds(900), mostPlanned: 2) { snapshot in
            #expect(!snapshot.leads.isEmpty)
            return snapshot.leads.prefix(1).map { .due($0.id, at: snapshot.now, stale: nil) }
        }
    }
}
