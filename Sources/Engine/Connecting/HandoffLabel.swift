import IMAP

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
