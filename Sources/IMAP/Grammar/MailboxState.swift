/// The state of a mailbox reported by SELECT or EXAMINE (RFC 9051 section 6.3.2).
public struct SelectedMailbox: Hashable, Sendable {
    public let name: MailboxName
    /// The server refused writing, or we asked for reading only.
    public let isReadOnly: Bool
    public let uidValidity: UIDValidity
    /// The UID the next message will get at least; some servers do not tell.
    public let uidNext: UID?
    /// The number of messages.
    public let exists: Int
    /// The flags that may be changed for good; empty when the server did not tell.
    public let permanentFlags: Set<Flag>
    /// The flags in use in this mailbox.
    public let flags: Set<Flag>
    /// RFC 7162; nil when the mailbox keeps none.
    public let highestModSequence: UInt64?

    /// Whether a keyword not yet in use can be created: PERMANENTFLAGS names `\*`.
    public var acceptsNewKeywords: Bool { permanentFlags.contains(.anyKeyword) }
}

/// The answer to STATUS (RFC 9051 section 6.3.11). Items that the server left out are nil.
public struct MailboxStatus: Hashable, Sendable {
    public internal(set) var messages: Int?
    public internal(set) var unseen: Int?
    public internal(set) var uidNext: UID?
    public internal(set) var uidValidity: UIDValidity?
    public internal(set) var highestModSequence: UInt64?

    public init() {}
}
