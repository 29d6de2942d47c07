import Correspondence
import Events
import IMAP
import Logging
import Observability

/// Fetches headers in a mailbox that is not watched. Servers leave out a message that they cannot convert, or refuse the whole
/// request because of it: the others are still looked at.
struct ElsewhereHeaders: Sendable {
    let parts: EngineParts
    /// The account's own address, for the log.
    let address: EmailAddress
    let mailbox: MailboxName
    /// With the mailbox selected.
    let connection: IMAPConnection

    /// The headers that the server returns. A missing message is logged and passed over: nothing shows that it concerns us.
    func fetch(_ uids: [UID]) async throws(IMAPError) -> [FetchedMessage] {
        guard !uids.isEmpty else { return [] }
        var found: [FetchedMessage]
        do { found = try await connection.fetch(UIDSet(uids), MailboxReading.headerItems(of: connection)) } catch {
            guard error.leavesConnectionOpen, !error.isPassing else { throw error }
            guard uids.count > 1 else {
                tell(uids, "\(error)")
                return []
            }
            let half = uids.count / 2
            return try await fetch(Array(uids[..<half])) + fetch(Array(uids[half...]))
        }
        let came = Set(found.map(\.uid))
        let missing = uids.filter { !came.contains($0) }
        if uids.count > 1 {
            for uid in missing { found += try await fetch([uid]) }
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
