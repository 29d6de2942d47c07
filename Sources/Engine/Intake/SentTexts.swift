import Classification
import Correspondence
import Events
import IMAP
import Logging
import Observability
import Reading
import Timing

/// The own text of a mail in Sent, and what is stored of it.
struct ReadSentText: Sendable {
    let own: String
    let kept: SentText
}

/// Reads the texts of mails in Sent that may be outreach or drafts of ours, and stores what distinguishes one text from another.
struct SentTexts: Sendable {
    let parts: EngineParts
    let account: AccountID
    /// The account's own address, for the log.
    let address: EmailAddress
    /// The connection, with the mails' mailbox selected.
    let link: MailboxLink
    let troubles: FetchTroubles
    let drafts: DraftRecognition

    /// Octets fetched of a mail: its first words are enough to compare it with another.
    private static let maxOctets: UInt32 = 32 << 10
    /// Mails whose texts are held at once.
    private static let batchSize = 50

    /// The texts by UID; without mails that are no candidates or that the server does not deliver.
    func read(_ messages: [IncomingMessage]) async throws -> [UInt32: ReadSentText] {
        var texts: [UInt32: ReadSentText] = [:]
        let candidates = messages.filter {
            ($0.mayBeginConversation || drafts.wantsText(of: $0)) && !troubles.isGivenUp(place(of: $0))
        }
        for one in candidates where troubles.isSuspect(place(of: one)) {
            texts.merge(try await fetch([one])) { $1 }
        }
        var rest = candidates.filter { !troubles.isSuspect(place(of: $0)) && texts[$0.location.uid] == nil }[...]
        while !rest.isEmpty {
            texts.merge(try await fetch(Array(rest.prefix(Self.batchSize)))) { $1 }
            rest = rest.dropFirst(Self.batchSize)
        }
        return texts
    }

    private func place(of message: IncomingMessage) -> FetchTroubles.Place {
        // A message that has a header has a UID.
        let uid = UID(rawValue: message.location.uid) ?? UID(rawValue: 1)!
        return FetchTroubles.Place(role: .sent, uidValidity: link.mailbox.uidValidity, uid: uid, isText: true)
    }

    private func fetch(_ messages: [IncomingMessage]) async throws -> [UInt32: ReadSentText] {
        var texts: [UInt32: ReadSentText] = [:]
        let found: [UInt32: [UInt8]]
        do {
            found = try await sources(of: messages.compactMap { UID(rawValue: $0.location.uid) })
        } catch {
            // One of them may break the connection: the next time they are asked for one by one.
            if (error as? IMAPError)?.leavesNoConnection == true { troubles.noteFailure(of: messages.map(place)) }
            throw error
        }
        for message in messages { troubles.noteSuccess(of: place(of: message)) }
        for message in messages {
            guard let source = found[message.location.uid] else { continue }
            texts[message.location.uid] = ReadSentText(of: source, message, parts)
        }
        return texts
    }

    private func sources(of uids: [UID]) async throws -> [UInt32: [UInt8]] {
        var sources: [UInt32: [UInt8]] = [:]
        do {
            let items: [FetchItem] = [.body(.full, partial: .init(count: Self.maxOctets))]
            for mail in try await link.connection.fetch(UIDSet(uids), items) {
                sources[mail.uid.rawValue] = mail.sections[.full]
            }
        } catch IMAPError.no(let response, _) {
            // Without a text nothing is outreach: the server merely refused this, and the connection survived.
            parts.log.event(
                .outreachTextUnread,
                ["protocol": "IMAP", "account": address, "mails": uids.count, "error": "\(response)"])
        }
        return sources
    }

}

extension ReadSentText {
    /// Nil when it cannot be read: such a mail is not compared with anything.
    init?(of source: [UInt8], _ message: IncomingMessage, _ parts: EngineParts) {
        guard
            let mail = try? parts.reader.read(
                source, receivedAt: message.receivedAt, ownAddresses: parts.ownAddresses)
        else { return nil }
        let own = mail.body.own
        let names = message.recipients.reduce(into: Set<String>()) { $0.formUnion($1.nameWords) }
        self.init(
            own: own,
            kept: SentText(
                sketch: TextSketch(of: own, without: names),
                language: parts.classifier.language(of: own) ?? mail.languageHint))
    }
}

extension IncomingMessage {
    /// Whether it follows nothing.
    fileprivate var mayBeginConversation: Bool { inReplyTo.isEmpty && references.isEmpty }
}
