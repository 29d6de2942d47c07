package import Correspondence
import Database
import Events
package import Timing

/// The outcome of a person's wish about a mail or a conversation.
package enum Intervention: Sendable, Hashable {
    case done
    /// Nothing was changed, and why.
    case refused(String)
    /// There is no such thing.
    case unknown
}

extension Outbox {
    /// Cancels a mail and the rest of its sequence: from now on the conversation is with a person.
    ///
    /// A mail that a process holds is thereby refused its final dot; one that may have left cannot be cancelled.
    package func cancel(_ id: MailID) async throws -> Intervention {
        try await database.transaction { session in
            guard let row = try await session.lockedMail(id) else { return .unknown }
            let state = try row["state", as: MailState.self]
            guard MailState.recallable.contains(state) else { return .refused(state.reasonAgainstChange) }
            let conversation = try row["thread_id", as: ConversationID.self]
            try await session.cancelOpenMails(of: [conversation], reason: "cancelled by a person")
            try await session.move([conversation], .recalled, reason: "cancelled by a person", bumping: true)
            try await session.closeTold([conversation], by: "its mail was cancelled by a person")
            try await session.leadsAreSkipped(in: conversation, reason: "its mail was cancelled by a person")
            try await session.record(.followupCancelled, conversation: conversation, mail: id, detail: "by a person")
            return .done
        }
    }

    /// Moves a planned mail to another time; later mails keep their distance to it.
    package func reschedule(_ id: MailID, to instant: Timestamp) async throws -> Intervention {
        try await database.transaction { session in
            guard let row = try await session.lockedMail(id) else { return .unknown }
            let state = try row["state", as: MailState.self]
            guard state == .planned else { return .refused(state.reasonAgainstChange) }
            try await session.write(
                "UPDATE outbox SET due_at = \(instant), reason = 'rescheduled by a person' WHERE id = \(id)")
            try await session.leadWaits(of: id, until: "\(instant)")
            let conversation = try row["thread_id", as: ConversationID.self]
            try await session.refreshNextFollowUp(of: [conversation])
            try await session.record(
                .followupRescheduled, conversation: conversation, mail: id, detail: instant.rfc3339)
            return .done
        }
    }
}

extension SQLSession {
    /// Locks the conversation first, as everything does that plans or cancels, then its mail.
    fileprivate func lockedMail(_ id: MailID) async throws -> SQLRow? {
        _ = try await first(
            """
            SELECT id FROM email_threads WHERE id = (SELECT thread_id FROM outbox WHERE id = \(id)) \(SQL.forUpdate)
            """)
        return try await first("SELECT thread_id, state FROM outbox WHERE id = \(id) \(SQL.forUpdate)")
    }

    /// No mail of these conversations leaves before `instant`.
    func postponeOpenMails(of conversation: ConversationID, until instant: Timestamp) async throws {
        try await write(
            """
            UPDATE outbox SET due_at = \(instant)
            WHERE thread_id = \(conversation) AND state IN ('planned', 'claimed') AND due_at < \(instant)
            """)
    }
}

extension MailState {
    fileprivate var reasonAgainstChange: String {
        switch self {
        case .planned: "it is planned"
        case .claimed: "it is being sent at this moment; look again in a minute"
        case .inDoubt: "it may have left already; its evidence is being looked for"
        case .sent: "it was sent already"
        case .rejected: "the server has refused it"
        case .cancelled: "it is cancelled already"
        case .needsHuman: "it may have left, or lies in Drafts: look into the mailbox"
        }
    }
}
