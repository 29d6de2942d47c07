import Correspondence
import Database
import Storage
import TestServers
import Timing

/// A database with so many leads and as many messages, filled by PostgreSQL itself: two campaigns, one of them released by jobs, and
/// what came of their mails.
struct LargeHistory {
    let size: Int

    func fill(_ server: PostgresServer) async throws {
        for statement in statements { try await server.psql(statement) }
        try await server.psql("VACUUM ANALYZE")
    }

    private var statements: [String] { people + campaigns + conversations + mails + jobs }

    /// Half of the leads have a conversation.
    private var threads: Int { max(1, size / 2) }
    private var all: String { "FROM generate_series(1, \(size)) i" }
    private var accounts: Int { 50 }

    private var people: [String] {
        [
            """
            INSERT INTO accounts (address, display_name, created_at)
            SELECT 'team' || i || '@mosaic.test', 'Team', now() FROM generate_series(1, \(accounts)) i
            """,
            "INSERT INTO contacts (address, created_at) SELECT 'person' || i || '@creators.example', now() \(all)",
        ]
    }

    private var campaigns: [String] {
        let rules = "'UTC', '', '', 60, 120, 300, 480, 240, 'switch', now(), now()"
        let columns = """
            name, sequence_id, state, release_by, job_id, zone, hours, holidays, gap_min_seconds, gap_max_seconds,
            pause_min_seconds, pause_max_seconds, min_wait_seconds, busy, created_at, updated_at
            """
        return [
            "INSERT INTO sequences (name, purpose) VALUES ('large', 'outreach'), ('by hand', 'outreach')",
            """
            INSERT INTO templates (name, version, subject, body_text, created_at) VALUES
                ('intro', 1, 'Hello', 'Hi {{ first_name | default(''you'') }}', now()), ('bump', 1, NULL, 'Again', now())
            """,
            """
            INSERT INTO campaigns (\(columns)) VALUES ('large', 1, 'active', 'time', NULL, \(rules)),
                ('by hand', 2, 'draft', 'jobs', 1, \(rules))
            """,
            "INSERT INTO campaign_accounts SELECT c, a, 1, NULL, NULL, 0 FROM generate_series(1, 2) c, generate_series(1, 5) a",
            """
            INSERT INTO campaign_steps (campaign_id, name, position, delay_seconds, template_id) VALUES
                (1, 'intro', 1, 0, 1), (1, 'bump', 2, 259200, 2), (2, 'intro', 1, 0, 1)
            """,
            lead(of: 1, in: all), lead(of: 2, in: "FROM generate_series(1, \(max(1, size / 4))) i"),
            """
            INSERT INTO lead_recipients (lead_id, position, contact_id, fields, status)
            SELECT id, 1, contact_id, '{"first_name": "Ada"}', 'contacted' FROM campaign_leads
            """,
        ]
    }

    private func lead(of campaign: Int, in rows: String) -> String {
        """
        INSERT INTO campaign_leads (campaign_id, contact_id, state, next_due_at, account_id, created_at, updated_at)
        SELECT \(campaign), i, (ARRAY['pending', 'pending', 'pending', 'active', 'active', 'needs_data', 'finished',
                'finished', 'replied', 'stopped'])[1 + i % 10],
            CASE WHEN i % 10 < 5 THEN now() + i * interval '1 second' END, CASE WHEN i % 10 > 2 THEN 1 + i % 5 END,
            now(), now() \(rows)
        """
    }

    private var conversations: [String] {
        [
            """
            INSERT INTO email_threads (account_id, contact_id, message_id, subject, state, created_at, updated_at)
            SELECT 1 + i % \(accounts), i, 'root-' || i || '@mosaic.test', 'Hello', CASE WHEN i % 3 = 0 THEN 'in_sequence'
                ELSE 'with_person' END, now(), now() FROM generate_series(1, \(threads)) i
            """,
            """
            INSERT INTO messages (account_id, thread_id, direction, role, uidvalidity, uid, message_id, from_address, to_address,
                subject, base_subject, received_at, stored_at, state, outcome, own_text, intent)
            SELECT 1 + i % \(accounts), 1 + i % \(threads), CASE WHEN i % 2 = 0 THEN 'inbound' ELSE 'outbound' END,
                CASE WHEN i % 2 = 0 THEN 'inbox' ELSE 'sent' END, 1, i, 'm' || i || '@mosaic.test',
                'person' || i || '@creators.example', 'team1@mosaic.test', 'Hello', 'hello', now() - i * interval '3 seconds',
                now(), CASE WHEN i % 2 = 0 THEN 'decided' ELSE 'indexed' END, CASE WHEN i % 2 = 0 THEN 'handed_off' END,
                CASE WHEN i % 2 = 0 THEN 'Call me at +55 11 91234-5678' END, CASE WHEN i % 2 = 0 THEN 'CONTACT_PROVIDED' END
            \(all)
            """,
            """
            INSERT INTO handoffs (thread_id, message_key, reason, opened_at, closed_at, closed_by)
            SELECT i, (SELECT id FROM messages m WHERE m.thread_id = i AND m.direction = 'inbound' LIMIT 1), 'contact_provided',
                now() - i * interval '1 minute', CASE WHEN i % 100 <> 1 THEN now() END, 'anna'
            FROM generate_series(1, \(threads), 2) i
            """,
            "INSERT INTO events (at, name, account_id, thread_id) SELECT now(), 'reply.decided', 1, 1 + i % \(threads) \(all)",
        ]
    }

    private var mails: [String] {
        [
            """
            INSERT INTO outbox (thread_id, account_id, contact_id, sequence_id, step, generation, recipient, due_at, state,
                reason, message_id, planned_at, in_doubt_at, sent_at, campaign_id, lead_id, recipient_id, campaign_step_id,
                template_id, subject, purpose)
            SELECT 1 + i % \(threads), 1 + i % 5, i, 1, 1 + i / \(threads), 1, 'person' || i || '@creators.example',
                now() - i * interval '5 seconds' + CASE WHEN i % 50 = 0 THEN interval '400 days' ELSE interval '0' END,
                CASE WHEN i % 50 = 0 THEN 'planned' WHEN i % 50 = 1 THEN 'rejected' ELSE 'sent' END,
                CASE WHEN i % 50 = 1 THEN 'no such user' END,
                CASE WHEN i % 50 > 0 THEN 'mail-' || i || '@mosaic.test' END, now(),
                CASE WHEN i % 50 > 1 THEN now() - i * interval '5 seconds' END,
                CASE WHEN i % 50 > 1 THEN now() - i * interval '5 seconds' END, 1, i, i, 1, 1, 'Hello', 'outreach' \(all)
            """
        ]
    }

    private var jobs: [String] {
        [
            """
            INSERT INTO jobs (campaign_id, step_id, selection, force, busy, state, starts_at, created_at, begun_at)
            VALUES (2, 3, 'send_all', false, 'wait', 'running', now(), now(), now())
            """,
            "INSERT INTO job_accounts SELECT 1, a FROM generate_series(1, 5) a",
            """
            INSERT INTO job_leads (job_id, lead_id, delivery, state)
            SELECT 1, id, 'send', CASE WHEN id % 3 = 0 THEN 'waiting' ELSE 'skipped' END FROM campaign_leads
            WHERE campaign_id = 2
            """,
        ]
    }
}

extension LargeHistory {
    /// The pages of a desk over it, with the latest and with what lies far back.
    var paths: [String] {
        let middle = size / 2
        return [
            "/", "/?after=2020-01-01T00:00:00Z_1", "/followups?after=2026-01-01T00:00:00Z_1", "/api/v1/campaigns",
            "/api/v1/campaigns/1", "/conversations/\(max(1, threads / 2))", "/followups", "/accounts", "/campaigns",
            "/campaigns/1",
            "/campaigns/2", "/campaigns/1/edit", "/campaigns/1/check", "/campaigns/2/check", "/campaigns/2/jobs",
            "/campaigns/1/leads", "/campaigns/2/leads", "/campaigns/2/leads?state=needs_data",
            "/campaigns/1/leads?state=held", "/campaigns/1/leads?after=\(middle)", "/leads/\(max(1, middle))",
            "/campaigns/1/leads?q=person9@creators.example", "/campaigns/new", "/jobs", "/jobs/1",
            "/jobs/1?after=\(size + size / 8)", "/templates", "/templates/1",
            "/people", "/people?after=\(middle)", "/people?q=person9", "/people/\(max(1, middle))",
            "/people/\(max(1, middle))/erase", "/reports", "/reports?from=2020-01-01&to=2035-01-01", "/log",
            "/log?before=\(middle)", "/log?level=error", "/log?event=account.paused&before=\(middle)",
            "/log?account=team7@mosaic.test", "/log?q=person9@creators.example", "/log?q=nowhere&at=2026-11-30",
            "/api/v1/log?level=warning", "/alerts", "/users", "/settings", "/help", "/api/v1/handoffs",
            "/api/v1/conversations", "/api/v1/followups", "/api/v1/accounts", "/api/v1/people", "/api/v1/events",
        ]
    }
}
