/// A parsed mail: decoded headers, the MIME tree, and the body that a person would read.
public struct ParsedMail: Sendable {
    public let headers: MailHeaders
    public let root: MailPart
    /// The plain-text body: `text/plain` parts that are shown, in order, with format=flowed unwrapped, the character
    /// set decoded and LF line ends; nil when there is none (see `html`).
    public let text: String?
    /// The `text/html` parts that are shown, in order, decoded; nil when there is none.
    public let html: String?
    /// The parts that are offered as files, wherever they stand.
    public let attachments: [Attachment]
    public let defects: Set<MailDefect>

    /// An attachment as lists show it.
    public struct Attachment: Hashable, Sendable {
        public let filename: String?
        /// `type/subtype`.
        public let contentType: String
        public let isInline: Bool
    }

    /// The parts of one media type, anywhere in the tree, `type/subtype` in lower case.
    public func parts(of essence: String) -> [MailPart] {
        root.selfAndDescendants.filter { $0.contentType.essence == essence }
    }
}
