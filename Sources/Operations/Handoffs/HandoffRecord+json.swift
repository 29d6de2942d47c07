package import Storage
package import Text

extension HandoffRecord {
    /// What waits for a person, the oldest first; then, where asked for, what is closed.
    package static func list(of store: Store, alsoClosed: Bool, limit: Int) async throws -> [HandoffRecord] {
        try await store.handoffs.list(onlyOpen: !alsoClosed, limit: limit)
    }
}

extension HandoffRecord: JSONConvertible {
    package var json: JSON {
        [
            "id": id, "conversation": thread, "account": account, "contact": contact, "subject": subject,
            "reason": reason, "own_text": ownText, "contacts": contacts, "opened_at": openedAt, "closed_at": closedAt,
            "closed_by": closedBy,
        ]
    }
}
