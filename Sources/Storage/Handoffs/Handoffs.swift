package import Correspondence
import Database
import Events
package import Timing

/// A conversation that was handed to a person, as lists show it.
package struct HandoffRecord: Sendable, Hashable {
    package let id: HandoffID
    package let conversation: ConversationID
    package let account: EmailAddress
    package let contact: EmailAddress
    package let contactName: String?
    package let subject: String
    package let reason: String
    /// The writer's last message, where it could be read.
    package let ownText: String?
    /// Contact details in that message, quotes left out.
    package let contacts: [ContactDetail]
    package let openedAt: Timestamp
    package let closedAt: Timestamp?
    package let closedBy: String?
}

extension Handoffs {
    /// Handoffs: open ones oldest first, then closed ones latest first; of one conversation or of all.
    ///
    /// - Parameter place: of the open ones those alone that were opened behind it.
    package func list(
        onlyOpen: Bool, of conversation: ConversationID? = nil, after place: TimePlace? = nil, limit: Int? = nil
    ) async throws -> [HandoffRecord] {
        let open: SQL = onlyOpen ? "AND h.closed_at IS NULL" : ""
        let ofConversation: SQL = conversation.map { "AND h.thread_id = \($0)" } ?? ""
        let further: SQL = place.map { "AND \(SQL.isBehind($0, "h.opened_at", "h.id"))" } ?? ""
        // Those that are open have an index in this order.
        let order: SQL = onlyOpen ? "h.opened_at, h.id" : Self.openFirst
        return try await list("1 = 1 \(open) \(ofConversation) \(further)", by: order, limit: limit)
    }

    private static let openFirst: SQL =
        "CASE WHEN h.closed_at IS NULL THEN 0 ELSE 1 END, h.closed_at DESC, h.opened_at, h.id"

    private func list(_ which: SQL, by order: SQL = openFirst, limit: Int?) async throws -> [HandoffRecord] {
        try await database.read { session in
            var condition = which
            if let limit {
                let page: SQL = "SELECT h.id FROM handoffs h WHERE \(which) ORDER BY \(order) LIMIT \(limit)"
                let keys = try await session.keys(page, as: HandoffID.self)
                condition = "h.id \(in: keys)"
            }
            let rows = try await session.query(
                """
                SELECT h.*, a.address AS account_address, c.address AS contact_address, c.name AS contact_name,
                    t.subject, m.own_text
                FROM handoffs h JOIN email_threads t ON t.id = h.thread_id JOIN accounts a ON a.id = t.account_id
                JOIN contacts c ON c.id = t.contact_id LEFT JOIN messages m ON m.id = h.message_key
                WHERE \(condition) ORDER BY \(order)
                """)
            let contacts = try await session.contactDetails(
                of: rows.compactMap { try $0["message_key", as: MessageKey?.self] })
            return try rows.map { try HandoffRecord($0, contacts) }
        }
    }
}

extension Handoffs {
    package func count(onlyOpen: Bool) async throws -> Int {
        let open: SQL = onlyOpen ? "WHERE closed_at IS NULL" : ""
        return try await database.rows("SELECT COUNT(*) AS count FROM handoffs \(open)").first?.int("count") ?? 0
    }

    package func record(_ id: HandoffID) async throws -> HandoffRecord? {
        try await list("h.id = \(id)", limit: 1).first
    }
}

extension HandoffRecord {
    init(_ row: SQLRow, _ contacts: [MessageKey: [ContactDetail]]) throws {
        let message = try row["message_key", as: MessageKey?.self]
        self.contacts = (message.flatMap { contacts[$0] } ?? []).filter { $0.zone != .quoted }
        id = try row["id", as: HandoffID.self]
        conversation = try row["thread_id", as: ConversationID.self]
        account = try row.address("account_address")
        contact = try row.address("contact_address")
        contactName = try row.optionalString("contact_name")
        subject = try row.string("subject")
        reason = try row.string("reason")
        ownText = try row.optionalString("own_text")
        openedAt = try row.timestamp("opened_at")
        closedAt = try row.optionalTimestamp("closed_at")
        closedBy = try row.optionalString("closed_by")
    }
}

extension Handoffs {
    /// Marks a handoff as dealt with. The conversation stays with a person.
    package func close(_ id: HandoffID) async throws -> Intervention {
        try await database.transaction { session in
            guard let row = try await session.first("SELECT thread_id, closed_at FROM handoffs WHERE id = \(id)") else {
                return .unknown
            }
            if let closed = try row.optionalTimestamp("closed_at") { return .refused("it was closed at \(closed)") }
            try await session.closeHandoffs("id = \(id)", by: ActingPerson.orAPerson)
            try await session.record(
                .handoffClosed, conversation: try row["thread_id", as: ConversationID.self])
            return .done
        }
    }
}

extension Handoffs {
    /// Tells a person about a conversation without handing it over: Mosaic continues with it.
    package func tell(_ conversation: ConversationID, _ reason: HandoffReason) async throws {
        try await database.transaction { session in
            let open = try await session.first(
                "SELECT 1 AS open FROM handoffs WHERE thread_id = \(conversation) AND closed_at IS NULL")
            if open == nil { try await session.openHandoff(conversation, reason, message: nil) }
        }
    }

    /// The matter that a person was told about has resolved itself.
    package func endTelling(_ conversation: ConversationID) async throws {
        try await database.transaction { session in
            try await session.closeHandoffs(
                "thread_id = \(conversation) AND reason = \(HandoffReason.sendWaits)", by: "it left after all")
        }
    }
}

extension SQLSession {
    /// Opens a handoff. One that is open keeps its reason, unless that was only for information, and gets the newer message.
    func openHandoff(
        _ conversation: ConversationID, _ reason: HandoffReason, message: MessageKey?
    ) async throws {
        try await openHandoffs([(conversation, reason, message)])
    }

    /// The same for several conversations, each named once.
    func openHandoffs(_ openings: [(conversation: ConversationID, reason: HandoffReason, message: MessageKey?)])
        async throws
    {
        guard !openings.isEmpty else { return }
        let rows = openings.map { opening -> [SQLField] in
            [.of(opening.conversation), .of(opening.message), .of(opening.reason)]
        }
        let opened = SQLTable("opened", columns: ["thread_id", "message_key", "reason"], rows: rows)
        try await write(
            """
            INSERT INTO handoffs (thread_id, message_key, reason, opened_at)
            SELECT opened.thread_id, opened.message_key, opened.reason, \(SQL.now) FROM \(opened) WHERE 1 = 1
            ON CONFLICT (thread_id) WHERE closed_at IS NULL
            DO UPDATE SET message_key = COALESCE(excluded.message_key, handoffs.message_key),
                reason = CASE WHEN handoffs.reason = \(HandoffReason.sendWaits) THEN excluded.reason
                    ELSE handoffs.reason END
            """)
        try await record(
            openings.map {
                AuditLine(
                    event: .handoffOpened, conversation: $0.conversation, message: $0.message,
                    detail: $0.reason.rawValue)
            })
    }

    /// Corrects the reason of an open handoff.
    func restateHandoff(of conversation: ConversationID, _ reason: HandoffReason, as other: HandoffReason) async throws
    {
        try await write(
            """
            UPDATE handoffs SET reason = \(other)
            WHERE thread_id = \(conversation) AND reason = \(reason) AND closed_at IS NULL
            """)
    }

    /// Removes the handoffs of conversations, and references to their messages from other handoffs.
    func eraseHandoffs(of conversations: [ConversationID], _ messages: [MessageKey]) async throws {
        try await write("DELETE FROM handoffs WHERE thread_id \(in: conversations)")
        try await write("UPDATE handoffs SET message_key = NULL WHERE message_key \(in: messages)")
    }

    /// Closes handoffs that were only for information: the mail will not leave.
    func closeTold(_ conversations: [ConversationID], by whom: String) async throws {
        try await closeHandoffs(
            "thread_id \(in: conversations) AND reason = \(HandoffReason.sendWaits)", by: whom.storable)
    }

    /// Their mail is marked as handled: nobody need look at it any more.
    func closeHandoffs(_ handoffs: SQL, by whom: String) async throws {
        try await unmarkForPerson(
            "thread_id IN (SELECT thread_id FROM handoffs WHERE \(handoffs) AND closed_at IS NULL)")
        try await write(
            "UPDATE handoffs SET closed_at = \(SQL.now), closed_by = \(whom) WHERE \(handoffs) AND closed_at IS NULL")
    }
}

extension Handoffs {
    /// Since when conversations have waited for a person, longest first.
    package func waiting(limit: Int) async throws -> [Timestamp] {
        try await database.rows(
            "SELECT opened_at FROM handoffs WHERE closed_at IS NULL ORDER BY opened_at LIMIT \(limit)"
        ).map { try $0.timestamp("opened_at") }
    }

    /// The open handoff of a conversation.
    package func open(of conversation: ConversationID) async throws -> HandoffRecord? {
        try await list(onlyOpen: true, of: conversation, limit: 1).first
    }
}
