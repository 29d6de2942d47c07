import Database
import Timing

extension Mailboxes {
    /// One step of removing finished tasks; the first also forgets the ids named by mail in other mailboxes that were not looked into
    /// since.
    package func tidy(after key: Int64, limit: Int, _ spans: RetentionSpans) async throws -> TidiedPage {
        if key == 0 {
            try await database.transaction { session in try await session.forgetUnlinked(of: nil) }
        }
        guard let span = spans.traces else { return TidiedPage(last: nil, changed: 0) }
        return try await database.tidy("mailbox_actions", after: key, limit: limit) { session, page in
            try await session.execute(
                """
                DELETE FROM mailbox_actions WHERE id \(in: page) AND state <> 'pending'
                  AND \(SQL.isOver("COALESCE(done_at, due_at)", span))
                """)
        }
    }
}
