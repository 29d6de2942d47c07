import Database
import Timing

extension Outbox {
    /// States in which nothing more happens to a mail, and nothing is asked about its tries.
    private static let ended: SQL = "('sent', 'rejected', 'cancelled')"

    /// One step of removing the texts of mails. That they left, when, to whom and under which id stays.
    package func tidy(after key: Int64, limit: Int, _ spans: RetentionSpans) async throws -> TidiedPage {
        guard let span = spans.texts else { return TidiedPage(last: nil, changed: 0) }
        return try await database.tidy("outbox", after: key, limit: limit) { session, page in
            try await session.execute(
                """
                UPDATE outbox SET rendered = NULL, subject = NULL, body_text = NULL, body_html = NULL
                WHERE id \(in: page) AND state IN \(Self.ended) AND \(SQL.isAtRest("outbox.thread_id", for: span))
                  AND (rendered IS NOT NULL OR body_text IS NOT NULL OR body_html IS NOT NULL)
                  AND NOT EXISTS (SELECT 1 FROM mailbox_actions act
                    WHERE act.outbox_id = outbox.id AND act.state = 'pending')
                """)
        }
    }

    /// One step of removing the tries of mails that have ended.
    package func tidyTries(after key: Int64, limit: Int, _ spans: RetentionSpans) async throws -> TidiedPage {
        guard let span = spans.traces else { return TidiedPage(last: nil, changed: 0) }
        return try await database.tidy("send_attempts", after: key, limit: limit) { session, page in
            try await session.execute(
                """
                DELETE FROM send_attempts WHERE id \(in: page) AND \(SQL.isOver("at", span))
                  AND EXISTS (SELECT 1 FROM outbox o WHERE o.id = send_attempts.outbox_id AND o.state IN \(Self.ended))
                """)
        }
    }
}
