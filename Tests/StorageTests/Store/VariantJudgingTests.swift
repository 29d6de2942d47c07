import Correspondence
import Outreach
import Testing
import Timing

@testable import Database
@testable import Storage

/// Variants are judged by what their leads answered, on both databases.
@Suite struct VariantJudgingTests {
    private static func draft(_ weights: [Int] = [1, 1], trial: Int? = 100, words: String = "Hello") -> CampaignDraft {
        let variants = zip(["plain", "short"], weights).map {
            CampaignDraft.Variant(name: $0, weight: $1, subject: "Hi", text: "\(words) \($0)")
        }
        return CampaignDraft(
            name: "spring", rules: CampaignRules(), senders: [CampaignDraft.Sender(StoreScene.team)],
            steps: [
                CampaignDraft.Step(
                    name: "intro", delay: .after(.zero), subject: "Hi", text: variants[0].text, variants: variants,
                    trial: trial)
            ])
    }

    /// 240 leads who got a mail so many days ago: every tenth of those with the first variant wants more, and three of
    /// ten of the others.
    private static func statements(_ whole: WholeCampaign, _ account: AccountID, days: Int) -> [SQL] {
        let numbers: SQL = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 240)"
        let step = whole.steps[0]
        let variants = step.variants.map(\.variant.id)
        let left: SQL = "\(SQL.now) - \(Duration.seconds(days * 86_400))"
        return [
            "UPDATE campaign_steps SET trial_from = \(SQL.now) - \(Duration.seconds(5 * 86_400)) WHERE id = \(step.step.id)",
            """
            INSERT INTO contacts (address, name, created_at)
            \(numbers) SELECT 'p' || i || '@creators.example', CAST(i AS TEXT), \(SQL.now) FROM n
            """,
            """
            INSERT INTO email_threads (account_id, contact_id, message_id, subject, state, intent, created_at, updated_at)
            SELECT \(account), c.id, 'm' || c.name || '@mosaic.test', 'Hi', 'with_person',
                CASE WHEN CAST(c.name AS INTEGER) % 20 = 1 OR CAST(c.name AS INTEGER) % 20 IN (2, 4, 6) THEN 'INTERESTED'
                    ELSE 'CLARIFICATION' END, \(SQL.now), \(SQL.now)
            FROM contacts c WHERE c.name IS NOT NULL
            """,
            """
            INSERT INTO campaign_leads (campaign_id, contact_id, state, created_at, updated_at)
            SELECT \(whole.campaign.id), contact_id, 'active', \(SQL.now), \(SQL.now) FROM email_threads
            WHERE contact_id IN (SELECT id FROM contacts WHERE name IS NOT NULL)
            """,
            """
            INSERT INTO lead_recipients (lead_id, position, contact_id, thread_id, status)
            SELECT l.id, 1, l.contact_id, t.id, 'contacted' FROM campaign_leads l JOIN email_threads t ON t.contact_id = l.contact_id
            """,
            """
            INSERT INTO outbox (thread_id, account_id, contact_id, sequence_id, step, generation, recipient, purpose, due_at,
                planned_at, state, in_doubt_at, sent_at, campaign_id, campaign_version, lead_id, recipient_id,
                campaign_step_id, template_id, variant_id)
            SELECT r.thread_id, \(account), r.contact_id, \(whole.campaign.sequence), 1, 0, c.address, 'outreach', \(left),
                \(left), 'sent', \(left), \(left), \(whole.campaign.id), 1, r.lead_id, r.id, \(step.step.id),
                \(step.template.id),
                CASE CAST(c.name AS INTEGER) % 2 WHEN 1 THEN \(variants[0]) ELSE \(variants[1]) END
            FROM lead_recipients r JOIN contacts c ON c.id = r.contact_id
            """,
        ]
    }

    private static func with(
        _ fixture: SQLFixture, trial: Int? = 100, days: Int = 4,
        _ body: (Store, Lease, _ look: @escaping () async throws -> WholeCampaign) async throws -> Void
    ) async throws {
        try await fixture.withScene { scene in
            let store = scene.store
            let id = try await store.campaigns.apply(draft(trial: trial)).campaign
            let whole = try #require(try await store.campaigns.whole(id))
            try await store.database.transaction { session in
                for statement in statements(whole, scene.account, days: days) { try await session.execute(statement) }
            }
            let lease = try #require(
                try await store.leases.acquire("campaign:\(id)", holder: "test", for: .seconds(60)))
            try await body(store, lease) { try #require(try await store.campaigns.whole(id)) }
        }
    }

    private static func winner(_ whole: WholeCampaign) -> String? {
        whole.steps[0].variants.first(where: \.variant.hasWon)?.name
    }

    @Test(arguments: SQLFixture.both)
    func theBetterOneWinsOnceAndAnEditBeginsAnew(_ fixture: SQLFixture) async throws {
        try await Self.with(fixture) { store, lease, look in
            let results = try await store.campaigns.results(of: look().campaign.id)
            let variants = try await look().steps[0].variants
            #expect(results[variants[0].variant.id] == VariantResult(leads: 120, successes: 12))
            #expect(results[variants[1].variant.id] == VariantResult(leads: 120, successes: 36))
            let judged = try await store.campaigns.judgeVariants(of: look(), under: lease)
            #expect(judged.map(\.look) == [4])
            #expect(try await Self.winner(look()) == "short")
            #expect(try await store.campaigns.judgeVariants(of: look(), under: lease).isEmpty)
            // The same file again changes nothing; other shares or words do.
            _ = try await store.campaigns.apply(Self.draft())
            #expect(try await Self.winner(look()) == "short")
            _ = try await store.campaigns.apply(Self.draft([2, 1]))
            #expect(try await Self.winner(look()) == nil)
            #expect(try await look().steps[0].trial?.looks == 0)
            #expect(try await store.campaigns.results(of: look().campaign.id).isEmpty)
        }
    }

    @Test(arguments: SQLFixture.both)
    func harmKeepsAVariantFromWinning(_ fixture: SQLFixture) async throws {
        try await Self.with(fixture) { store, lease, look in
            let variant = try await look().steps[0].variants[1].variant.id
            try await store.database.transaction { session in
                try await session.execute(
                    """
                    UPDATE outbox SET harm = 'opt_out', harmed_at = \(SQL.now)
                    WHERE variant_id = \(variant) AND id IN (SELECT id FROM outbox WHERE variant_id = \(variant)
                        ORDER BY id LIMIT 8)
                    """)
            }
            let judged = try await store.campaigns.judgeVariants(of: look(), under: lease)
            #expect(judged.map(\.finding) == ["short brings more answers, and more harm: no winner"])
            #expect(try await Self.winner(look()) == nil)
        }
    }

    /// Whoever got the mail yesterday may still answer; a trial that is larger is looked at sooner than it ends; nobody asked
    /// for another one.
    @Test(arguments: [(100, 1, [Int]()), (400, 4, [1]), (nil, 4, [])] as [(Int?, Int, [Int])])
    func looksComeInTheirTime(trial: Int?, days: Int, looks: [Int]) async throws {
        try await Self.with(.sqliteMemory, trial: trial, days: days) { store, lease, look in
            let judged = try await store.campaigns.judgeVariants(of: look(), under: lease)
            #expect(judged.map(\.look) == looks)
            let whole = try await look()
            #expect(Self.winner(whole) == nil)
            let other = Lease(name: lease.name, holder: "other", fence: lease.fence + 1)
            let unjudged = try await store.campaigns.judgeVariants(of: whole, under: other)
            #expect(unjudged.isEmpty)
        }
    }

    @Test(arguments: SQLFixture.both)
    func aPersonMayChoose(_ fixture: SQLFixture) async throws {
        try await Self.with(fixture, trial: nil) { store, _, look in
            let whole = try await look()
            let step = whole.steps[0]
            for variant in step.variants {
                #expect(
                    try await store.campaigns.setWinner(variant.variant.id, of: step.step.id, in: whole.campaign))
                #expect(try await Self.winner(look()) == variant.name, "one at a time")
            }
            let unknown = VariantID(rawValue: 99)
            #expect(try await !store.campaigns.setWinner(unknown, of: step.step.id, in: whole.campaign))
            #expect(try await Self.winner(look()) == "short")
        }
    }
}
