package import Correspondence
package import Storage
package import Text

/// Everything known about a conversation, a correspondent or a Message-ID.
package struct Explanation: Sendable {
    package var stories: [ConversationStory]
    /// Mail that belongs to no conversation.
    package let others: [MessageRecord]
    /// The leads that the correspondent belongs to.
    package var leads: [LeadStory] = []
    /// The correspondent, if known; they may be barred although nobody ever wrote to them.
    package var contact: ContactRecord?
    /// The domain that bars mail to them.
    package var barringDomain: MailDomain?

    package var isEmpty: Bool { hasNoStory && contact == nil && barringDomain == nil }
    /// Whether nothing was ever written between us.
    package var hasNoStory: Bool { stories.isEmpty && others.isEmpty && leads.isEmpty }
}

extension Explanation {
    /// Looks the subject up in what is stored.
    ///
    /// - Parameter policy: the caps for mails, by the number of accounts.
    /// - Throws: an ``OperationFailure`` when nothing is known about it.
    package static func of(
        _ subject: ExplainSubject, in store: Store, policy: (Int) async throws -> SendPolicy = { _ in SendPolicy() }
    ) async throws -> Explanation {
        var found = try await find(subject, in: store)
        let held = try await policy(store.accounts.all().count)
        for index in found.stories.indices { found.stories[index].policy = held }
        guard !found.isEmpty else {
            let shown = subject.description.shownOnOneLine(limit: 200)
            throw OperationFailure(.unknown, "Nothing is known about \(shown)." + subject.whereElse)
        }
        return found
    }

    private static func find(_ subject: ExplainSubject, in store: Store) async throws -> Explanation {
        switch subject {
        case .conversation(let id):
            return Explanation(stories: try await stories(of: [id], in: store), others: [])
        case .address(let address):
            let conversations = try await store.conversations.ids(with: address)
            let others = try await store.messages.unlinked(from: address, limit: 20)
            let found = Explanation(
                stories: try await stories(of: conversations, in: store), others: others,
                leads: try await LeadStory.all(with: address, in: store),
                contact: try await store.contacts.record(address),
                barringDomain: try await store.contacts.suppressedDomain(of: address))
            // A Message-ID without its angle brackets may look like an address.
            if found.isEmpty, let id = MessageID(address.text) { return try await find(.message(id), in: store) }
            return found
        case .message(let id):
            let conversations = try await store.conversations.ids(naming: id)
            let others = try await store.messages.list(named: id).filter { $0.conversation == nil }
            return Explanation(stories: try await stories(of: conversations, in: store), others: others)
        }
    }

    private static func stories(of conversations: [ConversationID], in store: Store) async throws
        -> [ConversationStory]
    {
        var stories: [ConversationStory] = []
        for id in conversations {
            if let story = try await store.conversations.story(of: id) { stories.append(story) }
        }
        return stories
    }
}

extension Explanation: JSONConvertible {
    package var json: JSON {
        [
            "conversations": stories.map(\.json), "other_messages": others.map(\.json), "leads": leads.map(\.json),
            "contact": contact?.json, "suppressed_domain": barringDomain?.description,
        ]
    }
}

/// The subject of a story.
package enum ExplainSubject: Sendable, Hashable, CustomStringConvertible {
    case conversation(ConversationID)
    case address(EmailAddress)
    case message(MessageID)

    /// A number is a conversation, angle brackets make a Message-ID; a bare `a@b` is an address when it is one.
    package init?(_ text: String) {
        if let number = Int64(text), number > 0 {
            self = .conversation(ConversationID(rawValue: number))
        } else if !text.hasPrefix("<"), let address = EmailAddress(text) {
            self = .address(address)
        } else if let id = MessageID(text), text.contains("@") || text.hasPrefix("<") {
            self = .message(id)
        } else {
            return nil
        }
    }

    /// Advice for when nothing was found.
    fileprivate var whereElse: String {
        guard case .address = self else { return "" }
        return " Of mail that is no reply to us only the Message-ID is kept: mosaic explain '<its id>'."
    }

    package var description: String {
        switch self {
        case .conversation(let id): "conversation \(id)"
        case .address(let address): address.text
        case .message(let id): id.bracketed
        }
    }
}
