package import Correspondence
package import Storage
package import Text

/// Conversations, latest change first, and the number in each state.
package struct ConversationList: Sendable {
    package let conversations: [ConversationRecord]
    /// Of all conversations, whichever were asked for.
    package let counts: [ConversationState: Int]
    /// The number that were asked for, shown or not.
    package let total: Int

    /// - Parameter state: only those in this state; nil for all.
    package init(of store: Store, in state: ConversationState? = nil, limit: Int? = nil) async throws {
        conversations = try await store.conversations.list(in: state, limit: limit)
        let counts = try await store.conversations.counts()
        self.counts = counts
        total = state.map { counts[$0] ?? 0 } ?? counts.values.reduce(0, +)
    }
}

extension ConversationList: JSONConvertible {
    package var json: JSON { conversations.json }
}

extension ConversationRecord {
    /// - Throws: an ``OperationFailure`` when there is no conversation with this number.
    package static func of(_ id: ConversationID, in store: Store) async throws -> ConversationRecord {
        guard let record = try await store.conversations.record(id) else {
            throw OperationFailure(.unknown, "There is no conversation \(id).")
        }
        return record
    }
}

extension ConversationRecord: JSONConvertible {
    package var json: JSON {
        [
            "id": id, "account": account, "contact": contact, "contact_name": contactName, "subject": subject,
            "message_id": messageID, "state": state, "reason": reason, "intent": intent, "stages_sent": answersSent,
            "next_followup_at": nextFollowUpAt, "hold_until": holdUntil, "waits_for_decision": decideAfter != nil,
            "phone": phone, "postal_address": postalAddress, "suppressed_at": suppressedAt,
            "suppressed_reason": suppressedReason, "created_at": createdAt, "updated_at": updatedAt,
        ]
    }
}
