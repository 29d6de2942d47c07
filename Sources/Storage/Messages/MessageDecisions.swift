import Correspondence
import Database
import Events
import Timing

extension SQLSession {
    /// The findings about messages, and the decisions.
    func write(_ decided: [DecidedConversation]) async throws {
        let replies = decided.flatMap { decided in decided.replies.map { (decided.conversation, $0) } }
        guard !replies.isEmpty else { return }
        let rows = replies.map { _, reply -> [SQLField] in
            let verdict = reply.verdict
            return [
                .of(reply.key), .of(reply.decision.outcome), .of(reply.decision.name), .of(reply.decision.reason),
                .of(reply.ownText?.storable), .of(reply.bodyHash), .of(reply.machine?.summary.storable),
                .of(verdict?.intent), .of(verdict?.confidence), .of(verdict?.maySend),
                .of(verdict?.source.description), .of(verdict?.evidence?.storable), .of(verdict?.explanation.storable),
                .of(verdict?.language),
            ]
        }
        // SQLite binds at most 32,766 values to a statement.
        for start in stride(from: 0, to: rows.count, by: 2_000) {
            let found = SQLTable(
                "found",
                columns: [
                    "id", "outcome", "decision", "reason", "own_text", "body_hash", "machine_verdict", "intent",
                    "confidence", "may_send", "classifier", "evidence", "explanation", "language",
                ], rows: Array(rows[start..<min(start + 2_000, rows.count)]))
            try await write(
                """
                UPDATE messages
                SET state = 'decided', outcome = found.outcome, decision = found.decision, reason = found.reason,
                    own_text = found.own_text, body_hash = found.body_hash, machine_verdict = found.machine_verdict,
                    intent = found.intent, confidence = found.confidence, may_send = found.may_send,
                    classifier = found.classifier, evidence = found.evidence, explanation = found.explanation,
                    language = found.language, decided_at = \(SQL.now)
                FROM \(found) WHERE messages.id = found.id AND messages.state = 'pending'
                """)
        }
        try await insertDetails(of: decided)
        try await record(
            replies.map { conversation, reply in
                AuditLine(
                    event: .replyDecided, account: conversation.account, conversation: conversation.id,
                    message: reply.key, detail: reply.decision.name)
            })
    }

    /// Counts a try on each message of the conversations before anything of it is parsed.
    func countTries(of conversations: [ConversationID]) async throws {
        try await write(
            "UPDATE messages SET attempts = attempts + 1 WHERE thread_id \(in: conversations) AND state = 'pending'")
    }

    /// A try that ended in order does not count: only a message that kills the process is to be given up on.
    func takeBackTries(of conversations: [ConversationID]) async throws {
        try await write(
            """
            UPDATE messages SET attempts = attempts - 1
            WHERE thread_id \(in: conversations) AND state = 'pending' AND attempts > 0
            """)
    }

    /// From now on an outreach belongs to a conversation.
    func assign(_ outreach: [(MessageKey, ConversationID)]) async throws {
        guard !outreach.isEmpty else { return }
        let rows = SQLTable("begun", columns: ["id", "thread_id"], rows: outreach.map { [.of($0.0), .of($0.1)] })
        try await write(
            "UPDATE messages SET thread_id = begun.thread_id FROM \(rows) WHERE messages.id = begun.id")
    }
}

extension Decision {
    /// The reason alone, as stored.
    fileprivate var reason: String? {
        switch self {
        case .handOff(let reason): reason.rawValue
        case .ignore(let reason): reason.rawValue
        case .startSequence, .complete, .optOut, .suppressBounced, .hold: nil
        }
    }
}

extension MachineMail {
    fileprivate var summary: String { "\(name): \(evidence)" }
}
