package import Correspondence
import Database
package import Timing

/// A conversation as lists show it.
package struct ConversationRecord: Sendable, Hashable {
    package let id: ConversationID
    package let account: EmailAddress
    package let contact: EmailAddress
    package let contactName: String?
    /// The details that the contact gave, if any.
    package let phone: String?
    package let postalAddress: String?
    package let suppressedAt: Timestamp?
    package let suppressedReason: String?
    package let subject: String
    /// The Message-ID of the outreach that began it.
    package let messageID: MessageID?
    package let state: ConversationState
    package let reason: String?
    package let intent: String?
    package let answersSent: Int
    package let nextFollowUpAt: Timestamp?
    package let holdUntil: Timestamp?
    /// Set while messages wait for a decision.
    package let decideAfter: Timestamp?
    package let createdAt: Timestamp
    package let updatedAt: Timestamp

    /// The state's reason, in a few words.
    package var why: String { reason ?? intent ?? "" }
}

extension Conversations {
    /// Conversations, latest change first; of one state, or of all.
    package func list(
        in state: ConversationState? = nil, limit: Int? = nil
    ) async throws -> [ConversationRecord] {
        try await database.read { session in
            let only: SQL = state.map { "WHERE t.state = \($0)" } ?? ""
            return try await session.conversations("\(only) ORDER BY t.updated_at DESC, t.id DESC \(SQL.limit(limit))")
        }
    }

    /// Conversations before `id`, those that began last first.
    package func latest(before id: ConversationID? = nil, limit: Int) async throws -> [ConversationRecord] {
        let before = id?.rawValue ?? Int64.max
        return try await database.read { session in
            try await session.conversations("WHERE t.id < \(before) ORDER BY t.id DESC LIMIT \(limit)")
        }
    }

    package func record(_ id: ConversationID) async throws -> ConversationRecord? {
        try await database.read { session in try await session.conversations("WHERE t.id = \(id)").first }
    }

    /// The number of conversations in each state.
    package func counts() async throws -> [ConversationState: Int] {
        try await database.read { session in
            try await session.query("SELECT state, COUNT(*) AS count FROM email_threads GROUP BY state")
                .reduce(into: [:]) { $0[try $1["state", as: ConversationState.self]] = try $1.int("count") }
        }
    }
}

extension SQLSession {
    fileprivate func conversations(_ condition: SQL) async throws -> [ConversationRecord] {
        try await query(
            """
            SELECT t.*, a.address AS account_address, c.address AS contact_address, c.name AS contact_name, c.phone,
                c.postal_address, c.suppressed_at, c.suppressed_reason
            FROM email_threads t JOIN accounts a ON a.id = t.account_id JOIN contacts c ON c.id = t.contact_id
            \(condition)
            """
        ).map(ConversationRecord.init)
    }
}

extension ConversationRecord {
    init(_ row: SQLRow) throws {
        id = try row["id", as: ConversationID.self]
        account = try row.address("account_address")
        contact = try row.address("contact_address")
        contactName = try row.optionalString("contact_name")
        phone = try row.optionalString("phone")
        postalAddress = try row.optionalString("postal_address")
        suppressedAt = try row.optionalTimestamp("suppressed_at")
        suppressedReason = try row.optionalString("suppressed_reason")
        subject = try row.string("subject")
        messageID = try row.optionalMessageID("message_id")
        state = try row["state", as: ConversationState.self]
        reason = try row.optionalString("reason")
        intent = try row.optionalString("intent")
        answersSent = try row.int("followups_sent")
        nextFollowUpAt = try row.optionalTimestamp("next_followup_at")
        holdUntil = try row.optionalTimestamp("hold_until")
        decideAfter = try row.optionalTimestamp("decide_after")
        createdAt = try row.timestamp("created_at")
        updatedAt = try row.timestamp("updated_at")
    }
}
