import Correspondence
import Events
import IMAP
import Logging
import Observability
import Reading
import Settings
import Storage
import Timing

/// Reads an inbox to its end, again and again, and admits new messages.
struct InboxReading: Sendable {
    let parts: EngineParts
    let account: AccountID
    let settings: AccountSettings
    let lease: Lease
    let link: MailboxLink
    let sent: MailboxLink?
    let troubles: FetchTroubles

    /// Admits everything above the cursor; the first look sets the cursor.
    ///
    /// - Returns: the tasks in the inbox, if nothing has been added since they were looked up.
    func catchUp() async throws -> MailboxAgenda? {
        let validity = link.mailbox.uidValidity.rawValue
        let look = try await parts.store.mailboxes.inboxLook(
            of: account, uidValidity: validity,
            exceptAnswered: link.sparesAnswered)
        guard let cursor = look.cursor, cursor.uidValidity == validity else {
            try await setBaseline(look.cursor)
            return nil
        }
        // A mail that waits for this look was planned before it began.
        let waiting = look.awaitingAnswer.keys.sorted().compactMap { UID(rawValue: $0) }
        let isAnswered: SearchCriteria? = waiting.isEmpty ? nil : .and([.uid(UIDSet(waiting)), .answered])
        let (uids, further) = try await MailboxReading.news(
            above: cursor.lastUID, and: FurtherQuestions(matching: isAnswered), on: link.connection)
        let allWait = try await read(uids, after: cursor, beforeBaseline: false)
        let answered = (further?.matching ?? []).compactMap { look.awaitingAnswer[$0.rawValue] }
        try await parts.noteAnswered(answered, at: settings.address, under: lease)
        return allWait && answered.isEmpty ? look.agenda : nil
    }

    /// The first look sets the baseline: only an explicit backlog is read. After the server renumbered its mail, messages dated later
    /// than all that was read are read too, for a person; they can never trigger a mail.
    private func setBaseline(_ previous: MailboxCursor?) async throws {
        let name = link.mailbox.name.text
        let highest = try await MailboxReading.highestUID(of: link.mailbox, on: link.connection)
        let newest = try await MailboxReading.newestDate(upTo: highest, on: link.connection)
        if let previous, previous.isArmed {
            try await readArrived(since: previous.readUntil - .seconds(600), after: previous, beforeBaseline: true)
        } else if let backlog = parts.settings.initialBacklog {
            try await parts.store.mailboxes.prepareBaseline(account, .inbox, mailbox: name)
            try await readArrived(since: parts.clock.now - backlog, after: previous, beforeBaseline: false)
        }
        guard
            try await parts.store.mailboxes.setBaseline(
                account, .inbox, mailbox: name, uidValidity: link.mailbox.uidValidity.rawValue, lastUID: highest,
                readUntil: newest ?? (highest == 0 ? .epoch : parts.clock.now), under: lease)
        else { throw LeaseLost() }
        parts.log.event(
            .mailboxArmed,
            ["protocol": "IMAP", "account": settings.address, "mailbox": link.mailbox.name, "above_uid": highest])
    }

    private func readArrived(since instant: Timestamp, after cursor: MailboxCursor?, beforeBaseline: Bool)
        async throws
    {
        let known = try await parts.store.mailboxes.knownUIDs(
            of: account, .inbox, uidValidity: link.mailbox.uidValidity.rawValue)
        let uids = try await MailboxReading.uids(since: instant, on: link.connection)
        let dated = try await link.connection.fetch(UIDSet(uids), [.internalDate])
        let recent = dated.filter { ($0.internalDate?.secondsSince1970 ?? 0) >= instant.secondsSince1970 }
            .map(\.uid).filter { !known.contains($0.rawValue) }
        _ = try await read(recent.sorted(), after: cursor, beforeBaseline: beforeBaseline)
    }

    /// - Returns: whether nothing is to be done in the inbox because of these messages yet.
    private func read(_ uids: [UID], after cursor: MailboxCursor?, beforeBaseline: Bool) async throws -> Bool {
        let fetching = HeaderFetching(link: link, troubles: troubles, others: uids)
        let batches = IntakeBatch.batches(
            of: uids, size: MailboxReading.batchSize, after: cursor?.tries ?? .none,
            suspects: fetching.suspects(among: uids))
        // Where a reading was begun and not finished, headers come first: a person may get the message alone.
        let isFirstTry = cursor?.tries == IntakeTries.none
        var allWait = true
        for batch in batches {
            let found = try await fetching.fetch(batch.uids, bodies: isFirstTry)
            // After the fetch, so that a bad connection is not taken for a bad mail; before anything is parsed.
            try await parts.store.mailboxes.countIntakeTry(account, .inbox, at: batch.uids[0].rawValue)
            do {
                allWait =
                    try await admission.admit(found, batch.care, after: cursor, beforeBaseline: beforeBaseline)
                    && allWait
            } catch  where (error as? IMAPError)?.isPassing == true || error is DeadlineExceeded {
                // An answer "later", or a slow Sent, says nothing about this mail.
                try await parts.store.mailboxes.takeBackIntakeTry(account, .inbox, at: batch.uids[0].rawValue)
                throw error
            }
        }
        return allWait
    }

    /// Admits the messages that were fetched.
    var admission: InboxAdmission {
        InboxAdmission(
            parts: parts, account: account, settings: settings, lease: lease, link: link, sent: sent, troubles: troubles
        )
    }
}
