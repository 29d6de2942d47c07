package import Correspondence
package import Storage
package import Text

extension Interventions {
    /// Records that the contact is not interested: the conversation is complete, and its handoff closed.
    package func decline(_ conversation: ConversationID) async throws -> Acknowledgement {
        let what = "conversation \(conversation)"
        try Self.settle(try await store.conversations.decline(conversation), what)
        await mirror([conversation])
        return Acknowledgement("Conversation \(conversation) is complete: not interested.", ["what": what])
    }

    /// The same by its number or its contact.
    package func decline(_ meant: NumberOrContact<Entity.Conversation>) async throws -> Acknowledgement {
        try await decline(meant.resolved(in: store))
    }

    /// Bars a contact: they get no mail any more.
    ///
    /// - Parameter reason: stored for anybody who asks later.
    package func bar(_ contact: EmailAddress, reason: String) async throws -> Acknowledgement {
        try Self.settle(try await store.contacts.bar(contact, reason: reason), contact.text)
        return Acknowledgement(
            "No mail goes to \(contact) any more. If that was a mistake: mosaic contacts unbar \(contact)",
            ["contact": contact])
    }

    /// Records that the newest reply of a conversation was judged right; this counts towards the account's autonomy.
    package func confirm(_ conversation: ConversationID) async throws -> Acknowledgement {
        let what = "conversation \(conversation)"
        try Self.settle(try await store.corrections.confirm(conversation), what)
        return Acknowledgement(
            "Noted: the newest reply of conversation \(conversation) was judged right.", ["what": what])
    }

    /// The same by its number or its contact.
    package func confirm(_ meant: NumberOrContact<Entity.Conversation>) async throws -> Acknowledgement {
        try await confirm(meant.resolved(in: store))
    }

    /// Records that the newest reply of a conversation was judged wrong: it becomes a case for `mosaic replay`. The conversation
    /// is not changed.
    package func correct(_ conversation: ConversationID, to label: Intent) async throws -> Acknowledgement {
        let what = "conversation \(conversation)"
        try Self.settle(try await store.corrections.correct(conversation, to: label), what)
        return Acknowledgement(
            "Kept: the newest reply of conversation \(conversation) is \(label.rawValue).",
            ["what": what, "label": label])
    }
}

extension Interventions {
    /// The same by its number or its contact.
    package func correct(
        _ meant: NumberOrContact<Entity.Conversation>, to label: Intent
    ) async throws -> Acknowledgement {
        try await correct(meant.resolved(in: store), to: label)
    }
}

/// Misjudged replies, as cases that `mosaic replay` reads.
package struct CorrectionList: Sendable {
    package let corrections: [CorrectedReply]

    package init(of store: Store, limit: Int = 10_000) async throws {
        corrections = try await store.corrections.list(limit: limit)
    }

    /// JSON Lines.
    package var lines: String { corrections.map(\.json.description).joined(separator: "\n") }
}

extension CorrectionList: JSONConvertible {
    package var json: JSON { corrections.json }
}

extension CorrectedReply: JSONConvertible {
    package var json: JSON {
        ["id": "message-\(message)", "subject": subject, "body": text, "intent": label, "judged": judged]
    }
}
