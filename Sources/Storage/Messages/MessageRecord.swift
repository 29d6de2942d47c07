package import Correspondence
import Database
package import Timing

/// A message with all findings about it.
package struct MessageRecord: Sendable, Hashable {
    package let key: MessageKey
    package let conversation: ConversationID?
    package let account: EmailAddress
    package let isInbound: Bool
    package let role: MailboxRole
    package let messageID: MessageID?
    package let linkage: Linkage?
    package let from: EmailAddress?
    package let to: EmailAddress?
    package let subject: String
    package let receivedAt: Timestamp
    package let isBeforeBaseline: Bool
    package let state: MessageState
    package let ownText: String?
    package let machineVerdict: String?
    package let intent: String?
    package let confidence: Double?
    package let maySend: Bool?
    package let classifier: String?
    package let evidence: String?
    package let explanation: String?
    package let language: String?
    package let decision: String?
    package let outcome: MessageOutcome?
    package let decidedAt: Timestamp?
    package let contacts: [ContactDetail]
}

extension Messages {
    /// Every message of a conversation, in order of arrival.
    package func list(of conversation: ConversationID) async throws -> [MessageRecord] {
        try await database.read { session in
            try await session.messages("WHERE m.thread_id = \(conversation) ORDER BY m.received_at, m.id LIMIT 1000")
        }
    }

    /// Messages with this id in any account, whatever became of them.
    package func list(named id: MessageID) async throws -> [MessageRecord] {
        try await database.read { session in
            try await session.messages(
                "WHERE m.message_id = \(id.text) OR m.claimed_message_id = \(id.text) ORDER BY m.id LIMIT 100")
        }
    }

    /// The latest messages from this address that belong to no conversation.
    package func unlinked(from address: EmailAddress, limit: Int) async throws -> [MessageRecord] {
        try await database.read { session in
            try await session.messages(
                """
                WHERE m.from_address = \(address.key) AND m.thread_id IS NULL AND m.direction = 'inbound'
                ORDER BY m.received_at DESC, m.id DESC LIMIT \(limit)
                """)
        }
    }
}

extension SQLSession {
    fileprivate func messages(_ condition: SQL) async throws -> [MessageRecord] {
        let rows = try await query(
            """
            SELECT m.id, m.thread_id, m.direction, m.role, m.message_id, m.claimed_message_id, m.linkage,
                m.from_address, m.to_address, m.subject, m.received_at, m.before_baseline, m.state, m.own_text,
                m.machine_verdict, m.intent, m.confidence, m.may_send, m.classifier, m.evidence, m.explanation,
                m.language, m.decision, m.outcome, m.decided_at, a.address AS account_address
            FROM messages m JOIN accounts a ON a.id = m.account_id \(condition)
            """)
        let contacts = try await contactDetails(of: rows.map { try $0["id", as: MessageKey.self] })
        return try rows.map { try MessageRecord($0, contacts) }
    }

    /// Details found in messages, in the order of each text.
    func contactDetails(of messages: [MessageKey]) async throws -> [MessageKey: [ContactDetail]] {
        guard !messages.isEmpty else { return [:] }
        let rows = try await query(
            "SELECT * FROM contact_details WHERE message_key \(in: messages) ORDER BY message_key, start_offset, id")
        return try rows.reduce(into: [:]) { result, row in
            result[try row["message_key", as: MessageKey.self], default: []].append(try ContactDetail(row))
        }
    }
}

extension MessageRecord {
    init(_ row: SQLRow, _ contacts: [MessageKey: [ContactDetail]]) throws {
        key = try row["id", as: MessageKey.self]
        conversation = try row["thread_id", as: ConversationID?.self]
        account = try row.address("account_address")
        isInbound = try row.string("direction") == "inbound"
        role = try row["role", as: MailboxRole.self]
        messageID = try row.optionalMessageID("message_id") ?? row.optionalMessageID("claimed_message_id")
        linkage = try row["linkage", as: Linkage?.self]
        from = try row.optionalAddress("from_address")
        to = try row.optionalAddress("to_address")
        subject = try row.string("subject")
        receivedAt = try row.timestamp("received_at")
        isBeforeBaseline = try row.bool("before_baseline")
        state = try row["state", as: MessageState.self]
        ownText = try row.optionalString("own_text")
        machineVerdict = try row.optionalString("machine_verdict")
        intent = try row.optionalString("intent")
        confidence = try row.optionalDouble("confidence")
        maySend = try row.optionalBool("may_send")
        classifier = try row.optionalString("classifier")
        evidence = try row.optionalString("evidence")
        explanation = try row.optionalString("explanation")
        language = try row.optionalString("language")
        decision = try row.optionalString("decision")
        outcome = try row["outcome", as: MessageOutcome?.self]
        decidedAt = try row.optionalTimestamp("decided_at")
        self.contacts = contacts[key] ?? []
    }
}
