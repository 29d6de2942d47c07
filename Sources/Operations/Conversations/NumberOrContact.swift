package import Correspondence
package import Storage

/// How a person names something: by its number, or by the address of its contact.
package enum NumberOrContact<Entity>: Sendable, Hashable {
    case number(Identifier<Entity>)
    case contact(EmailAddress)

    /// Nil for anything but a number above 0 or a mail address.
    package init?(_ text: String) {
        if let number = Int64(text) {
            guard number > 0 else { return nil }
            self = .number(Identifier(rawValue: number))
        } else if let address = EmailAddress(text) {
            self = .contact(address)
        } else {
            return nil
        }
    }

    /// The number that is meant.
    ///
    /// - Parameter candidates: numbers that an address may mean, with descriptions to tell them apart.
    /// - Throws: an ``OperationFailure`` that says what to name instead, unless exactly one is meant.
    fileprivate func only(
        _ what: String, _ candidates: (EmailAddress) async throws -> [(Identifier<Entity>, String)]
    ) async throws -> Identifier<Entity> {
        switch self {
        case .number(let number): return number
        case .contact(let address):
            let found = try await candidates(address)
            if found.count == 1 { return found[0].0 }
            guard !found.isEmpty else { throw OperationFailure(.unknown, "\(address) has no \(what).") }
            let list = found.map { "\($0.0) (\($0.1))" }.joined(separator: ", ")
            throw OperationFailure(
                .refused, "\(address) has \(found.count) of that kind: give the number of the one you mean: \(list).")
        }
    }
}

extension NumberOrContact<Correspondence.Entity.Conversation> {
    /// The conversation that is meant.
    ///
    /// - Parameter state: where a person has several conversations, only those in this state count.
    package func resolved(
        in store: Store, among state: ConversationState? = nil
    ) async throws -> ConversationID {
        let what = state.map { "conversation in the state \($0.rawValue)" } ?? "conversation"
        return try await only(what) { address in
            var found: [(ConversationID, String)] = []
            for id in try await store.conversations.ids(with: address) {
                guard let record = try await store.conversations.record(id), state == nil || record.state == state
                else {
                    continue
                }
                found.append((id, "“\(record.subject.shownOnOneLine(limit: 60))”, \(record.state.rawValue)"))
            }
            return found
        }
    }
}

extension NumberOrContact<Correspondence.Entity.Handoff> {
    /// The open handoff that is meant.
    package func resolved(in store: Store) async throws -> HandoffID {
        try await only("handoff that is open") { address in
            var found: [(HandoffID, String)] = []
            for id in try await store.conversations.ids(with: address) {
                for record in try await store.handoffs.list(onlyOpen: true, of: id) {
                    found.append((record.id, "“\(record.subject.shownOnOneLine(limit: 60))”"))
                }
            }
            return found
        }
    }
}
