package import Correspondence
package import Timing

/// One stage of one conversation, as lists show it.
package struct FollowUpRecord: Sendable, Hashable {
    package let id: FollowUpID
    package let thread: ThreadID
    package let account: EmailAddress
    package let recipient: EmailAddress
    package let subject: String
    package let step: Int
    package let generation: Int
    package let state: FollowUpState
    package let reason: String?
    package let dueAt: Timestamp
    package let plannedAt: Timestamp
    package let inDoubtAt: Timestamp?
    package let sentAt: Timestamp?
    package let attempts: Int
    package let serverReply: String?
    package let messageID: MessageID?
}

/// One step of one try to send a stage.
package struct SendAttemptRecord: Sendable, Hashable {
    package let followUp: FollowUpID
    package let at: Timestamp
    package let step: SendAttemptStep
    package let detail: String?
}

extension Store {
    /// Stages by their due time: of one conversation or of all, in these states.
    package func followUps(
        in states: [FollowUpState], of thread: ThreadID? = nil, limit: Int
    ) async throws -> [FollowUpRecord] {
        try await database.read { session in
            let ofThread: SQL = thread.map { "AND o.thread_id = \($0)" } ?? ""
            return try await session.followUps(
                "WHERE o.state \(in: states) \(ofThread) ORDER BY o.due_at, o.id LIMIT \(limit)")
        }
    }

    package func followUp(_ id: FollowUpID) async throws -> FollowUpRecord? {
        try await database.read { session in try await session.followUps("WHERE o.id = \(id)").first }
    }

    /// Every step of every try to send these stages, oldest first.
    package func attempts(of followUps: [FollowUpID]) async throws -> [SendAttemptRecord] {
        try await database.read { session in
            try await session.query(
                "SELECT * FROM send_attempts WHERE outbox_id \(in: followUps) ORDER BY id"
            ).map { row in
                SendAttemptRecord(
                    followUp: try row["outbox_id", as: FollowUpID.self], at: try row.timestamp("at"),
                    step: try row["step", as: SendAttemptStep.self], detail: try row.optionalString("detail"))
            }
        }
    }
}

extension SQLSession {
    fileprivate func followUps(_ condition: SQL) async throws -> [FollowUpRecord] {
        try await query(
            """
            SELECT o.id, o.thread_id, o.recipient, o.step, o.generation, o.state, o.reason, o.due_at, o.planned_at,
                o.in_doubt_at, o.sent_at, o.attempts, o.server_reply, o.message_id, t.subject,
                a.address AS account_address
            FROM outbox o JOIN email_threads t ON t.id = o.thread_id JOIN accounts a ON a.id = o.account_id
            \(condition)
            """
        ).map(FollowUpRecord.init)
    }
}

extension FollowUpRecord {
    init(_ row: SQLRow) throws {
        id = try row["id", as: FollowUpID.self]
        thread = try row["thread_id", as: ThreadID.self]
        account = try row.address("account_address")
        recipient = try row.address("recipient")
        subject = try row.string("subject")
        step = try row.int("step")
        generation = try row.int("generation")
        state = try row["state", as: FollowUpState.self]
        reason = try row.optionalString("reason")
        dueAt = try row.timestamp("due_at")
        plannedAt = try row.timestamp("planned_at")
        inDoubtAt = try row.optionalTimestamp("in_doubt_at")
        sentAt = try row.optionalTimestamp("sent_at")
        attempts = try row.int("attempts")
        serverReply = try row.optionalString("server_reply")
        messageID = try row.optionalMessageID("message_id")
    }
}
