import Text

/// A part of a message that FETCH can name between the brackets of `BODY[]` (RFC 9051 section 6.4.5).
///
/// Two sections are equal when they name the same octets: header field names compare without case or order, since
/// servers echo them in their own way.
public struct Section: Hashable, Sendable {
    /// The content of the part to fetch.
    public enum Content: Hashable, Sendable {
        /// All of it: `BODY[]`, `BODY[1.2]`.
        case whole
        /// The header block.
        case header
        /// Only these header fields; names in upper case.
        case headerFields(Set<String>)
        /// All header fields but these; names in upper case.
        case headerFieldsNot(Set<String>)
        /// The text without the header.
        case text
        /// The MIME header of a part.
        case mime
    }

    /// The path to a MIME part; empty for the message itself.
    public let part: [Int]
    public let content: Content

    public init(part: [Int] = [], content: Content) {
        self.part = part
        self.content = content
    }

    /// The whole message.
    public static let full = Section(content: .whole)
    /// The header of the message.
    public static let header = Section(content: .header)
    /// The body of the message without its header.
    public static let text = Section(content: .text)

    /// The named header fields of the message.
    public static func headerFields(_ names: some Sequence<String>) -> Section {
        Section(content: .headerFields(Set(names.map(\.asciiUppercased))))
    }
}
