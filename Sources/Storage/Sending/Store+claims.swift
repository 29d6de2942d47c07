package import Correspondence
import Timing

extension Store {
    /// How long, by the database's clock, until the next stage of these accounts is due; nil when nothing is planned or
    /// all wait for a decision.
    package func timeToNextDue(of accounts: [AccountID]) async throws -> Duration? {
        try await database.read { session in
            try await session.first(
                """
                SELECT MIN(\(SQL.later(of: SQL.later(of: "o.due_at", "a.paused_until"), "a.next_send_at"))) AS next, \(SQL.now) AS now
                FROM outbox o JOIN email_threads t ON t.id = o.thread_id JOIN accounts a ON a.id = o.account_id
                WHERE o.state = 'planned' AND o.account_id \(in: accounts) AND \(SQL.contactIsQuiet)
                  AND a.state <> 'observe'
                  AND (SELECT sending_stopped_at FROM instance WHERE id = 1) IS NULL
                """)?.timeToNext
        }
    }

    /// Claims the most overdue stage of each of these accounts, at most `limit`. The fence grows, the lease runs on
    /// the database's clock, and the version of the conversation is kept to be compared at the final dot.
    package func claimDue(of accounts: [AccountID], limit: Int, lease: Duration) async throws -> [FollowUpClaim] {
        guard !accounts.isEmpty, limit > 0 else { return [] }
        return try await database.transaction { session in
            try await session.returnLapsedClaims()
            let ripe = try await session.query(
                """
                SELECT id FROM (
                    SELECT o.id, o.due_at,
                        ROW_NUMBER() OVER (PARTITION BY o.account_id ORDER BY o.due_at, o.id) AS place
                    FROM outbox o JOIN email_threads t ON t.id = o.thread_id JOIN accounts a ON a.id = o.account_id
                    WHERE o.state = 'planned' AND o.due_at <= \(SQL.now) AND o.account_id \(in: accounts)
                      AND \(SQL.contactIsQuiet) AND a.state <> 'observe'
                      AND (a.paused_until IS NULL OR a.paused_until <= \(SQL.now))
                      AND (a.next_send_at IS NULL OR a.next_send_at <= \(SQL.now))
                      AND (SELECT sending_stopped_at FROM instance WHERE id = 1) IS NULL) AS due
                WHERE place = 1 ORDER BY due_at LIMIT \(limit)
                """
            ).map { try $0.int64("id") }
            guard !ripe.isEmpty else { return [] }
            let claimed = try await session.query(
                """
                UPDATE outbox
                SET state = 'claimed', fence = fence + 1, attempts = attempts + 1,
                    lease_until = \(SQL.now) + \(lease),
                    thread_version = (SELECT version FROM email_threads WHERE email_threads.id = outbox.thread_id)
                WHERE id IN (
                    SELECT id FROM outbox
                    WHERE id \(in: ripe) AND state = 'planned' AND due_at <= \(SQL.now) \(SQL.skipLocked))
                RETURNING id
                """)
            var claims: [FollowUpClaim] = []
            for row in claimed {
                if let claim = try await session.claim(try row["id", as: FollowUpID.self]) { claims.append(claim) }
            }
            return claims
        }
    }

    /// Keeps the mail as it will be sent. False when the claim is void.
    package func keep(_ mail: RenderedMail, for claim: FollowUpClaim) async throws -> Bool {
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
}

extension SQLSession {
    /// A claim whose lease ended before the final dot was certainly not sent: it is planned again.
    fileprivate func returnLapsedClaims() async throws {
        let rows = try await query(
            """
            UPDATE outbox SET state = 'planned', lease_until = NULL, reason = 'its holder was lost'
            WHERE state = 'claimed' AND lease_until <= \(SQL.now) RETURNING id, fence, thread_id
            """)
        for row in rows {
            try await noteAttempt(
                try row["id", as: FollowUpID.self], fence: try row.int64("fence"), .released, "its holder was lost")
        }
    }

    fileprivate func claim(_ id: FollowUpID) async throws -> FollowUpClaim? {
        guard
            let row = try await first(
                """
                SELECT o.*, a.state AS account_state, t.subject, t.message_id AS root_id,
                    (SELECT COUNT(*) FROM send_attempts s WHERE s.outbox_id = o.id AND s.step = 'failed') AS failures,
                    (SELECT MIN(at) FROM send_attempts s WHERE s.outbox_id = o.id AND s.step = 'failed') AS failing_since
                FROM outbox o JOIN accounts a ON a.id = o.account_id JOIN email_threads t ON t.id = o.thread_id
                WHERE o.id = \(id)
                """)
        else { return nil }
        let fence = try row.int64("fence")
        try await noteAttempt(id, fence: fence, .claimed, nil)
        return try FollowUpClaim(
            row, threading: await threading(of: row["thread_id", as: ThreadID.self], row, before: row.int("step")))
    }

    private func threading(of thread: ThreadID, _ row: SQLRow, before step: Int) async throws -> Threading {
        let reply = try await first(
            """
            SELECT message_id, claimed_message_id, reference_ids, in_reply_to, subject FROM messages
            WHERE thread_id = \(thread) AND direction = 'inbound' AND state = 'decided' AND outcome = 'acted'
              AND machine_verdict IS NULL
            ORDER BY received_at DESC, id DESC LIMIT 1
            """)
        let stages = try await query(
            """
            SELECT message_id FROM outbox
            WHERE thread_id = \(thread) AND generation = \(try row.int("generation")) AND step < \(step)
              AND state IN ('sent', 'needs_human') AND message_id IS NOT NULL
            ORDER BY step
            """)
        var chain = [MessageID](stored: try reply?.optionalString("reference_ids"))
        if chain.isEmpty {
            chain = [try reply?.optionalMessageID("in_reply_to") ?? row.optionalMessageID("root_id")].compactMap(\.self)
        }
        let replyID = try reply?.optionalMessageID("message_id") ?? reply?.optionalMessageID("claimed_message_id")
        chain += [replyID].compactMap(\.self)
        chain += try stages.compactMap { try $0.optionalMessageID("message_id") }
        let subject = try reply?.string("subject") ?? ""
        return Threading(
            subject: subject.isEmpty ? try row.string("subject") : subject, parent: chain.last, references: chain)
    }

    func noteAttempt(_ id: FollowUpID, fence: Int64, _ step: SendAttemptStep, _ detail: String?) async throws {
        try await execute(
            """
            INSERT INTO send_attempts (outbox_id, fence, at, step, detail)
            VALUES (\(id), \(fence), \(SQL.now), \(step), \(detail?.storable))
            """)
    }
}

extension FollowUpClaim {
    init(_ row: SQLRow, threading: Threading) throws {
        id = try row["id", as: FollowUpID.self]
        fence = try row.int64("fence")
        thread = try row["thread_id", as: ThreadID.self]
        account = try row["account_id", as: AccountID.self]
        contact = try row["contact_id", as: ContactID.self]
        accountState = try row["account_state", as: AccountState.self]
        recipient = try row.address("recipient")
        step = try row.int("step")
        generation = try row.int("generation")
        dueAt = try row.timestamp("due_at")
        failures = try row.int("failures")
        failingSince = try row.optionalTimestamp("failing_since")
        if let id = try row.optionalMessageID("message_id"), let bytes = try row.optionalBytes("rendered") {
            rendered = RenderedMail(messageID: id, bytes: bytes)
        } else {
            rendered = nil
        }
        self.threading = threading
    }
}
