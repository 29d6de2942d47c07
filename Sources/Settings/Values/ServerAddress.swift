/// A server and how its connection is protected.
package struct ServerAddress: Sendable, Hashable {
    package enum Security: String, Sendable, CaseIterable {
        /// TLS from the first byte.
        case tls
        /// STARTTLS, or no connection at all.
        case startTLS = "starttls"
        /// Clear text; loopback only.
        case none

        /// Also by the names that mail programs use.
        init?(name: String) {
            switch name.lowercased() {
            case "tls", "ssl", "ssl/tls", "implicit": self = .tls
            case "starttls", "start_tls": self = .startTLS
            case "none": self = .none
            default: return nil
            }
        }
    }

    package var host: String
    package var port: Int
    package var security: Security

    package init(host: String, port: Int, security: Security) {
        self.host = host
        self.port = port
        self.security = security
    }

    /// Whether clear text would stay on this machine: `localhost`, `::1`, and 127.0.0.0/8 (RFC 1122 section 3.2.1.3).
    ///
    /// A name that merely begins with `127.` can be anybody's.
    package var isLoopback: Bool {
        let name = host.lowercased()
        if name == "localhost" || name == "::1" || name == "[::1]" { return true }
        let parts = name.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts[0] == "127" && parts.allSatisfy { UInt8($0) != nil }
    }
}

/// A server with its login and trusted certificates.
package struct ServerLogin: Sendable, Hashable {
    package var server: ServerAddress
    /// The login name: the mail address, unless the server wants another.
    package var user: String
    package var proof: LoginProof
    /// Certificates trusted in addition to the system's; nil: the system's only.
    package var additionalRoots: AdditionalRoots?

    package init(server: ServerAddress, user: String, proof: LoginProof, additionalRoots: AdditionalRoots? = nil) {
        self.server = server
        self.user = user
        self.proof = proof
        self.additionalRoots = additionalRoots
    }

    package init(server: ServerAddress, user: String, password: Secret, additionalRoots: AdditionalRoots? = nil) {
        self.init(server: server, user: user, proof: .password(password), additionalRoots: additionalRoots)
    }

    /// Nil where a token is used.
    package var password: Secret? {
        if case .password(let password) = proof { password } else { nil }
    }
}
