package import Timing

/// An answer to a mail, as a person's mail program would build it.
package struct WrittenReply: Hashable, Sendable {
    /// The mail answered.
    package var original: [UInt8]
    /// When the original came.
    package var originalDate: Timestamp
    package var author: Person
    /// The author's own text, without any quoting.
    package var text: String
    package var style: ReplyStyle
    package var threading = ReplyThreading.proper

    package init(
        to original: [UInt8], of originalDate: Timestamp, by author: Person, saying text: String, style: ReplyStyle
    ) {
        self.original = original
        self.originalDate = originalDate
        self.author = author
        self.text = text
        self.style = style
    }

    /// The answer as a mail to the original's Reply-To or From.
    package func mail(messageID: String, date: Timestamp) -> MailText {
        let letter = LetterReader(original)
        var mail = MailText(
            from: author, to: [letter.replyTo], subject: Self.subject(answering: letter.subject),
            messageID: messageID, date: date, inReplyTo: threading == .proper ? letter.messageID : nil,
            references: threading == .none ? [] : Self.references(answering: letter),
            body: ReplyLayout(letter: letter, originalDate: originalDate, reply: self).body)
        for field in style.fields { mail[field.name] = field.value }
        return mail
    }

    /// `Re: ` once, whatever the case.
    static func subject(answering subject: String) -> String {
        Ascii.equal(subject.prefix(3), "re:") ? subject : "Re: \(subject)"
    }

    /// The original's references and then its own id (RFC 5322 section 3.6.4).
    private static func references(answering letter: LetterReader) -> [String] {
        letter.references + (letter.messageID.map { [$0] } ?? [])
    }
}

extension ReplyStyle {
    /// The header fields that identify these programs.
    fileprivate var fields: [MailText.Field] {
        switch self {
        case .gmail, .bottomPosting: []
        case .outlook: [MailText.Field(name: "Accept-Language", value: "en-US")]
        case .appleMail: [MailText.Field(name: "X-Mailer", value: "Apple Mail (2.3826.200.121)")]
        case .phone: [MailText.Field(name: "X-Mailer", value: "iPhone Mail (22B91)")]
        }
    }
}
