/// A mailbox of an address header, as written: it may be invalid.
public struct Mailbox: Hashable, Sendable {
    /// The decoded display name; nil when there is none.
    public let name: String?
    public let address: String

    public init(name: String?, address: String) {
        self.name = name
        self.address = address
    }
}

/// The headers of a mail for writer, recipients, date, subject and threading (RFC 5322 section 3.6), decoded.
public struct MailHeaders: Sendable {
    public let fields: HeaderFields
    public let subject: String?
    public let from: [Mailbox]
    public let sender: [Mailbox]
    public let replyTo: [Mailbox]
    public let to: [Mailbox]
    public let cc: [Mailbox]
    /// Only our own copy of a mail has it.
    public let bcc: [Mailbox]
    /// Seconds since 1970-01-01T00:00:00Z; nil when there is no readable date.
    public let date: Int64?
    /// Without angle brackets, as `inReplyTo` and `references` are.
    public let messageID: String?
    public let inReplyTo: [String]
    /// At most 200: the first, and the newest.
    public let references: [String]

    init(_ fields: HeaderFields) {
        func mailboxes(_ name: String) -> [Mailbox] {
            fields.field(name).map { HeaderDecoder.mailboxes($0.bytes) } ?? []
        }
        self.fields = fields
        subject = fields.field("Subject")?.decoded
        from = mailboxes("From")
        sender = mailboxes("Sender")
        replyTo = mailboxes("Reply-To")
        to = mailboxes("To")
        cc = mailboxes("Cc")
        bcc = mailboxes("Bcc")
        date = fields.field("Date").flatMap { HeaderDecoder.date($0.bytes) }
        messageID = fields.field("Message-ID").flatMap { Self.messageIDs(of: $0).first }
        inReplyTo = fields.field("In-Reply-To").map { Self.messageIDs(of: $0) } ?? []
        references = fields.field("References").map { Self.messageIDs(of: $0) } ?? []
    }

    /// The ids in an identification field. Some libraries wrap them into encoded words, which RFC 2047 section 5 forbids.
    private static func messageIDs(of field: HeaderField) -> [String] {
        let ids = messageIDs(in: field.value)
        return ids.isEmpty && field.value.contains("=?") ? messageIDs(in: field.decoded) : ids
    }

    /// The ids in the value of an identification field (RFC 5322 section 3.6.4), without angle brackets: the text between `<` and
    /// `>`, without white space from folding; if there is none, the words that contain an `@`.
    public static func messageIDs(in text: String) -> [String] {
        var ids = angleBracketed(text)
        if ids.isEmpty {
            ids = Array(text.utf8).split(whereSeparator: \.isWhitespace).filter { $0.contains(UInt8(ascii: "@")) }
                .map { String(decoding: $0.filter { $0 != 0x3C && $0 != 0x3E }, as: UTF8.self) }
        }
        return ids.count <= 200 ? ids : Array(ids.prefix(1) + ids.suffix(199))
    }

    /// The texts between `<` and `>` in a field's value, in order, without white space from folding.
    public static func angleBracketed(_ text: String) -> [String] {
        let bytes = Array(text.utf8)
        var found: [String] = []
        var open: Int?
        for (index, byte) in bytes.enumerated() {
            if byte == UInt8(ascii: "<") { open = index + 1 }
            guard byte == UInt8(ascii: ">"), let start = open else { continue }
            let content = bytes[start..<index].filter { !$0.isWhitespace }
            if !content.isEmpty { found.append(String(decoding: content, as: UTF8.self)) }
            open = nil
        }
        return found
    }
}
