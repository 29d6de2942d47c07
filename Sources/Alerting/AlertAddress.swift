package import Storage

/// The target of alerts: a URL that may be used for them.
package struct AlertAddress: Sendable, Hashable {
    package let url: String
    /// Named in the settings: it may be in a private network, and need not be encrypted.
    package let isTrusted: Bool

    /// - Parameter trusted: hosts that the settings name.
    package init(_ text: String, trusted: Set<String>) throws(AlertFault) {
        let scheme = text.prefix { $0 != ":" }.lowercased()
        guard ["https", "http"].contains(scheme), text.dropFirst(scheme.count).hasPrefix("://"),
            text.utf8.count <= 2_000,
            text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F })
        else { throw .noURL }
        let authority = text.dropFirst(scheme.count + 3).prefix { !"/?#".contains($0) }
        guard !authority.isEmpty, !authority.contains("@"), !authority.contains("\\") else { throw .noURL }
        isTrusted = trusted.contains(Self.host(of: authority))
        guard scheme == "https" || isTrusted else { throw .notEncrypted }
        url = text
    }

    /// The host of an alert's URL, the only part that may be shown: for most kinds the rest is a secret.
    package static func shown(_ target: AlertTarget) -> String {
        if let address = target.mailAddress { return address }
        guard target.kind != .webhook, let start = target.address.firstRange(of: "://")?.upperBound else {
            return target.address
        }
        return "https://\(target.address[start...].prefix { !"/?#".contains($0) })/…"
    }

    private static func host(of authority: some StringProtocol) -> String {
        if authority.hasPrefix("[") { return authority.dropFirst().prefix { $0 != "]" }.lowercased() }
        return authority.prefix { $0 != ":" }.lowercased()
    }
}

/// Why a URL cannot be used for alerts.
package enum AlertFault: Error, Sendable, Hashable, CustomStringConvertible {
    case noURL
    case notEncrypted

    package var description: String {
        switch self {
        case .noURL: "This is no URL for alerts: copy it whole, such as https://hooks.slack.com/services/…"
        case .notEncrypted: "The URL must begin with https:// unless ALERT_HOSTS names its host."
        }
    }
}
