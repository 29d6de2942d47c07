import Correspondence
import Events
import IMAP
import Logging
import Observability

/// Fetches headers in a mailbox that is not watched. Servers leave a message out that they cannot convert, refuse all for one
/// of them, or drop the connection at it: none keeps the others from being looked at.
struct ElsewhereHeaders: Sendable {
    let parts: EngineParts
    /// The account's own address, for the log.
    let address: EmailAddress
    let mailbox: MailboxName
    let uidValidity: UIDValidity
    /// With the mailbox selected.
    let connection: IMAPConnection
    let troubles: FetchTroubles

    /// Those that the server hands over. One that it keeps, or at which the connection broke again and again, is told of, and
    /// passed over: nothing shows that it concerns us.
    func fetch(_ uids: [UID]) async throws(IMAPError) -> [FetchedMessage] {
        let (broken, whole) = uids.reduce(into: ([UID](), [UID]())) { parts, uid in
            if troubles.isGivenUp(place(uid)) { parts.0.append(uid) } else { parts.1.append(uid) }
        }
        for uid in broken { tell([uid], "the connection breaks at it") }
        return try await ask(for: whole)
    }

    /// Those that must be asked for alone.
    func suspects(among uids: [UID]) -> Set<UID> { Set(uids.filter { troubles.isSuspect(place($0)) }) }

    private func place(_ uid: UID) -> FetchTroubles.Place {
        FetchTroubles.Place(role: .inbox, uidValidity: uidValidity, uid: uid, mailbox: mailbox.text)
    }

    private func ask(for uids: [UID]) async throws(IMAPError) -> [FetchedMessage] {
        guard !uids.isEmpty else { return [] }
        var found: [FetchedMessage]
        do {
            found = try await connection.fetch(UIDSet(uids), MailboxReading.headerItems(of: connection))
            for message in found { troubles.noteSuccess(of: place(message.uid)) }
        } catch {
            if error.leavesNoConnection { troubles.noteFailure(of: uids.map(place)) }
            guard error.leavesConnectionOpen, !error.isPassing else { throw error }
            guard uids.count > 1 else {
                tell(uids, "\(error)")
                return []
            }
            let half = uids.count / 2
            return try await ask(for: Array(uids[..<half])) + ask(for: Array(uids[half...]))
        }
        let came = Set(found.map(\.uid))
        let missing = uids.filter { !came.contains($0) }
        if uids.count > 1 {
            for uid in missing { found += try await ask(for: [uid]) }
        } else if !missing.isEmpty, try await !connection.search(.uid(UIDSet(missing))).isEmpty {
            tell(missing, "the server leaves it out")
        }
        return found
    }

    private func tell(_ uids: [UID], _ reason: String) {
        parts.log.event(
            .mailboxMessageWithheld,
            [
                "protocol": "IMAP", "account": address, "mailbox": mailbox, "uid": uids.first?.rawValue ?? 0,
                "error": reason, "do": "look at it in your mail program",
            ])
    }
}
