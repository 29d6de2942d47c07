/// One account at one submission server.
public struct SMTPServer: Sendable, Hashable {
    /// How the session is encrypted. There is no "if possible": an attacker could turn that into clear text.
    public enum Security: String, Sendable, Hashable, CaseIterable {
        /// TLS from the first byte, usually port 465 (RFC 8314).
        case tls
        /// STARTTLS before anything else, usually port 587 (RFC 3207); refused → nothing is sent.
        case startTLS
        /// In clear. For loopback only.
        case none
    }

    public var host: String
    public var port: UInt16
    public var security: Security
    /// Empty: no login is tried.
    public var username: String
    public var password: Password
    /// An OAuth 2 access token, used instead of the password; nil: the password is used.
    public var token: Password?
    /// A PEM file of issuers to trust in place of the system's.
    public var caFile: String?
    /// The name we greet with: a domain or an address literal (RFC 5321 section 4.1.1.1).
    public var helloName: String
    /// Until the session is encrypted and logged in.
    public var connectTimeout: Duration
    /// For each reply, at most; earlier phases get less, see ``SMTPPhase/patience``. 10 minutes is the least RFC 5321 section
    /// 4.5.3.2.6 allows after the final dot.
    public var responseTimeout: Duration
    /// For everything before the final dot together, so that the holder of the mail knows until when it is certainly unsent.
    public var beforeDotTimeout: Duration
    /// How long a connection stays open after a mail, for the next one of the same login; zero: it is closed.
    public var restTime = Duration.zero
    /// The most mails that one connection carries.
    public var mailsPerConnection = 50

    public init(
        host: String, port: UInt16, security: Security, username: String, password: Password, token: Password? = nil,
        caFile: String? = nil,
        helloName: String = "[127.0.0.1]", connectTimeout: Duration = .seconds(60),
        responseTimeout: Duration = .seconds(600), beforeDotTimeout: Duration = .seconds(480)
    ) {
        self.host = host
        self.port = port
        self.security = security
        self.username = username
        self.password = password
        self.token = token
        self.caFile = caFile
        self.helloName = helloName
        self.connectTimeout = connectTimeout
        self.responseTimeout = responseTimeout
        self.beforeDotTimeout = beforeDotTimeout
    }
}

extension SMTPServer {
    /// The URL libcurl connects to; the greeting name is its path (curl's URL syntax for SMTP).
    /// Nil when host or name hold anything that could mean something else in a URL or on the wire.
    var url: String? {
        guard !host.isEmpty, host.utf8.allSatisfy(\.isHostCharacter), !helloName.isEmpty,
            helloName.utf8.allSatisfy({ $0.isHostCharacter || $0 == UInt8(ascii: "[") || $0 == UInt8(ascii: "]") })
        else { return nil }
        let scheme = security == .tls ? "smtps" : "smtp"
        let authority = host.contains(":") ? "[\(host)]" : host
        let path = helloName.replacing("[", with: "%5B").replacing("]", with: "%5D")
        return "\(scheme)://\(authority):\(port)/\(path)"
    }
}

extension UInt8 {
    fileprivate var isHostCharacter: Bool {
        switch self {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"), 0x3A: true
        default: false
        }
    }
}
