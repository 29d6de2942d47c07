package import Correspondence
import Database
import Outreach
import Timing

extension Outbox {
    /// How long, by the database's clock, until the next mail of these accounts is due; nil when nothing is planned or all
    /// wait for a decision.
    package func timeToNextDue(of accounts: [AccountID]) async throws -> Duration? {
        try await database.row(
            """
            SELECT MIN(\(Self.opening)) AS next,
                \(SQL.now) AS now
            FROM (
                SELECT \(SQL.firstPlanned("o.due_at", .answer)) AS due_at, a.paused_until, a.blocked_until, a.next_send_at
                FROM accounts a WHERE a.id \(in: accounts) AND \(SQL.accountMaySend)
                UNION ALL
                SELECT \(SQL.firstPlanned("o.due_at", .outreach)), a.paused_until, a.blocked_until, a.next_send_at
                FROM accounts a WHERE a.id \(in: accounts) AND \(SQL.accountMaySend)) AS mail
            WHERE mail.due_at IS NOT NULL
            """)?.timeToNext
    }

    /// When `mail` may go: its own time, and what its account waits for.
    private static var opening: SQL {
        ["mail.paused_until", "mail.blocked_until", "mail.next_send_at"].reduce("mail.due_at") { SQL.later(of: $0, $1) }
    }

    /// Claims the most overdue mail of each of these accounts, answers before outreach, at most `limit`. The fence grows,
    /// the lease runs on the database's clock, and the version of the conversation is kept to be compared at the final dot.
    ///
    /// What the gates say of a mail stands in its claim: whoever has it must end it or give it back when one is closed.
    ///
    /// A mail that cannot be read keeps nobody up: its conversation goes to a person.
    ///
    /// - Parameter unreadable: hears of each such mail.
    package func claimDue(
        of accounts: [AccountID], limit: Int, lease: Duration, policy: SendPolicy,
        unreadable: (UnreadableMail) -> Void = { _ in }
    ) async throws -> [MailClaim] {
        guard !accounts.isEmpty, limit > 0 else { return [] }
        let claimed = try await claim(of: accounts, limit: limit, lease: lease, policy: policy)
        for mail in claimed.unreadable {
            unreadable(mail)
            // Should even this fail, its claim lapses and the others are on their way.
            try? await giveToPerson(mail)
        }
        return claimed.readable
    }

    private func claim(
        of accounts: [AccountID], limit: Int, lease: Duration, policy: SendPolicy
    ) async throws -> ClaimedMails {
        try await database.transaction { session in
            try await session.returnLapsedClaims("state = 'claimed' AND lease_until <= \(SQL.now)")
            let ripe = try await session.ripeMails(of: accounts, limit: limit)
            guard !ripe.isEmpty else { return ClaimedMails() }
            let claimed = try await session.moved(
                "id IN (SELECT id FROM outbox WHERE id \(in: ripe) AND state = 'planned' \(SQL.skipLocked))", .claimed,
                """
                , fence = fence + 1, attempts = attempts + 1, lease_until = \(SQL.now) + \(lease),
                thread_version = (SELECT version FROM email_threads WHERE email_threads.id = outbox.thread_id)
                """
            ).map { try $0["id", as: MailID.self] }
            try await session.logSendSteps(.claimed, of: claimed)
            return try await session.claims(claimed, policy)
        }
    }

    /// Keeps the mail as it will be sent. False when the claim is void, or when the mail turns out to have left: a copy of it
    /// was seen in Sent at a time of which this database knows nothing, as after a backup was restored.
    package func keep(_ mail: RenderedMail, for claim: MailClaim) async throws -> Bool {
        try await database.transaction { session in
            let kept = try await session.execute(
                """
                UPDATE outbox SET message_id = \(mail.messageID.text), rendered = \(mail.bytes)
                WHERE id = \(claim.id) AND fence = \(claim.fence) AND state = 'claimed' AND rendered IS NULL
                """)
            guard kept == 1 else { return false }
            if let outreach = claim.outreach {
                return try await session.noteSentCopy(of: mail.messageID, from: outreach.id) == nil
            }
            return try await session.noteSentCopy(of: mail.messageID, seenIn: claim.account) == nil
        }
    }
}

extension CampaignMailName {
    fileprivate init?(_ row: SQLRow) throws {
        guard let id = try row["campaign_id", as: CampaignID?.self],
            let campaign = try row.optionalString("campaign_name"), let step = try row.optionalString("campaign_step")
        else { return nil }
        self.init(id: id, campaign: campaign, step: step)
    }
}

extension SQLRow {
    /// From whom our first mail came: `writer_address` and `writer_name`.
    var writer: Correspondent? {
        get throws {
            let name = try optionalString("writer_name")
            return try optionalAddress("writer_address").map { Correspondent(address: $0, name: name) }
        }
    }
}

extension SQL {
    /// The row of the mail of ours that began a conversation, where it lies in Sent.
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

    /// Whether outbox row `o` belongs to no campaign, or to an active one that has planned it as it is now. Others wait for
    /// a person or the planner, and must not stand in the way of what is behind them.
    static let campaignLetsItGo: SQL = """
        (o.campaign_id IS NULL OR ((o.leave_until IS NULL OR o.leave_until > \(SQL.now)) AND EXISTS (
            SELECT 1 FROM campaigns lets WHERE lets.id = o.campaign_id AND lets.state = 'active'
              AND lets.version = o.campaign_version)))
        """

    /// Whether account `a` has a way out and leave to use it, now or later.
    static let accountMaySend: SQL = """
        (a.state = 'draft' OR (a.state = 'auto' AND a.outlet <> 'none')) AND a.rival IS NULL
        AND NOT EXISTS (SELECT 1 FROM instance WHERE sending_stopped_at IS NOT NULL)
        """

    /// A column of the first planned mail `o` of account `a` with this purpose that nothing undecided holds back.
    fileprivate static func firstPlanned(_ column: SQL, _ purpose: Purpose, _ condition: SQL = "") -> SQL {
        """
        (SELECT \(column) FROM outbox o
         WHERE o.account_id = a.id AND o.purpose = '\(raw: purpose.rawValue)' AND o.state = 'planned' \(condition)
           AND \(SQL.contactIsQuiet) AND \(SQL.campaignLetsItGo)
         ORDER BY o.due_at, o.id LIMIT 1)
        """
    }
}

extension SQLSession {
    /// One row for each account that may send now: the look reads no further than its own first due mail.
    fileprivate func ripeMails(of accounts: [AccountID], limit: Int) async throws -> [Int64] {
        let isDue: SQL = "AND o.due_at <= \(SQL.now)"
        return try await query(
            """
            WITH ripe AS MATERIALIZED (
                SELECT COALESCE(
                    \(SQL.firstPlanned("o.id", .answer, isDue)), \(SQL.firstPlanned("o.id", .outreach, isDue))) AS id
                FROM accounts a
                WHERE a.id \(in: accounts) AND \(SQL.accountMaySend)
                  AND (a.paused_until IS NULL OR a.paused_until <= \(SQL.now))
                  AND (a.blocked_until IS NULL OR a.blocked_until <= \(SQL.now))
                  AND (a.next_send_at IS NULL OR a.next_send_at <= \(SQL.now)))
            SELECT ripe.id FROM ripe WHERE ripe.id IS NOT NULL
            ORDER BY (SELECT first.due_at FROM outbox first WHERE first.id = ripe.id), ripe.id LIMIT \(limit)
            """
        ).map { try $0.int64("id") }
    }

    fileprivate func claims(_ mails: [MailID], _ policy: SendPolicy) async throws -> ClaimedMails {
        guard !mails.isEmpty else { return ClaimedMails() }
        let rows = try await query(
            """
            SELECT o.id, o.fence, o.thread_id, o.account_id, o.contact_id, o.recipient, o.step, o.generation, o.message_id,
                o.rendered, t.subject, t.message_id AS root_id, t.created_at AS began_at, s.kind,
                COALESCE(o.subject, x.subject, s.subject) AS step_subject, o.body_html AS html,
                COALESCE(o.body_text, x.template, s.template) AS text, COALESCE(c.name,
                    (SELECT MAX(r.from_name) FROM messages r WHERE r.thread_id = o.thread_id
                       AND r.direction = 'inbound' AND r.from_address = c.address)) AS contact_name,
                w.from_address AS writer_address, w.from_name AS writer_name,
                (SELECT COUNT(*) FROM send_attempts f WHERE f.outbox_id = o.id AND f.step = 'failed') AS mail_failures,
                (SELECT COUNT(*) FROM send_attempts f WHERE f.outbox_id = o.id AND f.step = 'aborted') AS withheld,
                (SELECT MIN(f.at) FROM send_attempts f WHERE f.outbox_id = o.id AND f.step = 'failed') AS failing_since,
                p.name AS campaign_name,
                (SELECT z.name FROM campaign_steps z WHERE z.id = o.campaign_step_id) AS campaign_step, \(GateFacts.columns)
            FROM \(GateFacts.source)
            LEFT JOIN sequence_steps s ON s.sequence_id = o.sequence_id AND s.position = o.step
            LEFT JOIN sequence_texts x ON x.sequence_id = s.sequence_id AND x.position = s.position
                AND x.language = t.language
            LEFT JOIN messages w ON w.id = \(SQL.firstMail(of: "o.thread_id", named: "t.message_id"))
            WHERE o.id \(in: mails) ORDER BY o.due_at, o.id
            """)
        let threadings = try await threadings(of: mails)
        return try rows.reduce(into: ClaimedMails()) { result, row in
            let id = try row["id", as: MailID.self]
            do { result.readable.append(try MailClaim(row, threadings[id], GateTable(policy))) } catch {
                result.unreadable.append(
                    UnreadableMail(
                        id: id, fence: try row.int64("fence"), account: try row["account_id", as: AccountID.self],
                        conversation: try row["thread_id", as: ConversationID.self], reason: "\(error)"))
            }
        }
    }
}

extension MailClaim {
    fileprivate init(_ row: SQLRow, _ threading: Threading?, _ gates: GateTable) throws {
        id = try row["id", as: MailID.self]
        fence = try row.int64("fence")
        conversation = try row["thread_id", as: ConversationID.self]
        account = try row["account_id", as: AccountID.self]
        contact = try row["contact_id", as: ContactID.self]
        accountState = try row["account_state", as: AccountState.self]
        recipient = try row.address("recipient")
        let began = try row.timestamp("began_at")
        origin = try row.optionalString("root_id") ?? "began at \(began.microsecondsSince1970)"
        outreach = try CampaignMailName(row)
        purpose = try row["purpose", as: Purpose.self]
        step = try row.int("step")
        let opens = try row.optionalInt64("campaign_id") != nil && row.optionalString("root_id") == nil
        kind = try row["kind", as: StepKind?.self] ?? (opens ? .opening : .followUp)
        generation = try row.int("generation")
        dueAt = try row.timestamp("due_at")
        subject = try row.optionalString("step_subject")
        failures = try row.int("mail_failures")
        writer = try row.writer
        contactName = try row.optionalString("contact_name")
        failingSince = try row.optionalTimestamp("failing_since")
        withheld = try row.int("withheld")
        let template = try row.optionalString("text")
        text = template ?? ""
        html = try row.optionalString("html")
        if let id = try row.optionalMessageID("message_id"), let bytes = try row.optionalBytes("rendered") {
            rendered = RenderedMail(messageID: id, bytes: bytes)
        } else {
            rendered = nil
        }
        self.threading = try threading ?? Threading(subject: row.string("subject"), parent: nil, references: [])
        let facts = try GateFacts(row)
        accountFailures = facts.accountFailures
        accountLastMail = facts.history.accountLastMail
        let closed = gates.obstacle(facts)
        let isLost = template == nil && rendered == nil && closed?.state.isOver != true
        obstacle =
            isLost
            ? GateTable.Row(gate: .conversation, state: .forPerson("its sequence has no step \(step) any more"))
            : closed
    }
}
