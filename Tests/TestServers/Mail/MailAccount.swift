/// A person with a mailbox on one of the test servers; logs in with the whole address.
public struct MailAccount: Sendable, Hashable {
    /// Such as `team1@mosaic.test`.
    public let address: String
    /// For IMAP LOGIN and SMTP AUTH.
    public let password: String

    /// An account that a server shall have.
    public init(_ address: String, password: String = "secret") {
        self.address = address
        self.password = password
    }

    var domain: String { String(address.split(separator: "@").last ?? "") }
}

/// A message as it lies in a mailbox.
public struct StoredMessage: Sendable, Hashable {
    /// The mailbox's UID for it.
    public let uid: UInt32
    /// Flags and keywords as the server spells them, without `\Recent`.
    public let flags: Set<String>
    /// The whole message, CRLF line ends.
    public let bytes: [UInt8]

    /// The message read as UTF-8, for `contains`.
    public var text: String { String(decoding: bytes, as: UTF8.self) }
}

/// What SELECT says about a mailbox.
public struct MailboxState: Sendable, Hashable {
    /// UIDVALIDITY.
    public let uidValidity: UInt32
    /// UIDNEXT.
    public let uidNext: UInt32
    /// EXISTS.
    public let exists: Int
}
