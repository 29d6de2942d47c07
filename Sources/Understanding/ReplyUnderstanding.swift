package import ContactDetection
package import Correspondence
import MIME
package import Reading
package import Timing

/// A reply as far as reading goes, before anybody judges what its writer wants.
package struct UnderstoodReply: Sendable {
    package var subject: String
    package let body: ZonedText
    package let machine: MachineMail?
    /// Those of every zone, whoever wrote the mail.
    package let contacts: [ContactDetail]
    /// Nil for a body alone.
    package let mail: ReadMail?

    package var ownText: String { body.own }
}

/// Reads replies: who wrote, what is their own text, and which contacts stand in it. The same for a mail that the engine
/// received and for one that a person tries out.
package struct ReplyUnderstanding: Sendable {
    private let reader: MailReader
    private let detector: ContactDetector
    private let ownAddresses: Set<EmailAddress>

    /// - Parameter ownAddresses: ours; they are nobody's contact.
    package init(
        reader: MailReader = MailReader(), detector: ContactDetector, ownAddresses: Set<EmailAddress> = []
    ) {
        self.reader = reader
        self.detector = detector
        self.ownAddresses = ownAddresses
    }

    /// - Parameters:
    ///   - receivedAt: against which "back on Monday" is resolved.
    ///   - region: ISO 3166 code that numbers without a country are read in.
    ///   - sent: what our own mails in the conversation say: whatever of it stands in the reply is quoted.
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

    /// What mails of ours say by themselves, for the replies that may quote them.
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
