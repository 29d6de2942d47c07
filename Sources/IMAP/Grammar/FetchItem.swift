/// The items that FETCH requests. The UID always comes; nothing here sets `\Seen`.
public enum FetchItem: Hashable, Sendable {
    case flags
    case internalDate
    /// RFC822.SIZE.
    case size
    /// `BODY.PEEK[section]`, whole, or at most `count` octets from `offset`. Ask for one range of a section at a time:
    /// results are filed under the section alone.
    case body(Section, partial: Partial? = nil)
    /// MODSEQ, RFC 7162; needs `.condStore`.
    case modSequence
    /// X-GM-THRID, X-GM-MSGID and X-GM-LABELS; need `.gmailExtensions`.
    case gmailThreadID, gmailMessageID, gmailLabels

    /// A range of octets: `<offset.count>`.
    public struct Partial: Hashable, Sendable {
        public let offset: UInt32
        public let count: UInt32

        public init(offset: UInt32 = 0, count: UInt32) {
            self.offset = offset
            self.count = count
        }
    }
}

/// One message of a FETCH answer: the requested items, as far as the server sent them.
public struct FetchedMessage: Hashable, Sendable {
    public internal(set) var uid: UID
    public internal(set) var flags: Set<Flag>?
    public internal(set) var internalDate: InternalDate?
    /// Octets of the whole message.
    public internal(set) var size: UInt64?
    /// The octets of each section; a section the server answered with NIL is absent.
    public internal(set) var sections: [Section: [UInt8]] = [:]
    public internal(set) var modSequence: UInt64?
    public internal(set) var gmailThreadID: UInt64?
    public internal(set) var gmailMessageID: UInt64?
    /// Decoded from modified UTF-7; system labels such as `\Inbox` and `\Sent` keep their backslash.
    public internal(set) var gmailLabels: [String]?

    init(uid: UID) { self.uid = uid }
}
