import Correspondence
import Events
import IMAP
import Logging
import Observability
import Reading
import Settings
import Storage
import Timing

/// Reads Sent to its end, again and again: the mail there is evidence for everything else.
struct SentReading: Sendable {
    let parts: EngineParts
    let account: AccountID
    /// The account's own address, for the log.
    let address: EmailAddress
    let lease: Lease
    let link: MailboxLink
    let troubles: FetchTroubles

    /// The result of a look at Sent.
    struct Look {
        /// The mark of another installation was found.
        var foundRival = false
        /// There was something new in it.
        var hasNew = true
        /// All mailboxes with their states, if asked for and told by the server.
        var mailboxes: [(MailboxListing, MailboxStatus?)]?
    }

    /// Indexes everything above the cursor; the first look sets the cursor.
    func catchUp() async throws -> Look {
        try await catchUp(from: parts.store.mailboxes.cursor(of: account, .sent))
    }

    /// The same where the cursor is known.
    ///
    /// - Parameter listing: whether the states of all mailboxes are asked for in the same round trip.
    func catchUp(from cursor: MailboxCursor?, listing: Bool = false) async throws -> Look {
        guard let cursor, cursor.uidValidity == link.mailbox.uidValidity.rawValue else {
            return Look(foundRival: try await setBaseline())
        }
        let news = try await MailboxReading.news(
            above: cursor.lastUID, and: FurtherQuestions(mailboxes: listing), on: link.connection)
        return Look(
            foundRival: try await readNew(news.uids, after: cursor), hasNew: !news.uids.isEmpty,
            mailboxes: news.further?.mailboxes)
    }

    /// The first look, or the first after the server renumbered its mail: the recent part is indexed anew.
    private func setBaseline() async throws -> Bool {
        let name = link.mailbox.name.text
        let uidValidity = link.mailbox.uidValidity.rawValue
        try await parts.store.mailboxes.prepareBaseline(account, .sent, mailbox: name)
        let highest = try await MailboxReading.highestUID(of: link.mailbox, on: link.connection)
        let since = parts.clock.now - MailboxReading.sentHistory
        let recent = try await MailboxReading.uids(since: since, on: link.connection)
        let known = try await parts.store.mailboxes.knownUIDs(of: account, .sent, uidValidity: uidValidity)
        let missing = recent.suffix(MailboxReading.sentHistoryLimit).filter { !known.contains($0.rawValue) }
        let foundRival = try await readNew(missing, after: parts.store.mailboxes.cursor(of: account, .sent))
        guard
            try await parts.store.mailboxes.setBaseline(
                account, .sent, mailbox: name, uidValidity: uidValidity,
                lastUID: max(highest, recent.last?.rawValue ?? 0), readUntil: since, under: lease)
        else { throw LeaseLost() }
        parts.log.event(
            .mailboxArmed,
            ["protocol": "IMAP", "account": address, "mailbox": link.mailbox.name, "indexed": recent.count])
        return foundRival
    }

    /// Mails here that have no verdict yet: an earlier version read them, or the rule has changed since.
    func judgeEarlier() async throws {
        let store = parts.store.messages
        try await store.prepareJudging(of: account, by: parts.settings.outreach)
        let unjudged = try await store.unjudgedSent(
            of: account, uidValidity: link.mailbox.uidValidity.rawValue, limit: MailboxReading.sentHistoryLimit)
        guard !unjudged.isEmpty else { return }
        _ = try await readNew(
            unjudged.compactMap(UID.init), after: parts.store.mailboxes.cursor(of: account, .sent))
        try await store.giveUpJudging(unjudged, of: account, uidValidity: link.mailbox.uidValidity.rawValue)
    }

    /// Logs how the account's mails count.
    func tell() async throws {
        guard let tally = try await parts.store.messages.outreachTallies(of: account).first else { return }
        let groups = try await parts.store.messages.outreachGroups(of: address, alsoSingle: false, limit: 3)
        let samples = groups.filter(\.counts).map(\.inShort).joined(separator: ", ")
        parts.log.event(
            .outreachFound,
            [
                "account": address, "rule": parts.settings.outreach, "counting": tally.counting, "others": tally.others,
                "such_as": samples, "see": "mosaic outreach", "do": "say no to what is none: mosaic outreach refuse ID",
            ])
    }

    private func readNew(_ uids: [UID], after cursor: MailboxCursor?) async throws -> Bool {
        var foundRival = false
        let fetching = HeaderFetching(
            link: link, troubles: troubles, section: MailboxReading.sentHeader, furtherItems: labelItems)
        let batches = IntakeBatch.batches(
            of: uids, size: MailboxReading.batchSize * 4, after: cursor?.tries ?? .none,
            suspects: fetching.suspects(among: uids))
        var read = 0
        for batch in batches {
            tell(after: &read, batch.uids.count, of: uids.count)
            let found = try await fetching.fetch(batch.uids)
            // A message deleted meanwhile cannot have ended a process.
            guard !found.isEmpty else { continue }
            try await parts.store.mailboxes.countIntakeTry(account, .sent, at: batch.uids[0].rawValue)
            let messages = found.map { incoming($0, batch.care) }
            let drafts = try await DraftRecognition(of: messages, from: account, parts)
            let texts = SentTexts(
                parts: parts, account: account, address: address, link: link, troubles: troubles, drafts: drafts)
            let read = batch.care == .whole ? try await texts.read(messages) : [:]
            let mails = zip(found, messages).map { found, message in
                let text = read[message.location.uid]
                return SentMail(
                    message, text: text?.kept, labels: labels(of: found),
                    draft: drafts.trace(of: message, saying: text?.own))
            }
            let result = try await parts.store.messages.admitSent(
                mails, policy: parts.outreachPolicy, under: lease)
            guard let result else { throw LeaseLost() }
            note(result)
            foundRival = foundRival || result.rival != nil
        }
        return foundRival
    }

    /// A first look at thousands of mails takes minutes: it reports progress every thousand.
    private func tell(after read: inout Int, _ count: Int, of all: Int) {
        defer { read += count }
        guard all > 1_000, read / 1_000 != (read + count) / 1_000 else { return }
        parts.log.event(
            .mailboxIndexing,
            [
                "protocol": "IMAP", "account": address, "mailbox": link.mailbox.name, "read": read + count,
                "of": all,
            ])
    }

    /// Gmail's labels are fetched only where they decide something.
    private var labelItems: [FetchItem] {
        guard case .marked = parts.settings.outreach, link.connection.capabilities.contains(.gmailExtensions) else {
            return []
        }
        return [.gmailLabels]
    }

    private func labels(of found: FoundMessage) -> [String] {
        guard case .fetched(let fetched) = found else { return [link.mailbox.name.text] }
        return [link.mailbox.name.text] + (fetched.gmailLabels ?? [])
    }

    private func incoming(_ found: FoundMessage, _ care: IntakeCare) -> IncomingMessage {
        guard case .fetched(let fetched) = found else {
            let location = MessageLocation(
                account: account, role: .sent, uidValidity: link.mailbox.uidValidity.rawValue, uid: found.uid.rawValue)
            return IncomingMessage(location: location, receivedAt: parts.clock.now)
        }
        let block = care == .unread ? [] : fetched.header ?? []
        // A header that cannot be parsed still names its ids.
        let header = care == .whole ? try? parts.reader.readHeaders(block).summary : nil
        return IncomingMessage(
            fetched, account: account, role: .sent, uidValidity: link.mailbox.uidValidity,
            header: header ?? HeaderSummary(glancingAt: block), now: parts.clock.now)
    }

    private func note(_ result: SentIntake) {
        if let rival = result.rival {
            parts.log.event(
                .accountRival,
                [
                    "protocol": "IMAP", "account": address, "installation": rival,
                    "do": "stop the other Mosaic that uses this mailbox, then: mosaic accounts take-over",
                ])
        }
        for conversation in result.answeredByPerson {
            parts.log.event(.conversationPersonAnswered, ["thread": conversation, "account": address])
            parts.notices.changed(conversation)
        }
        for conversation in result.forwarded {
            parts.log.event(.conversationForwarded, ["thread": conversation, "account": address])
        }
        if result.clearsDoubt { parts.notices.dispatcher.raise() }
        if result.claimsEarlierMail { parts.ready.poke(account, .inbox) }
    }
}
