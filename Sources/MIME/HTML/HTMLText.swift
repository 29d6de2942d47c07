/// The text of an HTML body, with the zones that its markup implies.
public struct HTMLText: Sendable {
    /// Plain text with LF line ends; offsets below count its UTF-8 bytes.
    public let text: String
    /// Ranges that the markup marks as quoted: in order, apart from each other.
    public let quoted: [Range<Int>]
    /// Ranges that the markup marks as a signature.
    public let signatures: [Range<Int>]
    /// Where a line is drawn that some clients put above the header of a quote, and others above a signature.
    public let rules: [Int]

    /// Converts `html` in one pass; at most `limit` bytes of it.
    public init(_ html: String, limit: Int = MailLimits.default.maxTextBytes) {
        var reader = HTMLReader(Array(html.utf8.prefix(limit)))
        reader.read()
        let result = reader.writer
        text = String(decoding: result.output, as: UTF8.self)
        quoted = result.quoted
        signatures = result.signatures
        rules = result.rules
    }
}
