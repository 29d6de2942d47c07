package import Correspondence
import Database
package import Events
package import Timing

/// One line of the audit, with the correspondent it concerns, if any.
package struct EventRecord: Sendable, Hashable {
    package let id: Int64
    package let at: Timestamp
    /// The name as written; ``event`` is its entry in the catalogue.
    package let name: String
    package let account: EmailAddress?
    package let conversation: ConversationID?
    package let contact: EmailAddress?
    package let followUp: MailID?
    /// The step of the mail, where the event is about one.
    package let step: Int?
    package let detail: String
    /// The person at the desk who did it; otherwise nil.
    package let actor: String?

    /// Nil for a name that this version does not know.
    package var event: Event? { Event(rawValue: name) }
}

extension Audit {
    /// The audit after line `id`, oldest first; of one conversation, or of all.
    package func events(after id: Int64 = 0, of conversation: ConversationID? = nil, limit: Int = 1_000) async throws
        -> [EventRecord]
    {
        let ofConversation: SQL = conversation.map { "AND e.thread_id = \($0)" } ?? ""
        return try await database.read { session in
            try await session.events("e.id > \(id) \(ofConversation) ORDER BY e.id LIMIT \(limit)")
        }
    }

    /// The newest lines before line `id`, the newest first.
    package func latest(before id: Int64 = .max, limit: Int) async throws -> [EventRecord] {
        try await database.read { session in
            try await session.events("e.id < \(id) ORDER BY e.id DESC LIMIT \(limit)")
        }
    }
}

extension SQLSession {
    func events(_ condition: SQL) async throws -> [EventRecord] {
        try await query(
            """
            SELECT e.id, e.at, e.name, e.thread_id, e.outbox_id, e.detail, e.actor, a.address AS account_address,
                c.address AS contact_address, o.step
            FROM events e LEFT JOIN email_threads t ON t.id = e.thread_id
            LEFT JOIN accounts a ON a.id = COALESCE(e.account_id, t.account_id)
            LEFT JOIN contacts c ON c.id = t.contact_id LEFT JOIN outbox o ON o.id = e.outbox_id
            WHERE \(condition)
            """
        ).map { row in
            EventRecord(
                id: try row.int64("id"), at: try row.timestamp("at"), name: try row.string("name"),
                account: try row.optionalAddress("account_address"),
                conversation: try row["thread_id", as: ConversationID?.self],
                contact: try row.optionalAddress("contact_address"),
                followUp: try row["outbox_id", as: MailID?.self], step: try row.optionalInt("step"),
                detail: try row.string("detail"), actor: try row.optionalString("actor"))
        }
    }
}

extension SQLSession {
    /// Appends one line to the audit.
    ///
    /// - Parameter event: one that the catalogue marks as audited.
    func record(
        _ event: Event, account: AccountID? = nil, conversation: ConversationID? = nil, message: MessageKey? = nil,
        mail: MailID? = nil, detail: String = ""
    ) async throws {
        try await write(
            """
            INSERT INTO events (at, name, account_id, thread_id, message_key, outbox_id, detail, actor)
            VALUES (\(SQL.now), \(event.rawValue), \(account), \(conversation), \(message), \(mail),
                \(detail.storable), \(ActingPerson.name))
            """)
    }

    /// The same for each of these accounts, in one statement.
    func recordEach(_ event: Event, of accounts: [AccountID], detail: String) async throws {
        try await execute(
            """
            INSERT INTO events (at, name, account_id, detail, actor)
            SELECT \(SQL.now), \(event.rawValue), id, \(detail.storable), \(ActingPerson.name) FROM accounts WHERE id \(in: accounts) ORDER BY id
            """)
    }
}

extension SQLSession {
    /// Removes the audit lines of conversations, messages and mails, and removes an address from all other lines.
    ///
    /// - Returns: how many lines were removed.
    func eraseEvents(
        of conversations: [ConversationID], _ messages: [MessageKey], _ mails: [MailID], naming address: EmailAddress
    ) async throws -> Int {
        let removed = try await execute(
            """
            DELETE FROM events WHERE thread_id \(in: conversations) OR message_key \(in: messages)
              OR outbox_id \(in: mails)
            """)
        try await write(
            """
            UPDATE events SET detail = replace(detail, \(address.key), '(erased)')
            WHERE \(SQL.contains("detail", address.key))
            """)
        return removed
    }
}

/// A line of the audit that is yet to be written.
struct AuditLine {
    let event: Event
    var account: AccountID?
    var conversation: ConversationID?
    var message: MessageKey?
    var mail: MailID?
    var detail = ""
}

extension SQLSession {
    /// Appends lines to the audit, in order.
    func record(_ lines: [AuditLine]) async throws {
        guard !lines.isEmpty else { return }
        let rows = lines.enumerated().map { number, line -> [SQLField] in
            [
                .of(number), .of(line.event.rawValue), .of(line.account), .of(line.conversation), .of(line.message),
                .of(line.mail), .of(line.detail.storable),
            ]
        }
        let told = SQLTable(
            "told", columns: ["number", "name", "account_id", "thread_id", "message_key", "outbox_id", "detail"],
            rows: rows)
        try await write(
            """
            INSERT INTO events (at, name, account_id, thread_id, message_key, outbox_id, detail, actor)
            SELECT \(SQL.now), told.name, told.account_id, told.thread_id, told.message_key, told.outbox_id, told.detail,
                \(ActingPerson.name)
            FROM \(told) ORDER BY told.number
            """)
    }
}
