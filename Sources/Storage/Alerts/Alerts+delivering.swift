import Correspondence
import Database
package import Timing

/// A message to be delivered: one alert, or several of one event that came close together.
package struct AlertBatch: Sendable, Hashable {
    /// The same at every try, so that a receiver can recognise a repetition.
    package let id: Int64
    package let target: AlertTarget
    package let event: AlertEvent
    /// The title of the first alert.
    package let titles: [String]
    /// When the first alert happened.
    package let at: Timestamp
    package let count: Int
    /// Tries, this one included.
    package let attempts: Int
}

/// The outcome of a try.
package enum AlertOutcome: Sendable, Hashable {
    case delivered
    /// - Parameter after: the wait that the receiver asks for; nil where it asked for none.
    case failed(String, after: Duration?)
    /// The receiver wants no more messages.
    case gone(String)
}

extension Alerts {
    /// Time between two messages of one event to one receiver; what happens meanwhile is told together.
    package static let pause = Duration.seconds(300)
    /// The most titles in a message.
    package static let mostTitles = 10
    /// How long a process may take over a try before another process tries again.
    private static let lease = Duration.seconds(60)
    /// The waits before the second try, the third, and so on; after the last a message is given up (Standard Webhooks).
    static let waits: [Duration] = [5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000].map { .seconds($0) }
    /// Anything that still needs a person then is told again.
    private static let kept = Duration.seconds(30 * 86_400)

    /// Claims the message that has been due longest; nil when none is due.
    package func claim() async throws -> AlertBatch? {
        try await database.transaction { session in
            guard let id = try await session.dueBatch() else { return nil }
            try await session.execute(
                """
                UPDATE alerts SET attempts = attempts + 1, due_at = \(SQL.now) + \(Self.lease)
                WHERE batch = \(id) AND state = 'pending'
                """)
            return try await session.batch(id)
        }
    }

    /// Records the outcome of a try.
    package func settle(_ batch: AlertBatch, _ outcome: AlertOutcome) async throws {
        try await database.transaction { session in
            switch outcome {
            case .delivered:
                try await session.end(batch, .delivered)
                try await session.execute(
                    """
                    UPDATE alert_targets SET failing_since = NULL, failure = NULL
                    WHERE id = \(batch.target.id) AND failing_since IS NOT NULL
                    """)
                try await session.execute(
                    "DELETE FROM alerts WHERE state = 'delivered' AND delivered_at < \(SQL.now) - \(Self.kept)")
            case .failed(let why, let after): try await session.postpone(batch, why, after: after)
            case .gone(let why):
                try await session.giveUp(batch, why)
                try await session.execute(
                    "UPDATE alert_targets SET disabled_at = \(SQL.now) WHERE id = \(batch.target.id)")
            }
        }
    }

    /// Queues a message that tests whether messages arrive.
    package func addTest(_ target: AlertTargetID) async throws {
        try await database.transaction { session in
            try await session.execute(
                """
                INSERT INTO alerts (target_id, event, key, title, at, due_at)
                VALUES (\(target), \(AlertEvent.test), CAST(\(SQL.now) AS TEXT), 'This is a test of alerts.',
                    \(SQL.now), \(SQL.now))
                ON CONFLICT (target_id, event, key) DO NOTHING
                """)
        }
    }
}

extension SQLSession {
    /// Removes alerts that name an address.
    func eraseAlerts(naming address: EmailAddress) async throws {
        try await write("DELETE FROM alerts WHERE \(SQL.contains("title", address.key))")
        // Alerts told together with a removed one are told separately.
        try await write(
            """
            UPDATE alerts SET batch = NULL WHERE state = 'pending' AND batch IS NOT NULL
              AND batch NOT IN (SELECT id FROM alerts WHERE state = 'pending')
            """)
    }
}

extension SQLSession {
    /// A message to be tried again, otherwise a new one of everything that waits for the same receiver and event.
    fileprivate func dueBatch() async throws -> Int64? {
        let again = try await first(
            """
            SELECT batch FROM alerts WHERE state = 'pending' AND batch IS NOT NULL AND id = batch AND due_at <= \(SQL.now)
            ORDER BY due_at LIMIT 1 \(SQL.skipLocked)
            """)
        if let again { return try again.int64("batch") }
        let fresh = try await first(
            """
            SELECT a.target_id, a.event FROM alerts a JOIN alert_targets t ON t.id = a.target_id
            WHERE a.state = 'pending' AND a.batch IS NULL AND t.disabled_at IS NULL
              AND NOT EXISTS (SELECT 1 FROM alerts told WHERE told.target_id = a.target_id AND told.event = a.event
                AND a.event <> 'test' AND told.state = 'delivered' AND told.delivered_at > \(SQL.now) - \(Alerts.pause))
              AND NOT EXISTS (SELECT 1 FROM alerts same WHERE same.target_id = a.target_id AND same.event = a.event
                AND same.state = 'pending' AND same.batch IS NOT NULL)
            ORDER BY a.id LIMIT 1
            """)
        guard let fresh else { return nil }
        let target = try fresh["target_id", as: AlertTargetID.self]
        let event = try fresh["event", as: AlertEvent.self]
        // Two processes must not make two messages from the same alerts.
        _ = try await first("SELECT id FROM alert_targets WHERE id = \(target) \(SQL.forUpdate)")
        let waiting: SQL = "target_id = \(target) AND event = \(event) AND state = 'pending' AND batch IS NULL"
        let row = try await first("SELECT MIN(id) AS id FROM alerts WHERE \(waiting)")
        guard let id = try row?.optionalInt64("id") else { return nil }
        try await execute("UPDATE alerts SET batch = \(id) WHERE \(waiting)")
        return id
    }

    fileprivate func batch(_ id: Int64) async throws -> AlertBatch? {
        let sums = try await first(
            "SELECT COUNT(*) AS count, MIN(at) AS at, MAX(attempts) AS attempts FROM alerts WHERE batch = \(id)")
        let titles = try await query(
            "SELECT title FROM alerts WHERE batch = \(id) ORDER BY id LIMIT \(Alerts.mostTitles)"
        ).map { try $0.string("title") }
        guard let sums, let head = try await first("SELECT target_id, event FROM alerts WHERE id = \(id)"),
            let target = try await first(
                "SELECT * FROM alert_targets WHERE id = \(try head["target_id", as: AlertTargetID.self])")
        else { return nil }
        return AlertBatch(
            id: id, target: try AlertTarget(target), event: try head["event", as: AlertEvent.self], titles: titles,
            at: try sums.timestamp("at"), count: try sums.int("count"), attempts: try sums.int("attempts"))
    }

    fileprivate func postpone(_ batch: AlertBatch, _ why: String, after: Duration?) async throws {
        guard batch.attempts <= Alerts.waits.count else { return try await giveUp(batch, why) }
        let usual = Alerts.waits[max(0, batch.attempts - 1)]
        let wait = after.map { min(max($0, .seconds(1)), .seconds(86_400)) } ?? usual
        try await execute(
            "UPDATE alerts SET due_at = \(SQL.now) + \(wait) WHERE batch = \(batch.id) AND state = 'pending'")
        try await noteFailure(batch, why)
    }

    fileprivate func giveUp(_ batch: AlertBatch, _ why: String) async throws {
        try await end(batch, .dead)
        try await noteFailure(batch, why)
    }

    /// The only statement that writes `alerts.state`: what has ended stays so.
    fileprivate func end(_ batch: AlertBatch, _ state: AlertState) async throws {
        let delivered: SQL = state == .delivered ? "\(SQL.now)" : "NULL"
        try await execute(
            """
            UPDATE alerts SET state = \(state), delivered_at = \(delivered)
            WHERE batch = \(batch.id) AND state = 'pending'
            """)
    }

    private func noteFailure(_ batch: AlertBatch, _ why: String) async throws {
        // A receiver that accepts nothing for five days gets no more messages (Standard Webhooks).
        let earliest = Duration.seconds(5 * 86_400)
        try await execute(
            """
            UPDATE alert_targets SET failure = \(why.storable), failing_since = COALESCE(failing_since, \(SQL.now)),
                disabled_at = CASE WHEN failing_since < \(SQL.now) - \(earliest) THEN \(SQL.now) ELSE disabled_at END
            WHERE id = \(batch.target.id)
            """)
    }
}

extension AlertBatch {
    /// A test that is stored nowhere.
    package init(test target: AlertTarget, at instant: Timestamp) {
        self.init(
            id: 0, target: target, event: .test, titles: ["This is a test of alerts."], at: instant, count: 1,
            attempts: 1)
    }
}
