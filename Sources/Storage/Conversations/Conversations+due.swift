package import Correspondence
import Database
package import Timing

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
                    thread: try row["id", as: ConversationID.self], dueAt: try row.timestamp("next_followup_at"))
            }
        }
    }

    /// The due times of these conversations; nil for those with none.
    package func dueTimes(of threads: Set<ConversationID>) async throws -> [ConversationID: Timestamp?] {
        var times = Dictionary(uniqueKeysWithValues: threads.map { ($0, Timestamp?.none) })
        guard !threads.isEmpty else { return times }
        let rows = try await database.rows(
            "SELECT id, next_followup_at FROM email_threads WHERE id \(in: threads.map(\.rawValue))")
        for row in rows {
            times[try row["id", as: ConversationID.self]] = .some(try row.optionalTimestamp("next_followup_at"))
        }
        return times
    }

    /// Conversations whose messages are being collected, and for how long still.
    package func debouncing(_ threads: Set<ConversationID>) async throws -> [ConversationID: Duration] {
        let rows = try await database.rows(
            """
            SELECT id, decide_after, \(SQL.now) AS now FROM email_threads
            WHERE id \(in: threads.map(\.rawValue)) AND decide_after > \(SQL.now)
            """)
        return try rows.reduce(into: [:]) { result, row in
            result[try row["id", as: ConversationID.self]] = try row.timestamp("decide_after") - row.timestamp("now")
        }
    }
}
