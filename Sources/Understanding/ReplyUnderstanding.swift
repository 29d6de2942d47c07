package import ContactDetection
package import Correspondence
import MIME
package import Reading
package import Timing

/// A reply after reading, before the writer's intent is judged.
package struct UnderstoodReply: Sendable {
    package var subject: String
    package let body: ZonedText
    package let machine: MachineMail?
    /// The contact details of every zone, from whatever writer.
    package let contacts: [ContactDetail]
    /// Nil for a body alone.
    package let mail: ReadMail?

    package var ownText: String { body.own }
}

/// Reads replies: their writer, their own text, and the contacts in it. The engine's mail and a person's trial are read
/// alike.
package struct ReplyUnderstanding: Sendable {
    private let reader: MailReader
    private let detector: ContactDetector
    private let ownAddresses: Set<EmailAddress>

    /// - Parameter ownAddresses: ours; they are nobody's contact details.
    package init(
        reader: MailReader = MailReader(), detector: ContactDetector, ownAddresses: Set<EmailAddress> = []
    ) {
        self.reader = reader
        self.detector = detector
        self.ownAddresses = ownAddresses
    }

    /// - Parameters:
    ///   - receivedAt: the time from which "back on Monday" counts.
    ///   - region: ISO 3166 code for numbers without a country.
    ///   - sent: the texts of our mails in the conversation: any of it in the reply is a quote.
    /// - Throws: when a mail is empty or longer than the limits allow; a body alone can always be read.
    package func understand(
        _ input: ReplyInput, receivedAt: Timestamp, region: String? = nil, sent: SentWords = SentWords([])
    ) throws(ReadingError) -> UnderstoodReply {
        switch input {
        case .mail(let bytes): try understand(mail: bytes, receivedAt: receivedAt, region: region, sent: sent)
        case .plainBody(let text): understand(body: sent.quoting(QuoteStripper.zones(in: text)), region: region)
        case .htmlBody(let html):
            understand(body: sent.quoting(QuoteStripper.zones(in: HTMLText(html))), region: region)
        }
    }

    /// The texts of our mails, for comparison with replies that may quote them.
    package func words(of mails: [OwnMail]) -> SentWords {
        SentWords(
            mails.compactMap { mail in
                switch mail {
                case .rendered(let source): reader.ownWords(of: source)
                case .text(let text): text
                }
            })
    }

    private func understand(
        mail bytes: [UInt8], receivedAt: Timestamp, region: String?, sent: SentWords
    ) throws(ReadingError) -> UnderstoodReply {
        let mail = try reader.read(bytes, receivedAt: receivedAt, ownAddresses: ownAddresses, sent: sent)
        let context = DetectionContext(
            defaultRegion: region, language: mail.languageHint, senderDomain: mail.headers.from?.address.domain,
            ownAddresses: ownAddresses)
        return UnderstoodReply(
            subject: mail.headers.subject, body: mail.body, machine: mail.machine,
            contacts: detector.contacts(in: mail.body, context: context), mail: mail)
    }

    private func understand(body: ZonedText, region: String?) -> UnderstoodReply {
        let context = DetectionContext(defaultRegion: region, ownAddresses: ownAddresses)
        return UnderstoodReply(
            subject: "", body: body, machine: nil, contacts: detector.contacts(in: body, context: context), mail: nil)
    }
}
