import Database
import Timing

/// How long data is kept that nothing needs any more; nil: for ever.
///
/// Never removed: the conversations and how they ended, which mails left with their Message-IDs and evidence, who is barred or
/// was erased, and the contact details people gave.
package struct RetentionSpans: Sendable, Hashable {
    /// Raw sources of decided replies, mail that is no reply, mail in Sent that does not count, tries to send, and finished tasks
    /// in mailboxes.
    package var traces: Duration?
    /// The texts of conversations in which nothing has happened for this long, and the audit.
    package var texts: Duration?

    package init(traces: Duration?, texts: Duration?) {
        self.traces = traces
        self.texts = texts
    }
}

/// The result of one step through a table. The next step begins after `last`, which is nil at the end of the table.
package struct TidiedPage: Sendable, Hashable {
    package let last: Int64?
    package let changed: Int
}

extension SQLDatabase {
    /// Takes one step through a table in the order of its keys, in one short transaction. It reads a page by its keys and needs no
    /// index of its own, so a pass is slow but blocks nobody.
    ///
    /// - Parameter body: gets the keys of the page, and returns how many rows it changed.
    func tidy(
        _ table: String, after key: Int64, limit: Int,
        _ body: @Sendable (any SQLSession, [Int64]) async throws -> Int
    ) async throws -> TidiedPage {
        try await transaction { session in
            // Work that a crash undoes is done again in the next pass.
            try await session.writeUnsynced()
            let keys = try await session.query(
                "SELECT id FROM \(raw: table) WHERE id > \(key) ORDER BY id LIMIT \(limit)"
            ).map { try $0.int64("id") }
            guard let last = keys.last else { return TidiedPage(last: nil, changed: 0) }
            return TidiedPage(last: last, changed: try await body(session, keys))
        }
    }
}

extension SQL {
    /// Whether an instant lies that far in the past.
    static func isOver(_ instant: SQL, _ span: Duration) -> SQL { "\(instant) <= \(SQL.now) - \(span)" }

    /// Whether nothing has happened in a conversation for that long, and nothing is due to happen.
    static func isAtRest(_ conversation: SQL, for span: Duration) -> SQL {
        """
        EXISTS (SELECT 1 FROM email_threads rest WHERE rest.id = \(conversation) AND \(isOver("rest.updated_at", span))
            AND rest.next_followup_at IS NULL AND rest.decide_after IS NULL
            AND NOT EXISTS (SELECT 1 FROM handoffs open WHERE open.thread_id = rest.id AND open.closed_at IS NULL)
            AND NOT EXISTS (SELECT 1 FROM outbox doubt WHERE doubt.thread_id = rest.id
                AND doubt.state IN ('planned', 'claimed', 'in_doubt')))
        """
    }
}
