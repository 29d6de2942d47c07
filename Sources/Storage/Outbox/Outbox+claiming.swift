package import Correspondence
import Database
package import Outreach
import Timing

extension Outbox {
    /// How long, by the database's clock, until the next mail of these accounts is due; nil when nothing is planned or all
    /// wait for a decision.
    ///
    /// - Parameter campaigns: whose mails count; nil for all. A mail of none always does.
    package func timeToNextDue(
        of accounts: [AccountID], campaigns: Set<CampaignID>? = nil
    ) async throws -> Duration? {
        guard !accounts.isEmpty else { return nil }
        let next = Self.nextDue(of: accounts, campaigns)
        return try await database.row("SELECT next, \(SQL.now) AS now FROM (\(next)) AS due")?.timeToNext
    }

    /// The same until ``claimDue(of:limit:window:lease:policy:campaigns:unreadable:)`` has something to do: it also plans mails again
    /// whose claim has lapsed, of whatever account.
    package func timeToNextClaim(
        of accounts: [AccountID], campaigns: Set<CampaignID>? = nil
    ) async throws -> Duration? {
        guard !accounts.isEmpty else { return nil }
        return try await database.row(
            """
            SELECT MIN(next) AS next, \(SQL.now) AS now FROM (
                \(Self.nextDue(of: accounts, campaigns))
                UNION ALL
                SELECT MIN(lease_until) FROM outbox WHERE state = 'claimed') AS work
            """)?.timeToNext
    }

    /// One row with `next`.
    private static func nextDue(of accounts: [AccountID], _ campaigns: Set<CampaignID>?) -> SQL {
        """
        SELECT MIN(\(opening)) AS next
        FROM (
            SELECT \(SQL.firstPlanned("o.due_at", .answer, nil)) AS due_at, a.paused_until, a.blocked_until, a.next_send_at
            FROM accounts a WHERE a.id \(in: accounts) AND \(SQL.accountMaySend)
            UNION ALL
            SELECT \(SQL.firstPlanned("o.due_at", .outreach, campaigns)), a.paused_until, a.blocked_until, a.next_send_at
            FROM accounts a WHERE a.id \(in: accounts) AND \(SQL.accountMaySend)) AS mail
        WHERE mail.due_at IS NOT NULL
        """
    }

    /// When `mail` may go: its own time, and its account's waits.
    private static var opening: SQL {
        ["mail.paused_until", "mail.blocked_until", "mail.next_send_at"].reduce("mail.due_at") { SQL.later(of: $0, $1) }
    }

    /// Claims the most overdue mails of each of these accounts, answers before outreach. The fence is raised, the lease runs on
    /// the database's clock, and the conversation's version is kept for comparison at the final dot.
    ///
    /// The claim carries the result of the gates: the claimer must end the mail or give it back when one is closed.
    ///
    /// A mail that cannot be read blocks no other: its conversation goes to a person.
    ///
    /// - Parameters:
    ///   - limit: accounts whose mails are claimed.
    ///   - window: mails of one account, where they are answers: outreach keeps its gaps, so each is claimed by itself.
    ///   - campaigns: whose mails are claimed; nil for all. A mail of none always is.
    ///   - unreadable: hears of each such mail.
    package func claimDue(
        of accounts: [AccountID], limit: Int, window: Int = 1, lease: Duration, policy: SendPolicy,
        campaigns: Set<CampaignID>? = nil, unreadable: (UnreadableMail) -> Void = { _ in }
    ) async throws -> [MailClaim] {
        guard !accounts.isEmpty, limit > 0 else { return [] }
        let asked = SQL.ripeMails(of: accounts, limit: limit, window: window, campaigns)
        let claimed = try await claim(asked, lease: lease, policy: policy)
        for mail in claimed.unreadable {
            unreadable(mail)
            // Should even this fail, its claim lapses and the others are on their way.
            try? await giveToPerson(mail)
        }
        return claimed.readable
    }

    /// Two looks outside of any transaction, and between them a short one that only marks the rows.
    private func claim(_ asked: SQL, lease: Duration, policy: SendPolicy) async throws -> ClaimedMails {
        let lapsed: SQL = "state = 'claimed' AND lease_until <= \(SQL.now)"
        let look = try await database.rows([asked, "SELECT id FROM outbox WHERE \(lapsed) LIMIT 1"])
        var ripe = look[0]
        if !look[1].isEmpty {
            try await database.transaction { session in try await session.returnLapsedClaims(lapsed) }
            ripe = try await database.rows(asked)
        }
        let mails = try Self.chosen(among: ripe)
        guard !mails.isEmpty else { return ClaimedMails() }
        let fences = try await mark(mails, lease: lease)
        do { return try await load(fences, policy) } catch {
            // Nobody is working on them, so they need not wait for the end of their lease. If this fails too, they do.
            try? await database.transaction { session in
                try await session.returnLapsedClaims("id \(in: fences.keys.sorted()) AND state = 'claimed'")
            }
            throw error
        }
    }

    /// For each account its answers or, where it has none, its outreach.
    private static func chosen(among ripe: [SQLRow]) throws -> [Int64] {
        let mails = try ripe.map { row in
            (
                id: try row.int64("id"), account: try row["account_id", as: AccountID.self],
                isAnswer: try row["purpose", as: Purpose.self] == .answer
            )
        }
        let answering = Set(mails.filter(\.isAnswer).map(\.account))
        return mails.filter { $0.isAnswer || !answering.contains($0.account) }.map(\.id)
    }

    /// Claims those that are still planned. Returns their fences.
    private func mark(_ ripe: [Int64], lease: Duration) async throws -> [MailID: Int64] {
        try await database.transaction { session in
            let claimed = try await session.moved(
                "id IN (SELECT id FROM outbox WHERE id \(in: ripe) AND state = 'planned' \(SQL.skipLocked))", .claimed,
                """
                , fence = fence + 1, attempts = attempts + 1, lease_until = \(SQL.now) + \(lease),
                thread_version = (SELECT version FROM email_threads WHERE email_threads.id = outbox.thread_id)
                """)
            try await session.logSendSteps(.claimed, of: claimed.map { try $0["id", as: MailID.self] })
            return try claimed.reduce(into: [:]) { $0[try $1["id", as: MailID.self]] = try $1.int64("fence") }
        }
    }
}

extension SQLRow {
    /// The sender of our first mail: `writer_address` and `writer_name`.
    var writer: Correspondent? {
        get throws {
            let name = try optionalString("writer_name")
            return try optionalAddress("writer_address").map { Correspondent(address: $0, name: name) }
        }
    }
}

extension SQL {
    /// The row of the mail that began a conversation, where it lies in Sent.
    static func firstMail(of conversation: SQL, named id: SQL) -> SQL {
        """
        (SELECT MIN(f.id) FROM messages f WHERE f.thread_id = \(conversation) AND f.direction = 'outbound'
           AND COALESCE(f.message_id, f.claimed_message_id) = \(id))
        """
    }

    /// Whether no message of the contact of outbox row `o` waits for a decision, in any conversation.
    static let contactIsQuiet: SQL = """
        NOT EXISTS (SELECT 1 FROM email_threads undecided
            WHERE undecided.contact_id = o.contact_id AND undecided.decide_after IS NOT NULL)
        """

    /// Whether outbox row `o` belongs to no campaign, or to an active one whose plan is current. Others wait for a person or the
    /// planner, and must not block the mails behind them.
    static let campaignLetsItGo: SQL = """
        (o.campaign_id IS NULL OR ((o.leave_until IS NULL OR o.leave_until > \(SQL.now)) AND EXISTS (
            SELECT 1 FROM campaigns lets WHERE lets.id = o.campaign_id AND \(isGoing("lets"))
              AND lets.version = o.campaign_version AND (o.job_id IS NULL OR o.job_id = lets.job_id))))
        """

    /// Whether account `a` has an outlet and may use it, now or later.
    static let accountMaySend: SQL = """
        (a.state = 'draft' OR (a.state = 'auto' AND a.outlet <> 'none')) AND a.rival IS NULL
        AND NOT EXISTS (SELECT 1 FROM instance WHERE sending_stopped_at IS NOT NULL)
        """

    /// A column of the first planned mail `o` of account `a` with this purpose that nothing undecided holds back.
    fileprivate static func firstPlanned(
        _ column: SQL, _ purpose: Purpose, _ campaigns: Set<CampaignID>?
    ) -> SQL {
        """
        (SELECT \(column) FROM outbox o
         WHERE o.account_id = a.id AND o.purpose = '\(raw: purpose.rawValue)' AND o.state = 'planned'
           AND \(SQL.contactIsQuiet) AND \(SQL.campaignLetsItGo) \(isMeant(campaigns))
         ORDER BY o.due_at, o.id LIMIT 1)
        """
    }

    /// Whether outbox row `o` belongs to one of these campaigns, or to none; nothing is asked where all are meant.
    fileprivate static func isMeant(_ campaigns: Set<CampaignID>?) -> SQL {
        campaigns.map { "AND (o.campaign_id IS NULL OR o.campaign_id \(in: $0.sorted()))" } ?? ""
    }
}

extension SQL {
    /// The mails that accounts may send now, `window` answers of each, or one of outreach: of those that have waited longest. The
    /// look reads no further than that.
    fileprivate static func ripeMails(
        of accounts: [AccountID], limit: Int, window: Int, _ campaigns: Set<CampaignID>?
    ) -> SQL {
        """
        WITH ready AS MATERIALIZED (
            SELECT a.id FROM accounts a
            WHERE a.id \(in: accounts) AND \(accountMaySend)
              AND (a.paused_until IS NULL OR a.paused_until <= \(SQL.now))
              AND (a.blocked_until IS NULL OR a.blocked_until <= \(SQL.now))
              AND (a.next_send_at IS NULL OR a.next_send_at <= \(SQL.now))),
        ripe AS MATERIALIZED (\(ripeMails(.answer, window, nil)) UNION ALL \(ripeMails(.outreach, 1, campaigns)))
        SELECT ripe.id, ripe.account_id, ripe.purpose FROM ripe JOIN (
            SELECT account_id, MIN(due_at) AS since FROM ripe GROUP BY account_id ORDER BY since, account_id
            LIMIT \(limit)) AS chosen ON chosen.account_id = ripe.account_id
        ORDER BY chosen.since, ripe.account_id, ripe.due_at, ripe.id
        """
    }

    /// The first due mails of each account in `ready`. SQLite has no LATERAL, and PostgreSQL reads everything where it has to
    /// look for one row among those of a subquery.
    private static func ripeMails(_ purpose: Purpose, _ limit: Int, _ campaigns: Set<CampaignID>?) -> SQL {
        let first: SQL = """
            FROM outbox o
            WHERE o.account_id = ready.id AND o.purpose = '\(raw: purpose.rawValue)' AND o.state = 'planned'
              AND o.due_at <= \(SQL.now) AND \(contactIsQuiet) AND \(campaignLetsItGo) \(isMeant(campaigns))
            ORDER BY o.due_at, o.id LIMIT \(raw: "\(limit)")
            """
        return .either(
            postgres: """
                SELECT mail.* FROM ready
                CROSS JOIN LATERAL (SELECT o.id, o.account_id, o.purpose, o.due_at \(first)) AS mail
                """,
            sqlite: """
                SELECT mail.id, mail.account_id, mail.purpose, mail.due_at FROM ready
                CROSS JOIN outbox mail ON mail.id IN (SELECT o.id \(first))
                """)
    }
}
