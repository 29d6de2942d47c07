import Correspondence
import Database

extension SQLSession {
    /// Drops tasks on messages and mails that are erased.
    func forgetActions(on messages: [MessageKey], _ mails: [MailID]) async throws {
        try await write(
            "DELETE FROM mailbox_actions WHERE message_key \(in: messages) OR outbox_id \(in: mails)")
    }
}
