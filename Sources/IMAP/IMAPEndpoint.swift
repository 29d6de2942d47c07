/// An IMAP server: its address, its security, and the limits for it.
public struct IMAPEndpoint: Sendable, Hashable {
    /// How the connection is protected.
    public enum Security: Sendable, Hashable {
        /// TLS from the first byte, normally port 993 (RFC 8314).
        case tls
        /// Clear text until STARTTLS, normally port 143. Never falls back to clear text.
        case startTLS
        /// No protection at all. Only for loopback and tests: passwords travel readable.
        case none
    }

    /// Which certificate authorities are trusted.
    public enum TrustRoots: Sendable, Hashable {
        /// Those of the operating system.
        case system
        /// Those in one PEM file, and no others.
        case file(String)
        /// Those of the operating system and those in one PEM file.
        case systemAnd(file: String)
    }

    /// The name or IP address to connect to, also the name the certificate must carry.
    public var host: String
    /// The TCP port.
    public var port: Int
    public var security: Security
    public var trustRoots: TrustRoots
    /// The time allowed for name resolution, TCP, TLS, the greeting and the first CAPABILITY together.
    public var connectTimeout: Duration
    /// The time allowed for one command; for FETCH the longest silence.
    public var commandTimeout: Duration
    public var limits: ParserLimits

    public init(
        host: String, port: Int = 993, security: Security = .tls, trustRoots: TrustRoots = .system,
        connectTimeout: Duration = .seconds(30), commandTimeout: Duration = .seconds(60),
        limits: ParserLimits = ParserLimits()
    ) {
        self.host = host
        self.port = port
        self.security = security
        self.trustRoots = trustRoots
        self.connectTimeout = connectTimeout
        self.commandTimeout = commandTimeout
        self.limits = limits
    }
}
