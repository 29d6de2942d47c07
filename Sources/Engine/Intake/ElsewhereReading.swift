import Correspondence
import Database
import Events
import IMAP
import Logging
import Observability
import Reading
import Settings
import Storage
import Timing

/// Looks for replies outside the inbox: a rule filed them, a person archived them on a phone, a filter took them for junk, Gmail
/// keeps them under All Mail. Only mail that concerns ours is taken in; nothing is stored about the rest.
///
/// It asks each mailbox how far its UIDs have grown, and looks into those that have, on the connection of Sent.
struct ElsewhereReading: Sendable {
    let parts: EngineParts
    let account: AccountID
    /// The account's own address, for the log.
    let address: EmailAddress
    let lease: Lease
    /// Sent, whose connection is used and which is selected again afterwards.
    let link: MailboxLink
    let troubles: FetchTroubles

    /// How far back a mailbox is looked into on first sight.
    static let newMailboxHistory = Duration.seconds(14 * 86_400)
    /// Mailboxes that are asked at a time where each costs a command of its own.
    static let askedAtOnce = 40
    private static let batchSize = 100

    struct Look {
        /// Sent was left for it, so news of it may have been missed.
        var leftMailbox = false
        /// Everything in the other mailboxes has been looked at.
        var isWhole = true
    }

    /// Looks at all new mail in the other mailboxes. It stops early, after at least a batch of messages, when somebody waits for Sent
    /// alone: a first look into an archive takes minutes.
    ///
    /// - Parameters:
    ///   - known: the initial state, if it was looked up and nothing has changed since.
    ///   - mailboxes: the mailboxes and their states now, if known.
    func look(
        from known: OthersLook? = nil, amongst mailboxes: [(MailboxListing, MailboxStatus?)]? = nil
    ) async throws -> Look {
        let before: OthersLook
        if let known { before = known } else { before = try await othersLook() }
        // The inbox's baseline tells which mail is new: until it is set nothing is recorded, so that nothing is missed.
        guard let inbox = before.inbox, inbox.isArmed else { return Look() }
        let known = before.known
        var unchanged: [OtherMailbox] = []
        var grown: [Growth] = []
        for (listing, status) in try await states(mailboxes) where troubles.mayLook(into: listing.name.text) {
            guard let uidValidity = status.uidValidity else { continue }
            let before = known[listing.name.text].flatMap { $0.uidValidity == uidValidity.rawValue ? $0 : nil }
            let state = OtherMailbox(
                name: listing.name.text, uidValidity: uidValidity.rawValue,
                nextUID: status.uidNext?.rawValue ?? before?.nextUID ?? 1)
            // Where UIDNEXT is not told, only a look shows whether something came.
            let isTold = status.uidNext != nil || status.messages == 0
            if let before, isTold, before.nextUID >= state.nextUID, before.looksAgain == 0 { continue }
            if status.messages == 0 {
                var seen = state
                seen.looksAgain = before?.looksAgain ?? 0
                unchanged.append(seen)
            } else {
                let news = inbox.news(backlog: parts.settings.initialBacklog)
                grown.append(Growth(listing, state, after: before, news: news, parts.clock.now))
            }
        }
        guard try await parts.store.mailboxes.note(unchanged, of: account, under: lease) else { throw LeaseLost() }
        guard !grown.isEmpty || !before.awaitingAnswer.isEmpty else { return Look() }
        return try await link.holdingSelection {
            var isWhole = true
            do {
                for (number, growth) in grown.enumerated() where isWhole {
                    isWhole = try await number > 0 && link.isAwaited ? false : look(into: growth, inbox)
                }
                // Replies that were filed meanwhile are among those that were found just now.
                let waiting = try await grown.isEmpty ? before.awaitingAnswer : othersLook().awaitingAnswer
                let answered = try await AnsweredElsewhere(link: link, troubles: troubles).among(waiting)
                try await parts.noteAnswered(answered, at: address, under: lease)
            } catch let error as StorageError {
                // The connection outlives an outage of the database, and must select Sent again.
                try await selectSent()
                throw error
            }
            try await selectSent()
            return Look(leftMailbox: true, isWhole: isWhole)
        }
    }

    private func othersLook() async throws -> OthersLook {
        try await parts.store.mailboxes.othersLook(of: account, exceptAnswered: link.sparesAnswered)
    }

    private func selectSent() async throws {
        let sent = try await link.connection.select(link.mailbox.name, readOnly: true)
        // Sent is read by its UIDs: after a renumbering everything begins anew.
        guard sent.uidValidity == link.mailbox.uidValidity else { throw IMAPError.closed }
    }

    /// A mailbox with mail that was not looked at.
    private struct Growth {
        let listing: MailboxListing
        let state: OtherMailbox
        let firstUID: UID
        /// Older mail was there before watching began.
        let since: Timestamp
        /// Whether all of it is looked at, and not only mail that came since the last look.
        let isFirst: Bool
        let tries: IntakeTries
        /// The number of requests for another look that this look answers: one, if it was never looked into.
        let looksAgain: Int
        /// Whether there is something to be noted of it, even if nothing came.
        let isNews: Bool

        /// - Parameter news: mail of this date or later may be new.
        init(
            _ listing: MailboxListing, _ state: OtherMailbox, after before: OtherMailbox?, news: Timestamp,
            _ now: Timestamp
        ) {
            self.listing = listing
            self.state = state
            let goesOn = before.flatMap { $0.looksAgain == 0 ? UID(rawValue: $0.nextUID) : nil }
            isFirst = goesOn == nil
            firstUID = goesOn ?? .first
            since = goesOn == nil ? max(news, now - ElsewhereReading.newMailboxHistory) : news
            tries = before?.tries ?? .none
            looksAgain = before?.looksAgain ?? 1
            isNews = isFirst || before?.nextUID != state.nextUID
        }
    }

    // MARK: Which mailboxes

    private func states(
        _ known: [(MailboxListing, MailboxStatus?)]?
    ) async throws -> [(MailboxListing, MailboxStatus)] {
        let asked: [(MailboxListing, MailboxStatus?)]?
        if let known { asked = known } else { asked = try await link.connection.listWithStatus() }
        guard let all = asked else { return try await states(of: link.connection.list().filter(isLookedInto)) }
        var told: [(MailboxListing, MailboxStatus)] = []
        var untold: [MailboxListing] = []
        for (listing, status) in all where isLookedInto(listing) {
            if let status, status.isComplete { told.append((listing, status)) } else { untold.append(listing) }
        }
        // A server may leave out the state that it could not look up (RFC 5819 section 2).
        return try await told + states(of: untold)
    }

    /// Asked for one by one.
    private func states(of listings: [MailboxListing]) async throws -> [(MailboxListing, MailboxStatus)] {
        var states: [(MailboxListing, MailboxStatus)] = []
        for listing in troubles.turn(of: listings, atOnce: Self.askedAtOnce) {
            do { states.append((listing, try await link.connection.uidStatus(listing.name))) } catch {
                // A mailbox that may not be looked at holds nothing for us.
                guard error.leavesConnectionOpen, !error.isPassing else { throw error }
            }
        }
        return states
    }

    /// Excludes Inbox and Sent, which are watched, and mailboxes that only repeat others, like our own label, or hold unsent mail.
    private func isLookedInto(_ listing: MailboxListing) -> Bool {
        guard listing.isSelectable, listing.name != .inbox, listing.name != link.mailbox.name,
            listing.name != MailboxReading.personLabel
        else { return false }
        // What people call so may hold anything; that it repeats other mailboxes only the server can say.
        guard let use = listing.specialUse else { return !listing.serves(.drafts) }
        return ![SpecialUse.drafts, .flagged, .important].contains(use)
    }

    // MARK: Looking into one

    /// False when it was left before its end.
    private func look(into growth: Growth, _ inbox: MailboxCursor) async throws -> Bool {
        let name = growth.listing.name.text
        var isReading = false
        do {
            let mailbox = try await link.connection.select(growth.listing.name, readOnly: true)
            let headers = ElsewhereHeaders(
                parts: parts, address: address, mailbox: growth.listing.name, uidValidity: mailbox.uidValidity,
                connection: link.connection, troubles: troubles)
            let uids = try await newUIDs(of: growth)
            isReading = true
            if uids.isEmpty, !growth.isNews { return true }
            var batches = IntakeBatch.batches(
                of: uids, size: Self.batchSize, after: growth.tries, suspects: headers.suspects(among: uids))
            if batches.isEmpty { batches = [IntakeBatch(uids: [], care: .whole)] }
            for (number, batch) in batches.enumerated() {
                if number > 0, link.isAwaited { return false }
                let next = number + 1 < batches.count ? batches[number + 1].uids.first?.rawValue : nil
                var state = OtherMailbox(
                    name: name, uidValidity: mailbox.uidValidity.rawValue,
                    nextUID: max(next ?? growth.state.nextUID, (batch.uids.last?.rawValue ?? 0) &+ 1))
                // From here on it continues where it was left.
                if number == 0 { state.looksAgain = growth.looksAgain }
                try await admit(batch, of: growth, headers, inbox, upTo: state)
            }
            troubles.looked(into: name)
            return true
        } catch let error as IMAPError {
            // What breaks while messages are read is held against them.
            let isNoted = isReading && error.leavesNoConnection
            if error != .cancelled, !isNoted { troubles.failedToLook(into: name) }
            guard error.leavesConnectionOpen, !error.isPassing else { throw error }
            return true
        }
    }

    /// What came lately, asked for in two ways, as in the inbox: there are servers that leave out of one what they name in the
    /// other. The first look is a search alone, since FETCH would name all of an archive.
    private func newUIDs(of growth: Growth) async throws -> [UID] {
        let set = UIDSet(from: growth.firstUID)
        let earliest = max(.epoch, growth.since - .seconds(86_400)).secondsSince1970
        var uids: Set<UID> = []
        do {
            uids.formUnion(
                try await link.connection.search(.and([.uid(set), .since(CalendarDay(secondsSince1970: earliest))])))
        } catch {
            guard !growth.isFirst, error.leavesConnectionOpen, !error.isPassing else { throw error }
        }
        guard !growth.isFirst else { return uids.sorted() }
        let dated = try await link.connection.fetch(set, [.internalDate])
        uids.formUnion(dated.filter { ($0.internalDate?.secondsSince1970 ?? .max) >= earliest }.map(\.uid))
        return uids.sorted()
    }

    private func admit(
        _ batch: IntakeBatch, of growth: Growth, _ headers: ElsewhereHeaders, _ inbox: MailboxCursor,
        upTo state: OtherMailbox
    ) async throws {
        let listing = growth.listing
        let elsewhere = Elsewhere(
            mailbox: listing.name.text, isUnwanted: listing.serves(.junk) || listing.serves(.trash))
        var finds = ElsewhereFinds()
        if let first = batch.uids.first {
            let messages = try await headers.fetch(batch.uids)
            try await parts.store.mailboxes.countIntakeTry(account, elsewhere: state, at: first.rawValue)
            let sorting = ElsewhereSorting(
                parts: parts, account: account, link: link, uidValidity: headers.uidValidity, troubles: troubles,
                elsewhere: elsewhere, inbox: inbox, since: growth.isFirst ? growth.since : nil)
            finds =
                try await listing.serves(.sent)
                ? sorting.sent(among: messages, batch.care) : sorting.replies(among: messages, batch.care)
            if batch.care == .whole { Failpoint.intakeBeforeCommit.pass() }
        }
        let result = try await parts.store.messages.admit(
            finds, of: account, upTo: state, debounce: parts.settings.debounce, policy: parts.outreachPolicy,
            under: lease)
        guard let result else { throw LeaseLost() }
        for (admission, outcome) in zip(finds.replies, result.replies) { log(outcome, admission.message, elsewhere) }
        for conversation in result.sent.answeredByPerson {
            parts.log.event(.conversationPersonAnswered, ["thread": conversation, "account": address])
            parts.notices.changed(conversation)
        }
        if result.sent.claimsEarlierMail { parts.ready.poke(account, .inbox) }
    }

    private func log(_ outcome: IntakeOutcome, _ message: IncomingMessage, _ elsewhere: Elsewhere) {
        let conversation: ConversationID
        switch outcome {
        case .known, .ignored, .withheld, .quarantined(nil): return
        case .pending(let known), .quarantined(let known?): conversation = known
        }
        parts.log.event(
            .replyFoundElsewhere,
            [
                "protocol": "IMAP", "account": address, "thread": conversation, "mailbox": elsewhere.mailbox,
                "from": message.from?.address.text ?? "nobody",
            ])
        parts.notices.decisions.raise()
        parts.notices.changed(conversation)
    }
}

extension MailboxStatus {
    /// Whether it says how far the mailbox has grown.
    fileprivate var isComplete: Bool { uidNext != nil && uidValidity != nil }
}
