package import Correspondence
package import Storage
package import Text

/// Handoffs, and their number.
package struct HandoffList: Sendable {
    package let handoffs: [HandoffRecord]
    /// The number that were asked for, shown or not.
    package let total: Int
    /// Drafts of campaigns, shown together: each would be one of hundreds.
    package let drafts: [WaitingDrafts]

    /// Open ones, oldest first; then, if asked for, closed ones, latest first.
    package init(of store: Store, alsoClosed: Bool = false, limit: Int? = nil) async throws {
        handoffs = try await store.handoffs.list(onlyOpen: !alsoClosed, limit: limit)
        total = try await store.handoffs.count(onlyOpen: !alsoClosed)
        drafts = try await store.outbox.draftsWaiting()
    }
}

extension HandoffList: JSONConvertible {
    package var json: JSON { handoffs.json }
}

extension HandoffRecord {
    /// - Throws: an ``OperationFailure`` when there is no handoff with this number.
    package static func of(_ id: HandoffID, in store: Store) async throws -> HandoffRecord {
        guard let record = try await store.handoffs.record(id) else {
            throw OperationFailure(.unknown, "There is no handoff \(id).")
        }
        return record
    }

    /// Why it waits, for people.
    package var why: String { HandoffReason(rawValue: reason)?.sentence ?? reason }

    /// What to do about it, for people.
    package var advice: String {
        HandoffReason(rawValue: reason).map { "\($0.advice)" } ?? "Read the story: mosaic explain \(conversation)"
    }

    /// The ways to reach the writer: numbers and addresses, and the candidates of a number whose country is unknown.
    package var given: String {
        contacts.filter(\.kind.answersTheQuestion).map(\.shownBriefly).joined(separator: "; ")
    }
}

extension HandoffRecord: JSONConvertible {
    package var json: JSON {
        [
            "id": id, "conversation": conversation, "account": account, "contact": contact, "contact_name": contactName,
            "subject": subject, "reason": reason, "why": why, "do": advice, "own_text": ownText, "contacts": contacts,
            "opened_at": openedAt, "closed_at": closedAt, "closed_by": closedBy,
        ]
    }
}
