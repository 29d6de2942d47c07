import Correspondence
import Database
import Events
import Timing

extension SQLSession {
    /// Plans the first mail of a sequence in conversations, for the generation that each has just begun.
    ///
    /// - Parameter sequence: nil for the one that answers by default.
    /// - Returns: when each is due; none where there is no such sequence, or it has no steps. An out-of-office hold of a
    ///   conversation still counts.
    func planFirst(
        of sequence: SequenceID? = nil, in conversations: [ConversationID], notBefore instant: Timestamp? = nil
    ) async throws -> [ConversationID: Timestamp] {
        guard !conversations.isEmpty else { return [:] }
        let chosen: SQL = sequence.map { "q.id = \($0)" } ?? "q.answers_by_default"
        let delayed: SQL = "\(SQL.now) + \(SQL.interval(microseconds: "s.delay_seconds * 1000000"))"
        let due = SQL.later(of: SQL.later(of: delayed, "t.hold_until"), "\(instant)")
        let rows = try await query(
            """
            INSERT INTO outbox (thread_id, account_id, contact_id, sequence_id, step, generation, recipient, purpose, due_at,
                planned_at)
            SELECT t.id, t.account_id, t.contact_id, q.id, s.position, t.generation, c.address, q.purpose, \(due),
                \(SQL.now)
            FROM email_threads t JOIN contacts c ON c.id = t.contact_id JOIN sequences q ON \(chosen)
            JOIN sequence_steps s ON s.sequence_id = q.id AND s.position = 1
            WHERE t.id \(in: conversations) ORDER BY t.id
            RETURNING thread_id, due_at
            """)
        try await refreshNextFollowUp(of: conversations)
        return try rows.reduce(into: [:]) {
            $0[try $1["thread_id", as: ConversationID.self]] = try $1.timestamp("due_at")
        }
    }

    /// Marks mails sent and plans what follows them, unless the conversation does not want that any more.
    func markSent(_ mails: [MailID], step: SendStep, detail: String) async throws {
        guard !mails.isEmpty else { return }
        let conversations = try await query("SELECT DISTINCT thread_id FROM outbox WHERE id \(in: mails)").map {
            try $0["thread_id", as: ConversationID.self]
        }
        try await lock(conversations)
        let sent = try await moved(
            "id \(in: mails)", .sent,
            """
            , sent_at = COALESCE(sent_at, \(SQL.now)), in_doubt_at = COALESCE(in_doubt_at, \(SQL.now)),
            lease_until = NULL, reason = NULL, server_reply = \(detail.storable)
            """)
        let ids = try sent.map { try $0["id", as: MailID.self] }
        try await logSendSteps(step, of: ids, detail: detail)
        for row in sent {
            try await record(
                .workerSent, account: try row["account_id", as: AccountID.self],
                conversation: try row["thread_id", as: ConversationID.self], mail: try row["id", as: MailID.self],
                detail: detail)
        }
        try await fileCopies(of: ids)
        try await noteOpenings(among: ids)
        try await planNext(after: ids)
        try await leadsWereSent(ids)
        try await refreshNextFollowUp(of: conversations)
    }

    /// The first mail of a conversation names it from now on.
    private func noteOpenings(among mails: [MailID]) async throws {
        let rows = try await query(
            """
            SELECT o.thread_id, o.message_id FROM outbox o
            LEFT JOIN sequence_steps s ON s.sequence_id = o.sequence_id AND s.position = o.step
            WHERE o.id \(in: mails) AND (s.kind = 'opening' OR o.campaign_id IS NOT NULL) AND o.message_id IS NOT NULL
            ORDER BY o.id
            """)
        for row in rows {
            try await name(
                try row["thread_id", as: ConversationID.self], after: try row.string("message_id"))
        }
    }

    /// Inserts the mail after each of those just sent, from the steps stored with its sequence. After the last answer the
    /// conversation's sequence has ended.
    private func planNext(after mails: [MailID]) async throws {
        let wanted = Purpose.allCases.map { purpose in
            "(o.purpose = '\(raw: purpose.rawValue)' AND t.state \(in: ConversationState.wanting(purpose)))" as SQL
        }
        let delayed: SQL = "o.sent_at + \(SQL.interval(microseconds: "s.delay_seconds * 1000000"))"
        try await write(
            """
            INSERT INTO outbox (thread_id, account_id, contact_id, sequence_id, step, generation, recipient, purpose, due_at,
                planned_at)
            SELECT o.thread_id, o.account_id, o.contact_id, o.sequence_id, s.position, o.generation, o.recipient,
                o.purpose, \(SQL.later(of: delayed, "t.hold_until")), \(SQL.now)
            FROM outbox o JOIN email_threads t ON t.id = o.thread_id
            JOIN contacts c ON c.id = o.contact_id AND c.suppressed_at IS NULL
            JOIN sequence_steps s ON s.sequence_id = o.sequence_id AND s.position = o.step + 1
            WHERE o.id \(in: mails) AND t.generation = o.generation AND (\(SQL.joined(wanted, separator: " OR ")))
            ON CONFLICT (thread_id, step, generation) DO NOTHING
            """)
        let ended = try await query(
            """
            SELECT o.thread_id FROM outbox o JOIN email_threads t ON t.id = o.thread_id
            WHERE o.id \(in: mails) AND o.purpose = 'answer' AND t.generation = o.generation
              AND NOT EXISTS (SELECT 1 FROM outbox later WHERE later.thread_id = o.thread_id
                AND later.generation = o.generation AND later.step > o.step)
            """
        ).map { try $0["thread_id", as: ConversationID.self] }
        try await move(ended, .sequenceEnded, reason: "all stages sent")
    }
}
