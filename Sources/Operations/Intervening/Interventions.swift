package import Correspondence
package import Storage
import Text
package import Timing

/// Everything that a person can change in Mosaic's work. The store audits every act.
///
/// Each act throws an ``OperationFailure`` when the thing does not exist or its state forbids the change.
package struct Interventions: Sendable {
    let store: Store
    let clock: any WallClock
    private let cache: (any FollowUpCache)?

    /// - Parameter cache: the mirror of due times outside the database; nil where there is none.
    package init(
        _ store: Store, cache: (any FollowUpCache)? = nil, clock: any WallClock = SystemWallClock()
    ) {
        self.store = store
        self.cache = cache
        self.clock = clock
    }

    /// Cancels a mail and the mails that would follow it: from now on the conversation is with a person.
    package func cancel(_ mail: MailID) async throws -> Acknowledgement {
        let what = "follow-up \(mail)"
        try Self.settle(try await store.outbox.cancel(mail), what)
        await mirrorConversation(of: mail)
        return Acknowledgement("Follow-up \(mail) will not be sent; the conversation is yours.", ["what": what])
    }

    /// Moves a mail to another time; later mails keep their distance to it.
    package func reschedule(_ mail: MailID, to due: Timestamp) async throws -> Acknowledgement {
        let what = "follow-up \(mail)"
        try Self.settle(try await store.outbox.reschedule(mail, to: due), what)
        await mirrorConversation(of: mail)
        return Acknowledgement(
            "Follow-up \(mail) is due at \(due.shown), \(due.shown(relativeTo: clock.now)).", ["what": what])
    }

    /// Gives a conversation back to Mosaic: its handoff is closed, and the next reply is decided like a first one.
    package func resume(_ conversation: ConversationID) async throws -> Acknowledgement {
        let what = "conversation \(conversation)"
        try Self.settle(try await store.conversations.resume(conversation), what)
        await mirror([conversation])
        return Acknowledgement(
            "Conversation \(conversation) is Mosaic's again: it decides the next reply.", ["what": what])
    }

    /// The same by its number or its contact.
    package func resume(
        _ meant: NumberOrContact<Entity.Conversation>
    ) async throws -> Acknowledgement {
        try await resume(meant.resolved(in: store, among: .withPerson))
    }

    /// Closes a handoff; its conversation stays with a person.
    package func close(_ handoff: HandoffID) async throws -> Acknowledgement {
        let what = "handoff \(handoff)"
        try Self.settle(try await store.handoffs.close(handoff), what)
        return Acknowledgement("Handoff \(handoff) is closed.", ["what": what])
    }

    /// The same by its number or its contact.
    package func close(_ meant: NumberOrContact<Entity.Handoff>) async throws -> Acknowledgement {
        try await close(meant.resolved(in: store))
    }

    static func settle(_ outcome: Intervention, _ what: String) throws {
        switch outcome {
        case .done: return
        case .unknown: throw OperationFailure(.unknown, "There is no \(what).")
        case .refused(let reason):
            throw OperationFailure(.refused, "Nothing was changed for \(what): \(reason).")
        }
    }

    private func mirrorConversation(of mail: MailID) async {
        // The change is made; the mirror repairs itself.
        guard let record = try? await store.outbox.record(mail) else { return }
        await mirror([record.conversation])
    }

    /// The cache only mirrors: if this fails, the running service repairs it within 15 minutes.
    func mirror(_ conversations: Set<ConversationID>) async {
        guard let cache else { return }
        // An unreachable cache must not undo the change.
        try? await cache.update(conversations, by: store.conversations.times(of: conversations))
    }
}
