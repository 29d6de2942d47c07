extension ServerKind {
    /// The names of a setting of this server: the account's own first, then those for all accounts.
    func names(_ account: AccountNames, _ parts: String...) -> [String] {
        parts.map { account.name("\(rawValue)_\($0)") } + parts.map { "\(rawValue)_\($0)" }
    }

    /// Port and security if one of them or both are not set: the provider's, otherwise the customary ones (RFC 8314 section 3,
    /// RFC 6409 section 3.1).
    func usual(
        _ security: ServerAddress.Security?, _ known: ServerAddress?
    ) -> (port: Int, security: ServerAddress.Security) {
        if let known, security == nil || security == known.security { return (known.port, known.security) }
        switch (self, security) {
        case (.imap, .startTLS): return (143, .startTLS)
        case (.imap, _): return (993, security ?? .tls)
        case (.smtp, .tls): return (465, .tls)
        case (.smtp, _): return (587, security ?? .startTLS)
        }
    }

    /// The security of a well-known port; nil for any other.
    func security(ofPort port: Int?) -> ServerAddress.Security? {
        switch (self, port) {
        case (.imap, 993), (.smtp, 465): .tls
        case (.imap, 143), (.smtp, 587), (.smtp, 25): .startTLS
        default: nil
        }
    }
}
