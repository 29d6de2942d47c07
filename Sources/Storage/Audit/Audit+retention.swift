import Database
import Timing

extension Audit {
    /// One step of removing audit lines of conversations at rest, and other lines that are old enough.
    package func tidy(after key: Int64, limit: Int, _ spans: RetentionSpans) async throws -> TidiedPage {
        guard let span = spans.texts else { return TidiedPage(last: nil, changed: 0) }
        return try await database.tidy("events", after: key, limit: limit) { session, page in
            try await session.execute(
                """
                DELETE FROM events WHERE id \(in: page) AND \(SQL.isOver("at", span))
                  AND (thread_id IS NULL OR \(SQL.isAtRest("events.thread_id", for: span)))
                """)
        }
    }
}
