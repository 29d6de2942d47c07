package import Correspondence
import Database
import Events

/// A due mail whose row this program cannot interpret, such as one with an invalid recipient address.
package struct UnreadableMail: Sendable, Hashable {
    package let id: MailID
    let fence: Int64
    package let account: AccountID
    package let conversation: ConversationID
    package let reason: String
}

/// The result of one look for due mails.
struct ClaimedMails: Sendable {
    var readable: [MailClaim] = []
    var unreadable: [UnreadableMail] = []
}

extension Outbox {
    /// Ends the mail; its conversation goes to a person.
    func giveToPerson(_ mail: UnreadableMail) async throws {
        try await database.transaction { session in
            try await session.lock([mail.conversation])
            let reason = "it cannot be read: \(mail.reason)"
            let ended = try await session.moved(
                "id = \(mail.id) AND fence = \(mail.fence)", .refused,
                ", lease_until = NULL, reason = \(reason.storable)")
            guard !ended.isEmpty else { return }
            try await session.logSendSteps(.refused, of: [mail.id], detail: reason)
            try await session.giveToPerson(mail.conversation, .sendFailed)
            try await session.record(
                .followupRejected, conversation: mail.conversation, mail: mail.id, detail: reason)
        }
    }
}
