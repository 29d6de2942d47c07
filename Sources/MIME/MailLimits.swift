/// How much of a mail is read. Anything beyond a limit is left out and reported as a `MailDefect`; only a mail longer than
/// `maxBytes` is refused.
public struct MailLimits: Hashable, Sendable {
    /// The longest mail that is accepted at all.
    public var maxBytes: Int
    /// The longest header block that is looked at.
    public var maxHeaderBytes: Int
    /// The most boundary lines that are followed: a million parts cost GMime 4 s.
    public var maxParts: Int
    /// The most nested multiparts and embedded messages.
    var maxDepth: Int
    /// The longest content kept of each part, and the longest body text.
    public var maxTextBytes: Int

    public init(
        maxBytes: Int = 40 << 20, maxHeaderBytes: Int = 256 << 10, maxParts: Int = 1_000, maxDepth: Int = 50,
        maxTextBytes: Int = 2 << 20
    ) {
        self.maxBytes = maxBytes
        self.maxHeaderBytes = maxHeaderBytes
        self.maxParts = maxParts
        self.maxDepth = maxDepth
        self.maxTextBytes = maxTextBytes
    }

    public static let `default` = MailLimits()
}
