import ContactDetection
import Correspondence
import MIME
import Reading
import Timing

/// A reply as far as reading goes, before anybody judges what its writer wants.
struct UnderstoodReply: Sendable {
    var subject: String
    let body: ZonedText
    let machine: MachineMail?
    let contacts: [ContactDetail]
    /// Nil for a body alone.
    let mail: ReadMail?

    var ownText: String { body.own }
}

/// Reads replies as the engine does, without a conversation around them.
struct ReplyUnderstanding: Sendable {
    private let reader = MailReader()
    private let detector: ContactDetector
    private let defaultRegion: String?
    private let clock: any WallClock

    /// - Parameter defaultRegion: what numbers without a country are read in.
    init(defaultRegion: String? = nil, clock: any WallClock = SystemWallClock()) throws {
        detector = try ContactDetector()
        self.defaultRegion = defaultRegion
        self.clock = clock
    }

    func understand(_ input: ReplyInput) throws -> UnderstoodReply {
        switch input {
        case .mail(let bytes): return try understand(mail: bytes)
        case .plainBody(let text): return understand(body: QuoteStripper.zones(in: text))
        case .htmlBody(let html): return understand(body: QuoteStripper.zones(in: HTMLText(html)))
        }
    }

    private func understand(mail bytes: [UInt8]) throws -> UnderstoodReply {
        let mail = try reader.read(bytes, receivedAt: clock.now, ownAddresses: [])
        let context = DetectionContext(
            defaultRegion: defaultRegion, language: mail.languageHint, senderDomain: mail.headers.from?.address.domain)
        return UnderstoodReply(
            subject: mail.headers.subject, body: mail.body, machine: mail.machine,
            contacts: detector.contacts(in: mail.body, context: context), mail: mail)
    }

    private func understand(body: ZonedText) -> UnderstoodReply {
        UnderstoodReply(
            subject: "", body: body, machine: nil,
            contacts: detector.contacts(in: body, context: DetectionContext(defaultRegion: defaultRegion)), mail: nil)
    }
}
