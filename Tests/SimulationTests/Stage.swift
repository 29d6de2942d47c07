import Database
import Storage
import Timing

/// Where stories are told, one after another: a database in memory and its clock. Making the tables once is half the work.
struct Stage: Sendable {
    let base: SQLiteDatabase
    let clock: ManualWallClock

    /// Every table, those that refer to others first.
    private static let tables = [
        "send_attempts", "mailbox_actions", "handoffs", "contact_details", "unlinked_references", "mail_aliases",
        "alerts", "alert_targets",
        "corrections", "outbox", "job_leads", "job_accounts", "jobs", "lead_recipients", "campaign_leads", "imports",
        "step_variants", "campaign_steps", "templates",
        "campaign_accounts", "suppressed_domains",
        "campaigns", "messages", "outreach_groups", "email_threads", "sequence_texts", "sequence_steps", "sequences",
        "contacts", "mailbox_cursors", "other_mailboxes", "unlinked_elsewhere", "account_judgements", "accounts",
        "events", "leases", "oauth_tokens", "erased_addresses", "user_sessions", "users", "login_failures", "instance",
    ]

    static func open() async throws -> Stage {
        let clock = ManualWallClock(at: Script.start)
        let base = try await SQLiteDatabase.open(path: ":memory:", clock: clock)
        try await Migrator(base, Migration.embedded(for: .sqlite)).migrate()
        return Stage(base: base, clock: clock)
    }

    /// Makes it as if nothing had ever happened; keys begin at 1 again.
    func clear() async throws {
        clock.set(to: Script.start)
        try await base.transaction { session in
            for table in Self.tables { try await session.execute("DELETE FROM \(raw: table)") }
            let left = try await session.query(
                """
                SELECT name FROM sqlite_master
                WHERE type = 'table' AND name <> 'schema_migrations' AND name NOT LIKE 'sqlite%'
                """)
            let forgotten = Set(try left.map { try $0.string("name") }).subtracting(Self.tables)
            guard forgotten.isEmpty else { throw UnknownTables(names: forgotten.sorted()) }
        }
    }
}

/// The schema has tables that a story would inherit from the one before: name them in `Stage`.
struct UnknownTables: Error {
    let names: [String]
}
