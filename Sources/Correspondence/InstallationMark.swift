/// What an installation leaves in Sent of each mailbox that it watches, so that another one there notices: two that know
/// nothing of each other would both answer. It is a mail to ourselves whose Message-ID says it all.
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

    /// - Parameter number: another one for each mark, since servers may drop what they have already.
    package func messageID(number: Int64, at domain: String) -> MessageID? {
        MessageID("\(Self.prefix)\(installation).\(number)@\(domain)")
    }
}
