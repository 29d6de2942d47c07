/// The text of an HTML body, with what its markup says about who wrote what.
public struct HTMLText: Sendable {
    /// Plain text with LF line ends; offsets below count its UTF-8 bytes.
    public let text: String
    /// What the markup says is quoted: in order, apart from each other.
    public let quoted: [Range<Int>]
    /// What the markup says is a signature.
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
