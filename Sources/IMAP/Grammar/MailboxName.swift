import Text

/// The name of a mailbox as a person reads it, in Unicode.
///
/// `INBOX` is the same in any case (RFC 9051 section 5.1). A name the server sent in a form that does not survive
/// decoding keeps its bytes, so it can always be sent back as it came.
public struct MailboxName: Hashable, Sendable, CustomStringConvertible {
    /// The readable name, with the server's hierarchy delimiter in it.
    public let text: String
    private let undecodable: [UInt8]?

    public static let inbox = MailboxName("INBOX")

    public init(_ text: String) {
        self.text = text.asciiUppercased == "INBOX" ? "INBOX" : text
        undecodable = nil
    }

    /// A name as it stood in a response, where it is modified UTF-7 or, after UTF8=ACCEPT, UTF-8 (RFC 6855 section 3).
    init(received bytes: [UInt8], utf8: Bool) {
        let decoded = utf8 ? String(validating: bytes, as: UTF8.self) : ModifiedUTF7.decode(bytes)
        let text = decoded ?? String(decoding: bytes, as: UTF8.self)
        let name = MailboxName(text)
        self.text = name.text
        // `&AGE-` decodes but is not how `a` is written; the server may know it under exactly these bytes.
        let survives = decoded != nil && (name.text == "INBOX" || name.wire(utf8: utf8) == bytes)
        undecodable = survives ? nil : bytes
    }

    /// The bytes to send.
    func wire(utf8: Bool) -> [UInt8] {
        undecodable ?? (utf8 ? Array(text.utf8) : ModifiedUTF7.encode(text))
    }

    public var description: String { text }
}

extension MailboxName: ExpressibleByStringLiteral {
    public init(stringLiteral text: String) { self.init(text) }
}
