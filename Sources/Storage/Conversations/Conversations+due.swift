package import Correspondence
import Database
import Timing

extension Conversations {
    /// The nearest due times of all conversations.
    package func due(limit: Int) async throws -> [DueFollowUp] {
        try await database.read { session in
            try await session.query(
                """
                SELECT id, next_followup_at FROM email_threads
                WHERE next_followup_at IS NOT NULL ORDER BY next_followup_at LIMIT \(limit)
                """
            ).map { row in
                DueFollowUp(
                    conversation: try row["id", as: ConversationID.self], dueAt: try row.timestamp("next_followup_at"))
            }
        }
    }

    /// The next events in these conversations; none for conversations that are gone.
    package func times(of conversations: Set<ConversationID>) async throws -> [ConversationID: ConversationTimes] {
        guard !conversations.isEmpty else { return [:] }
        let rows = try await database.rows(
            """
            SELECT id, next_followup_at, decide_after, \(SQL.now) AS now FROM email_threads
            WHERE id \(in: conversations.map(\.rawValue))
            """)
        return try rows.reduce(into: [:]) { times, row in
            let wait = try row.optionalTimestamp("decide_after").map { try $0 - row.timestamp("now") }
            times[try row["id", as: ConversationID.self]] = ConversationTimes(
                dueAt: try row.optionalTimestamp("next_followup_at"), debounce: wait.flatMap { $0 > .zero ? $0 : nil })
        }
    }
}
