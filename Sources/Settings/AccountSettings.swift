public import Correspondence

/// One watched mailbox and how to reach it.
public struct AccountSettings: Sendable {
    public var address: EmailAddress
    public var password: Secret
    /// The display name that recipients see.
    public var name: String?
    /// ISO 3166 region of the creators that this account writes to.
    public var region: String?
    public var dailyLimit: Int
    public var imap: ServerAddress
    public var smtp: ServerAddress

    public init(
        address: EmailAddress, password: Secret, name: String? = nil, region: String? = nil, dailyLimit: Int = 500,
        imap: ServerAddress, smtp: ServerAddress
    ) {
        self.address = address
        self.password = password
        self.name = name
        self.region = region
        self.dailyLimit = dailyLimit
        self.imap = imap
        self.smtp = smtp
    }
}

/// A server and how its connection is protected.
public struct ServerAddress: Sendable, Hashable {
    public enum Security: String, Sendable, CaseIterable {
        /// TLS from the first byte.
        case tls
        /// STARTTLS, or no connection at all.
        case startTLS = "starttls"
        /// Clear text; loopback only.
        case none
    }

    public var host: String
    public var port: Int
    public var security: Security

    public init(host: String, port: Int, security: Security) {
        self.host = host
        self.port = port
        self.security = security
    }

    /// Whether clear text would not leave this machine.
    public var isLoopback: Bool {
        host == "localhost" || host == "::1" || host == "[::1]" || host.hasPrefix("127.")
    }
}

/// A value that never shows in descriptions, dumps, logs or errors.
public struct Secret: Sendable, Hashable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The value itself, for the one place that needs it.
    public let revealed: String

    public init(_ value: String) { revealed = value }

    public var description: String { "‹hidden›" }
    public var debugDescription: String { description }
    public var customMirror: Mirror { Mirror(self, children: []) }
}
