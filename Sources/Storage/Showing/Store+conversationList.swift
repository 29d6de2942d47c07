package import Correspondence
package import Timing

/// A conversation as lists show it.
package struct ConversationRecord: Sendable, Hashable {
    package let id: ThreadID
    package let account: EmailAddress
    package let contact: EmailAddress
    package let subject: String
    package let state: ConversationState
    package let reason: String?
    package let intent: String?
    package let stagesSent: Int
    package let nextFollowUpAt: Timestamp?
    package let updatedAt: Timestamp

    /// The state's reason, in a few words.
    package var why: String { reason ?? intent ?? "" }
}

extension Store {
    /// Conversations, the latest change first; of one state, or of all.
    package func conversations(
        in state: ConversationState? = nil, limit: Int
    ) async throws -> [ConversationRecord] {
        try await database.read { session in
            let only: SQL = state.map { "WHERE t.state = \($0)" } ?? ""
            return try await session.query(
                """
                SELECT t.*, a.address AS account_address, c.address AS contact_address
                FROM email_threads t JOIN accounts a ON a.id = t.account_id JOIN contacts c ON c.id = t.contact_id
                \(only) ORDER BY t.updated_at DESC, t.id DESC LIMIT \(limit)
                """
            ).map(ConversationRecord.init)
        }
    }
}

extension ConversationRecord {
    init(_ row: SQLRow) throws {
        id = try row["id", as: ThreadID.self]
        account = try row.address("account_address")
        contact = try row.address("contact_address")
        subject = try row.string("subject")
        state = try row["state", as: ConversationState.self]
        reason = try row.optionalString("reason")
        intent = try row.optionalString("intent")
        stagesSent = try row.int("followups_sent")
        nextFollowUpAt = try row.optionalTimestamp("next_followup_at")
        updatedAt = try row.timestamp("updated_at")
    }
}
