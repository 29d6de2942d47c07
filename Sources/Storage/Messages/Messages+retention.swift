import Database
import Timing

extension Messages {
    /// After a renumbering Sent is read again this far back; its indexed mail must then not seem new.
    private static let sentIndex = Duration.seconds(91 * 86_400)
    /// Outreach that turns up in Sent later than this claims no earlier reply.
    private static let claimable = Duration.seconds(7 * 86_400)

    /// One step of removing data that is not needed any more.
    package func tidy(after key: Int64, limit: Int, _ spans: RetentionSpans) async throws -> TidiedPage {
        try await database.tidy("messages", after: key, limit: limit) { session, page in
            var changed = try await session.execute(
                """
                DELETE FROM unlinked_references WHERE message_key \(in: page) AND message_key IN (
                    SELECT id FROM messages WHERE id \(in: page) AND \(SQL.isOver("stored_at", Self.claimable)))
                """)
            changed += try await session.execute(Self.forgettingStrangers(page))
            if let span = spans.traces {
                changed += try await session.tidyTraces(page, span, max(span, Self.sentIndex))
            }
            if let span = spans.texts {
                changed += try await session.execute(
                    """
                    UPDATE messages SET own_text = NULL, evidence = NULL, explanation = NULL, source = NULL
                    WHERE id \(in: page) AND state <> 'pending' AND \(SQL.isAtRest("messages.thread_id", for: span))
                      AND (own_text IS NOT NULL OR evidence IS NOT NULL OR explanation IS NOT NULL OR source IS NOT NULL)
                    """)
            }
            return changed
        }
    }

    /// Earlier versions stored the writers of mail that is no reply.
    private static func forgettingStrangers(_ page: [Int64]) -> SQL {
        """
        UPDATE messages SET from_address = NULL, from_name = NULL, reply_to = NULL, to_address = NULL, subject = '',
            base_subject = '', in_reply_to = NULL, reference_ids = NULL, gmail_thread_id = NULL
        WHERE id \(in: page) AND direction = 'inbound' AND outcome = 'ignored' AND thread_id IS NULL
          AND (from_address IS NOT NULL OR subject <> '')
        """
    }
}

extension SQLSession {
    fileprivate func tidyTraces(_ page: [Int64], _ span: Duration, _ sentSpan: Duration) async throws -> Int {
        var changed = try await execute(
            """
            UPDATE messages SET source = NULL
            WHERE id \(in: page) AND source IS NOT NULL AND state = 'decided' AND \(SQL.isOver("decided_at", span))
            """)
        // A pending task in the message's mailbox keeps its row.
        changed += try await execute(
            """
            DELETE FROM messages WHERE id \(in: page) AND thread_id IS NULL
              AND NOT EXISTS (SELECT 1 FROM mailbox_actions act WHERE act.message_key = messages.id)
              AND ((direction = 'inbound' AND outcome = 'ignored' AND \(SQL.isOver("stored_at", span)))
                OR (direction = 'outbound' AND outreach = \(false) AND \(SQL.isOver("received_at", sentSpan))
                  AND COALESCE(outreach_reason, '') <> 'mosaic'))
            """)
        return changed
    }
}
