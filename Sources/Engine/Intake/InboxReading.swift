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
        var uids = try await MailboxReading.newUIDs(above: cursor.lastUID, on: link.connection)
        if let attempted = cursor.attemptedUID, cursor.attempts > 0 {
            uids = try await takeInOneByOne(uids, firstTries: attempted == uids.first?.rawValue ? cursor.attempts : 0)
        }
        try await takeIn(uids, beforeBaseline: false)
    }

    /// The first look sets the baseline: only an explicit backlog is read. After the server renumbered its mail, what
    /// arrived since the last look is read too, for a person; it can never trigger a mail.
    private func arm(_ previous: MailboxCursor?) async throws {
        let highest = try await MailboxReading.highestUID(of: link.mailbox, on: link.connection)
        if let previous {
            try await takeInArrived(since: previous.checkedAt - .seconds(600), beforeBaseline: true)
        } else if let backlog = parts.settings.initialBacklog {
            try await takeInArrived(since: parts.clock.now - backlog, beforeBaseline: false)
        }
        guard
            try await parts.store.arm(
                account, .inbox, mailbox: link.mailbox.name.text, uidValidity: link.mailbox.uidValidity.rawValue,
                lastUID: highest, under: lease)
        else { throw LeaseLost() }
        parts.log.event(
            .info, "mailbox.armed",
            ["protocol": "IMAP", "account": settings.address, "mailbox": link.mailbox.name, "above_uid": highest])
    }

    private func takeInArrived(since instant: Timestamp, beforeBaseline: Bool) async throws {
        let uids = try await MailboxReading.uids(since: instant, on: link.connection)
        let dated = try await link.connection.fetch(UIDSet(uids), [.internalDate])
        let recent = dated.filter { ($0.internalDate?.secondsSince1970 ?? 0) >= instant.secondsSince1970 }
        try await takeIn(recent.map(\.uid).sorted(), beforeBaseline: beforeBaseline)
    }

    /// A batch that was begun before and not finished holds something that hurts: each message alone, and one that was
    /// tried three times goes to a person unread.
    private func takeInOneByOne(_ uids: [UID], firstTries: Int) async throws -> [UID] {
        let suspects = uids.prefix(MailboxReading.batchSize)
        for (index, uid) in suspects.enumerated() {
            if index == 0, firstTries >= 3 {
                try await quarantine(uid)
            } else {
                try await takeInBatch([uid], beforeBaseline: false)
            }
        }
        return Array(uids.dropFirst(suspects.count))
    }

    private func takeIn(_ uids: [UID], beforeBaseline: Bool) async throws {
        var rest = uids[...]
        while !rest.isEmpty {
            let batch = rest.prefix(MailboxReading.batchSize)
            rest = rest.dropFirst(batch.count)
            try await takeInBatch(Array(batch), beforeBaseline: beforeBaseline)
        }
    }

    private func takeInBatch(_ uids: [UID], beforeBaseline: Bool) async throws {
        guard let first = uids.first else { return }
        let fetched = try await link.connection.fetch(UIDSet(uids), MailboxReading.headerItems(of: link.connection))
        // After the fetch, so that a bad line is not taken for a bad mail; before anything is parsed.
        try await parts.store.noteAttempt(account, .inbox, at: first.rawValue)
        for message in fetched.sorted(by: { $0.uid < $1.uid }) {
            try await takeIn(message, beforeBaseline: beforeBaseline)
        }
    }

    /// Takes in one message whose header was fetched.
    ///
    /// - Parameter earlier: its row from when nobody knew what it answers.
    func takeIn(_ fetched: FetchedMessage, replacing earlier: MessageKey? = nil, beforeBaseline: Bool) async throws {
        guard let message = incoming(fetched) else { return try await quarantine(fetched.uid) }
        let triage = ReplyTriage(parts: parts, sent: sent, source: source)
        let arrival = try await triage.arrival(of: message, size: fetched.size, beforeBaseline: beforeBaseline)
        Failpoint.intakeBeforeCommit.pass()
        let outcome = try await parts.store.takeIn(
            message, arrival, replacing: earlier, debounce: parts.settings.debounce, under: lease)
        Failpoint.intakeAfterCommit.pass()
        try note(outcome, message)
    }

    private func source(of message: IncomingMessage) async throws -> [UInt8] {
        guard let uid = UID(rawValue: message.location.uid) else { return [] }
        let items: [FetchItem] = [.body(.full, partial: .init(count: MailboxReading.maxOctets))]
        return try await link.connection.fetch(UIDSet(uid), items).first?.sections[.full] ?? []
    }

    private func quarantine(_ uid: UID) async throws {
        let location = MessageLocation(
            account: account, role: .inbox, uidValidity: link.mailbox.uidValidity.rawValue, uid: uid.rawValue)
        let message = IncomingMessage(location: location, receivedAt: parts.clock.now)
        try await note(
            parts.store.takeIn(message, .quarantined, debounce: parts.settings.debounce, under: lease), message)
    }

    private func incoming(_ fetched: FetchedMessage) -> IncomingMessage? {
        guard let block = fetched.sections[.header] else { return nil }
        // What cannot be read is quarantined by the caller: a person looks at it.
        let header = try? parts.reader.readHeaders(block).summary
        return IncomingMessage(
            fetched, account: account, role: .inbox, uidValidity: link.mailbox.uidValidity, header: header,
            now: parts.clock.now)
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
        case .quarantined:
            parts.log.event(
                .error, "message.quarantined",
                ["protocol": "IMAP", "account": settings.address, "uid": message.location.uid])
        case .pending(let thread):
            parts.log.event(
                .info, "reply.received",
                [
                    "protocol": "IMAP", "account": settings.address, "uid": message.location.uid, "thread": thread,
                    "from": message.from?.address.text ?? "nobody",
                ])
            parts.signals.decisions.raise()
            parts.signals.threadChanged(thread)
        }
    }
}
