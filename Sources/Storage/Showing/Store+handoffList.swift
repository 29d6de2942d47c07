package import Correspondence
package import Timing

/// A conversation that was given to a person, as lists show it.
package struct HandoffRecord: Sendable, Hashable {
    package let id: HandoffID
    package let thread: ThreadID
    package let account: EmailAddress
    package let contact: EmailAddress
    package let subject: String
    package let reason: String
    /// What the writer wrote last, where that was read.
    package let ownText: String?
    package let openedAt: Timestamp
    package let closedAt: Timestamp?
    package let closedBy: String?
}

extension Store {
    /// Handoffs, the oldest open one first, then the closed ones from the latest on; of one conversation or of all.
    package func handoffs(
        onlyOpen: Bool, of thread: ThreadID? = nil, limit: Int
    ) async throws -> [HandoffRecord] {
        try await database.read { session in
            let open: SQL = onlyOpen ? "AND h.closed_at IS NULL" : ""
            let ofThread: SQL = thread.map { "AND h.thread_id = \($0)" } ?? ""
            return try await session.query(
                """
                SELECT h.*, a.address AS account_address, c.address AS contact_address, t.subject, m.own_text
                FROM handoffs h JOIN email_threads t ON t.id = h.thread_id JOIN accounts a ON a.id = t.account_id
                JOIN contacts c ON c.id = t.contact_id LEFT JOIN messages m ON m.id = h.message_key
                WHERE 1 = 1 \(open) \(ofThread)
                ORDER BY CASE WHEN h.closed_at IS NULL THEN 0 ELSE 1 END, h.closed_at DESC, h.opened_at, h.id
                LIMIT \(limit)
                """
            ).map(HandoffRecord.init)
        }
    }
}

extension HandoffRecord {
    init(_ row: SQLRow) throws {
        id = try row["id", as: HandoffID.self]
        thread = try row["thread_id", as: ThreadID.self]
        account = try row.address("account_address")
        contact = try row.address("contact_address")
        subject = try row.string("subject")
        reason = try row.string("reason")
        ownText = try row.optionalString("own_text")
        openedAt = try row.timestamp("opened_at")
        closedAt = try row.optionalTimestamp("closed_at")
        closedBy = try row.optionalString("closed_by")
    }
}
