import Events
import IMAP
import Logging
import Observability

extension MailboxActions {
    /// Only for people's eyes: the flags are what counts, so where a label is refused nothing is tried again.
    func label(_ messages: UIDSet, isWaiting: Bool) async throws {
        guard let label = HandoffLabel(link.connection) else { return }
        do throws(IMAPError) {
            if isWaiting { try await label.add(to: messages) } else { try await label.remove(from: messages) }
        } catch {
            guard error.leavesConnectionOpen else { throw error }
            parts.log.event(
                .mailboxActionFailed,
                ["protocol": "IMAP", "account": address, "action": "label", "error": "\(error)"])
        }
    }
}
