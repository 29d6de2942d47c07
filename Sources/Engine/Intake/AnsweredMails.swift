import Correspondence
import Events
import IMAP
import Observability
import Reading
import Settings
import Storage
import Timing

/// Stores the text of our own mails in Sent once somebody answers them, so that quotes of it in replies are recognised.
struct AnsweredMails: Sendable {
    let parts: EngineParts
    let account: AccountID
    let settings: AccountSettings
    let link: MailboxLink

    /// Octets fetched of a mail: text comes before attachments.
    static let maxOctets: UInt32 = 128 << 10
    /// UTF-8 octets of text that are stored.
    static let maxText = 32 << 10
    static let patience = Duration.seconds(30)

    /// Runs before the replies can be decided. A mail that cannot be fetched delays no reply: quotes of it are then recognised by
    /// their marks, like anybody's.
    func keep(for admissions: [Admission]) async {
        let links = admissions.compactMap { admission in
            if case .reply(let link, _, _, _) = admission.arrival { link } else { nil }
        }
        guard !links.isEmpty else { return }
        do {
            let mails = try await parts.store.messages.unreadSentMails(answeredBy: links, of: account)
                .filter { $0.uidValidity == link.mailbox.uidValidity.rawValue }
            guard !mails.isEmpty else { return }
            let texts = try await withDeadline(Self.patience, for: "reading our mail in Sent") {
                try await link.holdingSelection { try await fetch(mails) }
            }
            try await parts.store.messages.keepOwnTexts(texts)
        } catch {
            guard !Task.isCancelled else { return }
            parts.log.event(
                .mailboxTextsNotRead,
                [
                    "protocol": "IMAP", "account": settings.address, "error": "\(error)",
                    "do": "nothing: the replies are read without them",
                ])
        }
    }

    private func fetch(_ mails: [UnreadSentMail]) async throws -> [MessageKey: String] {
        let keys = mails.reduce(into: [UInt32: MessageKey]()) { $0[$1.uid] = $1.key }
        // Gone from Sent, unless they turn up.
        var texts = mails.reduce(into: [MessageKey: String]()) { $0[$1.key] = "" }
        let items: [FetchItem] = [.body(.full, partial: .init(count: Self.maxOctets))]
        try await link.connection.fetch(UIDSet(keys.keys.sorted().compactMap { UID(rawValue: $0) }), items) { message in
            guard let key = keys[message.uid.rawValue], let source = message.sections[.full] else { return }
            texts[key] = parts.reader.ownWords(of: source)?.prefix(octets: Self.maxText) ?? ""
        }
        return texts
    }
}

extension String {
    /// At most this many octets of it, cut between characters.
    fileprivate func prefix(octets: Int) -> String {
        utf8.count <= octets ? self : String(decoding: utf8.prefix(octets), as: UTF8.self)
    }
}
