import Correspondence
import MIME

extension HeaderSummary {
    /// The content of a header block without any decoding, for a message that cannot or must not be read: its sender and the mails it
    /// answers. Names are left out, the subject is raw, the date is not read.
    package init(glancingAt block: [UInt8]) {
        let fields = HeaderFields(block: block)
        func ids(_ name: String) -> [MessageID] {
            fields.first(name).map { MailHeaders.messageIDs(in: $0).compactMap { MessageID($0) } } ?? []
        }
        func addresses(_ name: String) -> [Correspondent] {
            fields.first(name).map { Self.addresses(in: $0).map { Correspondent(address: $0) } } ?? []
        }
        self.init(
            messageID: ids("Message-ID").first, inReplyTo: ids("In-Reply-To"), references: ids("References"),
            from: addresses("From").first, replyTo: addresses("Reply-To").first, to: addresses("To"),
            cc: addresses("Cc"), bcc: addresses("Bcc"), originalIDs: Self.originalIDs(in: fields),
            subject: fields.first("Subject") ?? "", date: nil)
    }

    /// The valid addresses in angle brackets; if there are none, the bare words that are valid addresses.
    private static func addresses(in value: String) -> [EmailAddress] {
        let found = MailHeaders.angleBracketed(value).compactMap { EmailAddress($0) }
        guard found.isEmpty else { return found }
        return value.split { $0 == " " || $0 == "," || $0 == "\t" }.compactMap { EmailAddress($0) }
    }
}
