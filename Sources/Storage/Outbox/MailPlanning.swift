import Correspondence
import Database
import Events
import Timing

extension SQLSession {
    /// Plans the first mail of a sequence in conversations, for the generation that each has just begun.
    ///
    /// - Parameter sequence: nil for the one that answers replies to the conversation's campaign, or else by default.
    /// - Returns: the due time of each; empty where there is no such sequence, or it has no steps. An out-of-office hold on a
    ///   conversation still applies.
    func planFirst(
        of sequence: SequenceID? = nil, in conversations: [ConversationID], notBefore instant: Timestamp? = nil
    ) async throws -> [ConversationID: Timestamp] {
        guard !conversations.isEmpty else { return [:] }
        let chosen: SQL =
            sequence.map { "q.id = \($0)" } ?? """
                q.id = COALESCE((SELECT MAX(p.answer_id) FROM lead_recipients r JOIN campaign_leads l ON l.id = r.lead_id
                    JOIN campaigns p ON p.id = l.campaign_id WHERE r.thread_id = t.id),
                    (SELECT MIN(d.id) FROM sequences d WHERE d.answers_by_default))
                """
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

    /// Marks mails sent and plans those that follow, unless the conversation does not want them any more.
    ///
    /// - Parameter conversations: their conversations, where the caller has locked them.
    func markSent(_ mails: [LeftMail], step: SendStep, in conversations: [ConversationID]? = nil) async throws {
        guard !mails.isEmpty else { return }
        let locked: [ConversationID]
        if let conversations { locked = conversations } else { locked = try await lockConversations(of: mails) }
        let proofs = LeftMail.table(mails)
        let sent = try await moved(
            "id \(in: mails.map(\.id))", .sent,
            """
            , sent_at = COALESCE(sent_at, (\(LeftMail.instant(among: proofs))), \(SQL.now)), in_doubt_at = COALESCE(in_doubt_at, \(SQL.now)),
            lease_until = NULL, reason = NULL,
            server_reply = (SELECT MAX(proof.detail) FROM \(proofs) WHERE proof.id = outbox.id)
            """)
        let told = mails.reduce(into: [:]) { $0[$1.id] = $1.proof }
        let lines = try sent.map { row in
            let id = try row["id", as: MailID.self]
            return AuditLine(
                event: .workerSent, account: try row["account_id", as: AccountID.self],
                conversation: try row["thread_id", as: ConversationID.self], mail: id, detail: told[id] ?? "")
        }
        guard !lines.isEmpty else { return }
        let ids = lines.compactMap(\.mail)
        let left = mails.filter { ids.contains($0.id) }
        try await logSendSteps(step, of: left)
        try await record(lines)
        try await fileCopies(of: ids)
        try await goOn(after: left)
        try await refreshNextFollowUp(of: locked)
    }

    private func lockConversations(of mails: [LeftMail]) async throws -> [ConversationID] {
        let rows = try await query("SELECT DISTINCT thread_id FROM outbox WHERE id \(in: mails.map(\.id))")
        let conversations = try rows.map { try $0["thread_id", as: ConversationID.self] }
        try await lock(conversations)
        return conversations
    }

    /// Plans the mails that follow these, in one round trip.
    private func goOn(after left: [LeftMail]) async throws {
        let mails = left.map(\.id)
        try await planNext(after: mails)
        let others = left.filter { !$0.isAnswer }.map(\.id)
        let results = try await query(optional: [
            others.isEmpty ? nil : SQL.openings(among: others), SQL.endings(among: mails),
            others.isEmpty ? nil : SQL.mailsOfLeads(among: others),
        ])
        for row in results[0] {
            try await name(
                try row["thread_id", as: ConversationID.self], after: try row.string("message_id"))
        }
        let ended = try results[1].map { try $0["thread_id", as: ConversationID.self] }
        try await move(ended, .sequenceEnded, reason: "every step was sent")
        try await leadsWereSent(results[2])
    }

    /// Inserts the mail after each of those just sent, from the steps stored with its sequence.
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
            JOIN contacts c ON c.id = o.contact_id AND \(SQL.suppressedAt("c")) IS NULL
            JOIN sequence_steps s ON s.sequence_id = o.sequence_id AND s.position = o.step + 1
            WHERE o.id \(in: mails) AND t.generation = o.generation AND (\(SQL.joined(wanted, separator: " OR ")))
            ON CONFLICT (thread_id, step, generation) DO NOTHING
            """)
    }
}

/// A mail that is known to have left.
struct LeftMail {
    let id: MailID
    /// The server's answer, or other evidence.
    let proof: String
    /// When it left; nil: now, as far as is known.
    var at: Timestamp?
    /// Whether it is known to be an answer: such a mail begins no conversation and belongs to no lead.
    var isAnswer = false

    /// `proof (id, detail, at)`.
    static func table(_ mails: [LeftMail]) -> SQLTable {
        SQLTable(
            "proof", columns: ["id", "detail", "at"],
            rows: mails.map { [.of($0.id), .of($0.proof.storable), .of($0.at)] })
    }

    /// When a row of `outbox` left, by a server's clock: not before its dot was permitted or its draft made, and not in our
    /// future.
    fileprivate static func instant(among proofs: SQLTable) -> SQL {
        """
        SELECT MAX(CASE WHEN proof.at > \(SQL.now) THEN \(SQL.now)
            WHEN proof.at < outbox.in_doubt_at THEN outbox.in_doubt_at ELSE proof.at END)
        FROM \(proofs) WHERE proof.id = outbox.id
        """
    }
}

extension SQL {
    /// From now on the first mail of a conversation names it.
    fileprivate static func openings(among mails: [MailID]) -> SQL {
        """
        SELECT o.thread_id, o.message_id FROM outbox o
        LEFT JOIN sequence_steps s ON s.sequence_id = o.sequence_id AND s.position = o.step
        WHERE o.id \(in: mails) AND (s.kind = 'opening' OR o.campaign_id IS NOT NULL) AND o.message_id IS NOT NULL
        ORDER BY o.id
        """
    }

    /// After its last answer a conversation's sequence has ended.
    fileprivate static func endings(among mails: [MailID]) -> SQL {
        """
        SELECT o.thread_id FROM outbox o JOIN email_threads t ON t.id = o.thread_id
        WHERE o.id \(in: mails) AND o.purpose = 'answer' AND t.generation = o.generation
          AND NOT EXISTS (SELECT 1 FROM outbox later WHERE later.thread_id = o.thread_id
            AND later.generation = o.generation AND later.step > o.step)
        """
    }
}
