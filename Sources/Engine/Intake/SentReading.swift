import Correspondence
import IMAP
import Logging
import Reading
import Settings
import Storage
import Timing

/// Reads Sent to its end, again and again: what lies there is evidence for everything else.
struct SentReading: Sendable {
    let parts: EngineParts
    let account: AccountID
    let lease: Lease
    let link: MailboxLink

    func run() async throws {
        try await link.run(interval: parts.settings.pollingInterval) {
            try await catchUp()
            try await MailboxActions(parts: parts, account: account, lease: lease, link: link).performDue()
        } nextTask: {
            try await MailboxActions(parts: parts, account: account, lease: lease, link: link).timeToNext()
        }
    }

    func catchUp() async throws {
        guard let cursor = try await parts.store.cursor(of: account, .sent),
            cursor.uidValidity == link.mailbox.uidValidity.rawValue
        else { return try await arm() }
        let uids = try await MailboxReading.newUIDs(above: cursor.lastUID, on: link.connection)
        try await takeIn(uids)
    }

    /// The first look, or the first after the server renumbered its mail: the recent part is indexed anew.
    private func arm() async throws {
        let highest = try await MailboxReading.highestUID(of: link.mailbox, on: link.connection)
        let since = parts.clock.now - MailboxReading.sentHistory
        let recent = try await MailboxReading.uids(since: since, on: link.connection)
        try await takeIn(Array(recent.suffix(MailboxReading.sentHistoryLimit)))
        guard
            try await parts.store.arm(
                account, .sent, mailbox: link.mailbox.name.text, uidValidity: link.mailbox.uidValidity.rawValue,
                lastUID: max(highest, recent.last?.rawValue ?? 0), under: lease)
        else { throw LeaseLost() }
        parts.log.event(
            .info, "mailbox.armed",
            ["protocol": "IMAP", "account_id": account, "mailbox": link.mailbox.name, "indexed": recent.count])
    }

    private func takeIn(_ uids: [UID]) async throws {
        var rest = uids[...]
        while !rest.isEmpty {
            let batch = rest.prefix(MailboxReading.batchSize * 4)
            rest = rest.dropFirst(batch.count)
            let fetched = try await link.connection.fetch(
                UIDSet(batch), MailboxReading.headerItems(of: link.connection))
            let messages = fetched.sorted { $0.uid < $1.uid }.compactMap(incoming)
            guard let result = try await parts.store.takeInSent(messages, under: lease) else { throw LeaseLost() }
            note(result)
        }
    }

    private func incoming(_ fetched: FetchedMessage) -> IncomingMessage? {
        guard let block = fetched.sections[.header] else { return nil }
        // A header that cannot be read is no evidence of anything; the mail is the sender's own.
        let header = try? parts.reader.readHeaders(block).summary
        return IncomingMessage(
            fetched, account: account, role: .sent, uidValidity: link.mailbox.uidValidity, header: header,
            now: parts.clock.now)
    }

    private func note(_ result: SentIntake) {
        for thread in result.answeredByPerson {
            parts.log.event(.info, "conversation.person_answered", ["thread": thread, "account_id": account])
            parts.signals.threadChanged(thread)
        }
        if !result.found.isEmpty { parts.signals.dispatcher.raise() }
        if result.claimsEarlierMail { parts.watched.poke(account) }
    }
}
