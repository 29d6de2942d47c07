import Correspondence
import IMAP
import Logging
import Reading
import Settings
import Storage
import Timing

/// Reads an inbox to its end, again and again, and takes in what arrived.
struct InboxReading: Sendable {
    let parts: EngineParts
    let account: AccountID
    let settings: AccountSettings
    let lease: Lease
    let link: MailboxLink
    let sent: MailboxLink?

    /// - Parameter onReady: called once, after the first full look.
    func run(onReady: () -> Void) async throws {
        var isReady = false
        try await link.run(interval: parts.settings.pollingInterval) {
            try await catchUp()
            if !isReady {
                isReady = true
                onReady()
            }
            try await MailboxActions(parts: parts, account: account, lease: lease, link: link).performDue(inbox: self)
            try await parts.store.report(.watching, detail: nil, checked: true, of: account)
        } nextTask: {
            try await MailboxActions(parts: parts, account: account, lease: lease, link: link).timeToNext()
        }
    }

    private func catchUp() async throws {
        let cursor = try await parts.store.cursor(of: account, .inbox)
        guard let cursor, cursor.uidValidity == link.mailbox.uidValidity.rawValue else { return try await arm(cursor) }
        let uids = try await MailboxReading.newUIDs(above: cursor.lastUID, on: link.connection)
        try await takeIn(uids, after: cursor, beforeBaseline: false)
    }

    /// The first look sets the baseline: only an explicit backlog is read. After the server renumbered its mail, what it
    /// dated later than all that was read is read too, for a person; it can never trigger a mail.
    private func arm(_ previous: MailboxCursor?) async throws {
        let name = link.mailbox.name.text
        let highest = try await MailboxReading.highestUID(of: link.mailbox, on: link.connection)
        let newest = try await MailboxReading.newestDate(upTo: highest, on: link.connection)
        if let previous, previous.isArmed {
            try await takeInArrived(since: previous.readUntil - .seconds(600), after: previous, beforeBaseline: true)
        } else if let backlog = parts.settings.initialBacklog {
            try await parts.store.prepareArming(account, .inbox, mailbox: name)
            try await takeInArrived(since: parts.clock.now - backlog, after: previous, beforeBaseline: false)
        }
        guard
            try await parts.store.arm(
                account, .inbox, mailbox: name, uidValidity: link.mailbox.uidValidity.rawValue, lastUID: highest,
                readUntil: newest ?? (highest == 0 ? .epoch : parts.clock.now), under: lease)
        else { throw LeaseLost() }
        parts.log.event(
            .info, "mailbox.armed",
            ["protocol": "IMAP", "account": settings.address, "mailbox": link.mailbox.name, "above_uid": highest])
    }

    private func takeInArrived(since instant: Timestamp, after cursor: MailboxCursor?, beforeBaseline: Bool)
        async throws
    {
        let known = try await parts.store.knownUIDs(
            of: account, .inbox, uidValidity: link.mailbox.uidValidity.rawValue)
        let uids = try await MailboxReading.uids(since: instant, on: link.connection)
        let dated = try await link.connection.fetch(UIDSet(uids), [.internalDate])
        let recent = dated.filter { ($0.internalDate?.secondsSince1970 ?? 0) >= instant.secondsSince1970 }
            .map(\.uid).filter { !known.contains($0.rawValue) }
        try await takeIn(recent.sorted(), after: cursor, beforeBaseline: beforeBaseline)
    }

    private func takeIn(_ uids: [UID], after cursor: MailboxCursor?, beforeBaseline: Bool) async throws {
        for batch in IntakeBatch.batches(of: uids, size: MailboxReading.batchSize, after: cursor) {
            let fetched = try await link.connection.fetch(
                UIDSet(batch.uids), MailboxReading.headerItems(of: link.connection))
            // After the fetch, so that a bad line is not taken for a bad mail; before anything is parsed.
            try await parts.store.noteAttempt(account, .inbox, at: batch.uids[0].rawValue)
            for message in fetched.sorted(by: { $0.uid < $1.uid }) {
                try await takeIn(message, batch.care, beforeBaseline: beforeBaseline)
            }
        }
    }

    /// Takes in one message whose header was fetched.
    ///
    /// - Parameter earlier: its row from when nobody knew what it answers.
    func takeIn(
        _ fetched: FetchedMessage, _ care: IntakeCare, replacing earlier: MessageKey? = nil, beforeBaseline: Bool
    ) async throws {
        let block = fetched.sections[.header] ?? []
        switch care {
        case .whole: try await takeInWhole(fetched, block, replacing: earlier, beforeBaseline: beforeBaseline)
        case .glance: try await quarantine(fetched, header: block, replacing: earlier)
        case .unread: try await quarantine(fetched, header: [], replacing: earlier)
        }
    }

    private func takeInWhole(
        _ fetched: FetchedMessage, _ block: [UInt8], replacing earlier: MessageKey?, beforeBaseline: Bool
    ) async throws {
        // What cannot be read goes to a person.
        guard let header = try? parts.reader.readHeaders(block).summary else {
            return try await quarantine(fetched, header: block, replacing: earlier)
        }
        let message = incoming(fetched, header)
        let arrival = try await triage.arrival(of: message, size: fetched.size, beforeBaseline: beforeBaseline)
        Failpoint.intakeBeforeCommit.pass()
        try await commit(message, arrival, replacing: earlier)
        Failpoint.intakeAfterCommit.pass()
    }

    private func quarantine(
        _ fetched: FetchedMessage, header: [UInt8], replacing earlier: MessageKey?
    ) async throws {
        let message = incoming(fetched, HeaderSummary(glancingAt: header))
        try await commit(message, triage.quarantine(of: message), replacing: earlier)
    }

    private func commit(_ message: IncomingMessage, _ arrival: Arrival, replacing earlier: MessageKey?) async throws {
        let outcome = try await parts.store.takeIn(
            message, arrival, replacing: earlier, debounce: parts.settings.debounce, under: lease)
        try note(outcome, message)
    }

    private func incoming(_ fetched: FetchedMessage, _ header: HeaderSummary) -> IncomingMessage {
        IncomingMessage(
            fetched, account: account, role: .inbox, uidValidity: link.mailbox.uidValidity, header: header,
            now: parts.clock.now)
    }

    private var triage: ReplyTriage { ReplyTriage(parts: parts, sent: sent, source: source) }

    private func source(of message: IncomingMessage) async throws -> [UInt8] {
        guard let uid = UID(rawValue: message.location.uid) else { return [] }
        let items: [FetchItem] = [.body(.full, partial: .init(count: MailboxReading.maxOctets))]
        return try await link.connection.fetch(UIDSet(uid), items).first?.sections[.full] ?? []
    }

    private func note(_ outcome: IntakeOutcome, _ message: IncomingMessage) throws {
        switch outcome {
        case .leaseLost: throw LeaseLost()
        case .known: break
        case .ignored(let reason):
            parts.log.event(
                .info, "message.ignored",
                [
                    "protocol": "IMAP", "account": settings.address, "uid": message.location.uid,
                    "reason": reason.rawValue,
                ])
        case .quarantined(let thread):
            parts.log.event(
                .error, "message.quarantined",
                [
                    "protocol": "IMAP", "account": settings.address, "uid": message.location.uid,
                    "thread": thread?.description ?? "none",
                ])
            if let thread { announce(thread) }
        case .pending(let thread):
            parts.log.event(
                .info, "reply.received",
                [
                    "protocol": "IMAP", "account": settings.address, "uid": message.location.uid, "thread": thread,
                    "from": message.from?.address.text ?? "nobody",
                ])
            announce(thread)
        }
    }

    private func announce(_ thread: ThreadID) {
        parts.signals.decisions.raise()
        parts.signals.threadChanged(thread)
    }
}
