package import Correspondence
package import Timing

extension Store {
    /// The nearest due times of all conversations.
    package func dueFollowUps(limit: Int) async throws -> [DueFollowUp] {
        try await database.read { session in
            try await session.query(
                """
                SELECT id, next_followup_at FROM email_threads
                WHERE next_followup_at IS NOT NULL ORDER BY next_followup_at LIMIT \(limit)
                """
            ).map { row in
                DueFollowUp(
                    thread: try row["id", as: ThreadID.self], dueAt: try row.timestamp("next_followup_at"))
            }
        }
    }

    /// The due times of these conversations; nil for those with none.
    package func dueTimes(of threads: Set<ThreadID>) async throws -> [ThreadID: Timestamp?] {
        var times = Dictionary(uniqueKeysWithValues: threads.map { ($0, Timestamp?.none) })
        guard !threads.isEmpty else { return times }
        let rows = try await database.read { session in
            try await session.query(
                "SELECT id, next_followup_at FROM email_threads WHERE id \(in: threads.map(\.rawValue))")
        }
        for row in rows {
            times[try row["id", as: ThreadID.self]] = .some(try row.optionalTimestamp("next_followup_at"))
        }
        return times
    }

    /// Mails each account sent within the last 24 h.
    package func sentLastDay() async throws -> [EmailAddress: Int] {
        let rows = try await database.read { session in
            try await session.query(
                """
                SELECT a.address, COUNT(o.id) AS sent FROM accounts a LEFT JOIN outbox o
                    ON o.account_id = a.id AND o.in_doubt_at > \(SQL.now) - \(Duration.seconds(86_400))
                GROUP BY a.address
                """)
        }
        return try rows.reduce(into: [:]) { $0[try $1.address("address")] = try $1.int("sent") }
    }

    /// Conversations whose messages are being collected, and for how long still.
    package func debouncing(_ threads: Set<ThreadID>) async throws -> [ThreadID: Duration] {
        let rows = try await database.read { session in
            try await session.query(
                """
                SELECT id, decide_after, \(SQL.now) AS now FROM email_threads
                WHERE id \(in: threads.map(\.rawValue)) AND decide_after > \(SQL.now)
                """)
        }
        return try rows.reduce(into: [:]) { result, row in
            result[try row["id", as: ThreadID.self]] = try row.timestamp("decide_after") - row.timestamp("now")
        }
    }
}
