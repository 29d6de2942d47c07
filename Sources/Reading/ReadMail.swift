package import Correspondence
package import MIME
package import Timing

/// The envelope facts that threading and routing need, as far as the headers are valid.
package struct HeaderSummary: Hashable, Sendable {
    package let messageID: MessageID?
    package let inReplyTo: [MessageID]
    package let references: [MessageID]
    /// The first mailbox of From that is a valid address.
    package let from: Correspondent?
    package let replyTo: Correspondent?
    package let to: [Correspondent]
    package let cc: [Correspondent]
    /// Only our own copy of a mail has it.
    package let bcc: [Correspondent]
    /// The ids that a provider replaced (Outlook.com, Gmail), and the one that Mosaic gave.
    package let originalIDs: [MessageID]
    /// Decoded; empty when there is none.
    package let subject: String
    /// The date by the writer's clock.
    package let date: Timestamp?

    init(
        messageID: MessageID?, inReplyTo: [MessageID], references: [MessageID], from: Correspondent?,
        replyTo: Correspondent?, to: [Correspondent], cc: [Correspondent], bcc: [Correspondent] = [],
        originalIDs: [MessageID] = [], subject: String, date: Timestamp?
    ) {
        self.messageID = messageID
        self.inReplyTo = inReplyTo
        self.references = references
        self.from = from
        self.replyTo = replyTo
        self.to = to
        self.cc = cc
        self.bcc = bcc
        self.originalIDs = originalIDs
        self.subject = subject
        self.date = date
    }

    init(_ headers: MailHeaders) {
        func correspondents(_ mailboxes: [Mailbox]) -> [Correspondent] {
            mailboxes.compactMap { mailbox in
                EmailAddress(mailbox.address).map { Correspondent(address: $0, name: mailbox.name) }
            }
        }
        messageID = headers.messageID.flatMap { MessageID($0) }
        inReplyTo = headers.inReplyTo.compactMap { MessageID($0) }
        references = headers.references.compactMap { MessageID($0) }
        from = correspondents(headers.from).first
        replyTo = correspondents(headers.replyTo).first
        to = correspondents(headers.to)
        cc = correspondents(headers.cc)
        bcc = correspondents(headers.bcc)
        originalIDs = Self.originalIDs(in: headers.fields)
        subject = headers.subject ?? ""
        date = headers.date.map { Timestamp(secondsSince1970: $0) }
    }

    /// The header fields it is made from: a caller that wants nothing else need fetch no more.
    package static let fieldNames =
        [
            "Message-ID", "In-Reply-To", "References", "From", "Reply-To", "To", "Cc", "Bcc", "Subject", "Date",
        ] + originalIDFields

    private static let originalIDFields = [
        "X-Mosaic-ID", "X-Microsoft-Original-Message-ID", "X-Google-Original-Message-ID",
    ]

    /// In order of trust: ours, then those that the providers kept.
    static func originalIDs(in fields: HeaderFields) -> [MessageID] {
        originalIDFields.flatMap { name in
            fields.first(name).map { MailHeaders.messageIDs(in: $0).compactMap { MessageID($0) } } ?? []
        }
    }

    /// The ids that this mail answers, nearest first, each once: In-Reply-To, then References from the end
    /// (RFC 5322 section 3.6.4).
    package var answers: [MessageID] {
        var seen: Set<MessageID> = []
        return (inReplyTo + references.reversed()).filter { seen.insert($0).inserted }
    }
}

/// A mail after reading: its text in zones, and whether a person wrote it.
package struct ReadMail: Sendable {
    package let headers: HeaderSummary
    /// Every header field in order, for anything the summary leaves out.
    package let fields: HeaderFields
    /// The body as plain text, cut into own, quoted and signature.
    package let body: ZonedText
    /// Set when no person wrote it.
    package let machine: MachineMail?
    /// For a report: the Message-ID of the returned mail.
    package let returnedID: MessageID?
    /// Whether it comes from one of our own addresses.
    let isFromUs: Bool
    package let hasAttachments: Bool
    /// Defects of the mail, by the names of `MailDefect`.
    package let defects: [String]
    /// BCP 47, from Content-Language or the charset, regardless of the words. Nil when unsure.
    package let languageHint: String?

    /// The header field of the mail that Apple Mail's "Unsubscribe" button writes.
    static let unsubscribeButton = "X-Apple-Unsubscribe"

    /// Whether its writer pressed a button to get no more mail, whatever the text says.
    package var asksToUnsubscribe: Bool { fields.contains(Self.unsubscribeButton) }
}

/// The findings from headers alone, for mail whose body was not fetched.
package struct ReadHeaders: Sendable {
    package let summary: HeaderSummary
    package let fields: HeaderFields
    /// Set when the headers alone prove that no person wrote it; nil means nothing.
    package let machine: MachineMail?

    /// Whether the mail is a report (RFC 6522), according to its content type.
    package var isReport: Bool {
        fields.first("Content-Type")?.lowercased().hasPrefix("multipart/report") == true
            || fields.contains("X-Failed-Recipients")
    }
}
