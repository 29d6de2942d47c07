package import Correspondence
import Database
package import Timing

/// Everything that is stored about one conversation.
package struct ConversationStory: Sendable, Hashable {
    package let conversation: ConversationRecord
    package let messages: [MessageRecord]
    package let followUps: [MailRecord]
    /// The facts of mails that may still go.
    package let gateFacts: [MailID: GateFacts]
    package let attempts: [SendStepRecord]
    package let mailboxActions: [MailboxActionRecord]
    package let handoffs: [HandoffRecord]
    package let events: [EventRecord]
    /// The caps for its mails; from the settings, where those are available.
    package var policy = SendPolicy()
}

/// A task in a mailbox, and its result.
package struct MailboxActionRecord: Sendable, Hashable {
    package let id: Int64
    package let kind: MailboxActionKind
    package let account: EmailAddress
    package let message: MessageKey?
    package let followUp: MailID?
    package let state: MailboxActionState
    package let dueAt: Timestamp
    package let doneAt: Timestamp?
    package let attempts: Int
    /// The flags as read back, or what went wrong.
    package let detail: String?
}

extension Conversations {
    package func story(of id: ConversationID) async throws -> ConversationStory? {
        guard let conversation = try await record(id) else { return nil }
        let outbox = Outbox(database: database)
        let followUps = try await outbox.list(in: MailState.allCases, of: id, limit: 1_000)
        let open = followUps.filter { $0.state == .planned || $0.state == .claimed }.map(\.id)
        return ConversationStory(
            conversation: conversation, messages: try await Messages(database: database).list(of: id),
            followUps: followUps, gateFacts: try await outbox.gateFacts(of: open),
            attempts: try await outbox.steps(of: followUps.map(\.id)),
            mailboxActions: try await mailboxActions(of: id),
            handoffs: try await Handoffs(database: database).list(onlyOpen: false, of: id, limit: 1_000),
            events: try await Audit(database: database).events(of: id, limit: 10_000))
    }

    /// Conversations with this correspondent, or that contain a message with this id.
    package func ids(with address: EmailAddress) async throws -> [ConversationID] {
        try await conversations(
            """
            SELECT t.id FROM email_threads t JOIN contacts c ON c.id = t.contact_id
            WHERE c.address = \(address.key) ORDER BY t.id
            """)
    }

    package func ids(naming id: MessageID) async throws -> [ConversationID] {
        try await conversations(
            """
            SELECT id FROM email_threads WHERE message_id = \(id.text)
            UNION SELECT thread_id FROM messages
                WHERE (message_id = \(id.text) OR claimed_message_id = \(id.text)) AND thread_id IS NOT NULL
            UNION SELECT thread_id FROM outbox WHERE message_id = \(id.text)
            """)
    }

    private func conversations(_ statement: SQL) async throws -> [ConversationID] {
        try await database.read { session in
            try await session.query(statement).map { try $0["id", as: ConversationID.self] }
        }
    }

    private func mailboxActions(of conversation: ConversationID) async throws -> [MailboxActionRecord] {
        try await database.read { session in
            try await session.query(
                """
                SELECT x.*, a.address AS account_address FROM mailbox_actions x JOIN accounts a ON a.id = x.account_id
                WHERE x.message_key IN (SELECT id FROM messages WHERE thread_id = \(conversation))
                   OR x.outbox_id IN (SELECT id FROM outbox WHERE thread_id = \(conversation))
                ORDER BY x.id
                """
            ).map(MailboxActionRecord.init)
        }
    }
}

extension MailboxActionRecord {
    init(_ row: SQLRow) throws {
        id = try row.int64("id")
        kind = try row["action", as: MailboxActionKind.self]
        account = try row.address("account_address")
        message = try row["message_key", as: MessageKey?.self]
        followUp = try row["outbox_id", as: MailID?.self]
        state = try row["state", as: MailboxActionState.self]
        dueAt = try row.timestamp("due_at")
        doneAt = try row.optionalTimestamp("done_at")
        attempts = try row.int("attempts")
        detail = try row.optionalString("detail")
    }
}
