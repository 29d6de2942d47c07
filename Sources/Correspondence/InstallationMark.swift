/// A mail to ourselves that an installation leaves in Sent of each mailbox it watches. Two installations that do not know of
/// each other would both answer; by the mark, which is all in its Message-ID, each notices the other.
package struct InstallationMark: Hashable, Sendable {
    private static let prefix = "mosaic-installation."

    /// Names the installation: letters and digits.
    package let installation: String

    package init(installation: String) {
        self.installation = installation
    }

    /// Reads a mark; nil when the id belongs to any other mail.
    package init?(_ id: MessageID) {
        guard id.text.hasPrefix(Self.prefix) else { return nil }
        let name = id.text.dropFirst(Self.prefix.count).prefix { $0 != "." && $0 != "@" }
        guard !name.isEmpty else { return nil }
        installation = String(name)
    }

    /// - Parameter number: a new one for each mark, since servers may drop a message they already have.
    package func messageID(number: Int64, at domain: String) -> MessageID? {
        MessageID("\(Self.prefix)\(installation).\(number)@\(domain)")
    }
}
