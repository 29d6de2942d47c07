import Events
import IMAP
import Logging
import Observability

/// The label on mail that waits for a person, where the mailbox is Gmail's: its pages and apps show no keywords.
struct HandoffLabel: Sendable {
    static let name = MailboxName("Mosaic/Waiting")

    private let connection: IMAPConnection

    /// Nil where there are no labels.
    init?(_ connection: IMAPConnection) {
        guard connection.capabilities.contains(.gmailExtensions) else { return nil }
        self.connection = connection
    }

    func add(to messages: UIDSet) async throws(IMAPError) {
        do { try await connection.label(messages, .add(Self.name)) } catch {
            guard case .no = error else { throw error }
            try await make()
            try await connection.label(messages, .add(Self.name))
        }
    }

    func remove(from messages: UIDSet) async throws(IMAPError) {
        let found = try await connection.fetch(messages, [.gmailLabels])
        let labelled = found.filter { $0.gmailLabels?.contains(Self.name.text) == true }.map(\.uid)
        guard !labelled.isEmpty else { return }
        try await connection.label(UIDSet(labelled.sorted()), .remove(Self.name))
    }

    /// One that is there already is refused, which is as good.
    private func make() async throws(IMAPError) {
        do { try await connection.create(Self.name) } catch {
            guard case .no = error else { throw error }
        }
    }
}

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
