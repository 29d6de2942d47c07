package import Correspondence
import Database
import Timing

extension Outbox {
    /// How long, by the database's clock, until the next mail of these accounts is due; nil when nothing is planned or all
    /// wait for a decision.
    package func timeToNextDue(of accounts: [AccountID]) async throws -> Duration? {
        try await database.row(
            """
            SELECT MIN(\(SQL.later(of: SQL.later(of: "mail.due_at", "mail.paused_until"), "mail.next_send_at"))) AS next,
                \(SQL.now) AS now
            FROM (
                SELECT \(SQL.firstPlanned("o.due_at", .answer)) AS due_at, a.paused_until, a.next_send_at
                FROM accounts a WHERE a.id \(in: accounts) AND \(SQL.accountMaySend)
                UNION ALL
                SELECT \(SQL.firstPlanned("o.due_at", .outreach)), a.paused_until, a.next_send_at
                FROM accounts a WHERE a.id \(in: accounts) AND \(SQL.accountMaySend)) AS mail
            WHERE mail.due_at IS NOT NULL
            """)?.timeToNext
    }

    /// Claims the most overdue mail of each of these accounts, answers before outreach, at most `limit`. The fence grows,
    /// the lease runs on the database's clock, and the version of the conversation is kept to be compared at the final dot.
    ///
    /// What the gates say of a mail stands in its claim: whoever has it must end it or give it back when one is closed.
    package func claimDue(
        of accounts: [AccountID], limit: Int, lease: Duration, policy: SendPolicy
    ) async throws -> [MailClaim] {
        guard !accounts.isEmpty, limit > 0 else { return [] }
        return try await database.transaction { session in
            try await session.returnLapsedClaims("state = 'claimed' AND lease_until <= \(SQL.now)")
            let ripe = try await session.ripeMails(of: accounts, limit: limit)
            guard !ripe.isEmpty else { return [] }
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

    /// Keeps the mail as it will be sent. False when the claim is void.
    package func keep(_ mail: RenderedMail, for claim: MailClaim) async throws -> Bool {
        try await database.transaction { session in
            try await session.execute(
                """
                UPDATE outbox SET message_id = \(mail.messageID.text), rendered = \(mail.bytes)
                WHERE id = \(claim.id) AND fence = \(claim.fence) AND state = 'claimed' AND rendered IS NULL
                """) == 1
        }
    }
}

extension SQL {
    /// Whether no message of the contact of outbox row `o` waits for a decision, in any conversation.
    static let contactIsQuiet: SQL = """
        NOT EXISTS (SELECT 1 FROM email_threads undecided
            WHERE undecided.contact_id = o.contact_id AND undecided.decide_after IS NOT NULL)
        """

    /// Whether account `a` has a way out and leave to use it, now or later.
    static let accountMaySend: SQL = """
        (a.state = 'draft' OR (a.state = 'auto' AND a.outlet <> 'none'))
        AND NOT EXISTS (SELECT 1 FROM instance WHERE sending_stopped_at IS NOT NULL)
        """

    /// A column of the first planned mail `o` of account `a` with this purpose that nothing undecided holds back.
    fileprivate static func firstPlanned(_ column: SQL, _ purpose: Purpose, _ condition: SQL = "") -> SQL {
        """
        (SELECT \(column) FROM outbox o
         WHERE o.account_id = a.id AND o.purpose = '\(raw: purpose.rawValue)' AND o.state = 'planned' \(condition)
           AND \(SQL.contactIsQuiet)
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
                  AND (a.next_send_at IS NULL OR a.next_send_at <= \(SQL.now)))
            SELECT ripe.id FROM ripe WHERE ripe.id IS NOT NULL
            ORDER BY (SELECT first.due_at FROM outbox first WHERE first.id = ripe.id), ripe.id LIMIT \(limit)
            """
        ).map { try $0.int64("id") }
    }

    fileprivate func claims(_ mails: [MailID], _ policy: SendPolicy) async throws -> [MailClaim] {
        guard !mails.isEmpty else { return [] }
        let rows = try await query(
            """
            SELECT o.id, o.fence, o.thread_id, o.account_id, o.contact_id, o.recipient, o.step, o.generation, o.message_id,
                o.rendered, t.subject, t.message_id AS root_id, s.kind, COALESCE(x.subject, s.subject) AS step_subject,
                COALESCE(x.template, s.template) AS text,
                (SELECT COUNT(*) FROM send_attempts f WHERE f.outbox_id = o.id AND f.step = 'failed') AS failures,
                (SELECT MIN(f.at) FROM send_attempts f WHERE f.outbox_id = o.id AND f.step = 'failed') AS failing_since,
                \(GateFacts.columns)
            FROM \(GateFacts.source)
            LEFT JOIN sequence_steps s ON s.sequence_id = o.sequence_id AND s.position = o.step
            LEFT JOIN sequence_texts x ON x.sequence_id = s.sequence_id AND x.position = s.position
                AND x.language = t.language
            WHERE o.id \(in: mails) ORDER BY o.due_at, o.id
            """)
        let threadings = try await threadings(of: mails)
        return try rows.map { row in
            try MailClaim(row, threadings[row["id", as: MailID.self]], GateTable(policy))
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
        purpose = try row["purpose", as: Purpose.self]
        step = try row.int("step")
        kind = try row["kind", as: StepKind?.self] ?? .followUp
        generation = try row.int("generation")
        dueAt = try row.timestamp("due_at")
        subject = try row.optionalString("step_subject")
        failures = try row.int("failures")
        failingSince = try row.optionalTimestamp("failing_since")
        let template = try row.optionalString("text")
        text = template ?? ""
        if let id = try row.optionalMessageID("message_id"), let bytes = try row.optionalBytes("rendered") {
            rendered = RenderedMail(messageID: id, bytes: bytes)
        } else {
            rendered = nil
        }
        self.threading = try threading ?? Threading(subject: row.string("subject"), parent: nil, references: [])
        let closed = gates.obstacle(try GateFacts(row))
        let isLost = template == nil && rendered == nil && closed?.state.isOver != true
        obstacle =
            isLost
            ? GateTable.Row(gate: .conversation, state: .forPerson("its sequence has no step \(step) any more"))
            : closed
    }
}
