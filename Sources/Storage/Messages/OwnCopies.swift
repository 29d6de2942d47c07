import Correspondence
import Database

/// A mail in Sent that Mosaic sent, and the mail it is a copy of.
struct OwnCopy {
    let mail: SentMail
    let own: OutboxMail

    var message: IncomingMessage { mail.message }
}

/// Facts about mails in Sent before they have their rows.
struct KnownSentMails {
    /// An id is unique per account.
    private struct Holding: Hashable {
        let account: AccountID
        let id: String
    }

    /// Mails of ours by each of their ids.
    private let own: [String: [OutboxMail]]
    private let taken: Set<Holding>

    /// - Parameter answers: to ``questions(about:)``.
    init(_ answers: [[SQLRow]]) throws {
        own = try Dictionary(grouping: answers[0]) { try $0.string("name") }.mapValues { try $0.map(OutboxMail.init) }
        taken = Set(
            try answers[1].map {
                Holding(account: try $0["account_id", as: AccountID.self], id: try $0.string("message_id"))
            })
    }

    static func questions(about messages: [IncomingMessage]) -> [SQL] {
        let names = Set(messages.flatMap { $0.ownNames.map(\.text) }).sorted()
        let ids = Set(messages.compactMap(\.messageID?.text)).sorted()
        return [
            .ownMails(among: names),
            """
            SELECT account_id, message_id FROM messages
            WHERE account_id \(in: Set(messages.map(\.location.account)).sorted()) AND message_id \(in: ids)
            """,
        ]
    }

    /// The first mail of ours that it names.
    func own(_ message: IncomingMessage) -> OutboxMail? {
        message.ownNames.flatMap { own[$0.text] ?? [] }.min { $0.id < $1.id }
    }

    func isTaken(_ message: IncomingMessage) -> Bool {
        message.messageID.map { taken.contains(Holding(account: message.location.account, id: $0.text)) } ?? false
    }
}

extension IncomingMessage {
    /// The ids that may belong to a mail of ours.
    fileprivate var ownNames: [MessageID] { originalIDs + [messageID].compactMap(\.self) }
}

extension SQLSession {
    /// Writes the rows of copies of our mails, which prove that the mails left.
    ///
    /// - Returns: the copies that had their row before.
    func admit(
        _ copies: [OwnCopy], _ known: KnownSentMails, _ result: inout SentIntake
    ) async throws -> [OwnCopy] {
        guard !copies.isEmpty else { return [] }
        var seen: Set<MessageID> = []
        let rows = copies.map { copy in
            let isSecond = copy.message.messageID.map { !seen.insert($0).inserted } ?? false
            return OutboundRow(
                mail: copy.mail, conversation: copy.own.conversation, isTaken: isSecond || known.isTaken(copy.message))
        }
        let keys = try await insert(rows)
        try await follow(
            copies.compactMap { copy in keys[copy.message.location.uid].map { (copy, $0) } }, &result)
        return copies.filter { keys[$0.message.location.uid] == nil }
    }

    /// Effects of copies whose rows are new.
    func follow(_ copies: [(OwnCopy, MessageKey)], _ result: inout SentIntake) async throws {
        guard !copies.isEmpty else { return }
        try await settle(copies.map(\.1), .mosaic)
        try await noteSentCopies(
            copies.map { (mail: $0.0.own, named: $0.0.message.messageID, at: $0.0.message.receivedAt) })
        for (account, own) in Dictionary(grouping: copies, by: \.0.message.location.account) {
            try await finishCopies(of: own.map(\.0.own.id), in: account)
        }
        // Replies may name it by the id that its recipients know.
        let aliases = copies.filter { $0.0.message.messageID != $0.0.own.messageID }.map(\.0.message.messageID)
        if !aliases.isEmpty {
            result.claimsEarlierMail = try await claimEarlierMail(naming: aliases) || result.claimsEarlierMail
        }
        result.found += copies.map(\.0.own.id)
        result.clearsDoubt = result.clearsDoubt || copies.contains { !$0.0.own.isSent }
    }
}
