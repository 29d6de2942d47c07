import Correspondence
import Database
import Events
import IMAP
import Logging
import Observability
import Reading
import Settings
import Storage
import Synchronization
import Timing

/// Admits messages of an inbox whose headers were fetched: a batch in one transaction, or each message separately when one of them
/// cannot be stored.
struct InboxAdmission: Sendable {
    let parts: EngineParts
    let account: AccountID
    let settings: AccountSettings
    let lease: Lease
    let link: MailboxLink
    let sent: MailboxLink?
    let troubles: FetchTroubles

    /// Octets of replies that are held at once: the rest goes into another transaction.
    static let batchOctets = 4 << 20

    /// - Parameters:
    ///   - baseline: how far the inbox was read before; nil before its first look.
    ///   - replaced: the row that stood for the same message while nobody knew what it answers.
    /// - Returns: whether all of them wait for a decision, so that nothing is to be done in the mailbox because of them yet.
    @discardableResult
    func admit(
        _ found: [FoundMessage], _ care: IntakeCare, after baseline: MailboxCursor?,
        replacing replaced: MessageKey? = nil, beforeBaseline: Bool
    ) async throws -> Bool {
        guard !found.isEmpty else { return true }
        // All of them arrived before now, so Sent need not be read again for each.
        let freshSent = sent.map(SyncedOnce.init)
        var admissions: [Admission] = []
        var octets = 0
        var allWait = true
        let circumstances = Circumstances(
            beforeBaseline: beforeBaseline, baseline: baseline, freshSent: freshSent,
            ahead: try await lookAhead(found, care))
        for message in found {
            let next: Admission
            do {
                next = try await admission(of: message, care, replacing: replaced, circumstances)
            } catch {
                // Earlier messages need not wait until this one can be fetched.
                _ = try await commit(batch: admissions, care)
                throw error
            }
            admissions.append(next)
            octets += next.arrival.octets
            if octets >= Self.batchOctets {
                allWait = try await commit(batch: admissions, care) && allWait
                (admissions, octets) = ([], 0)
            }
        }
        return try await commit(batch: admissions, care) && allWait
    }

    /// The facts about a batch of messages.
    private struct Circumstances {
        let beforeBaseline: Bool
        let baseline: MailboxCursor?
        let freshSent: SyncedOnce?
        let ahead: IntakeLookAhead
    }

    private func isOld(_ message: IncomingMessage, _ circumstances: Circumstances) -> Bool {
        if circumstances.beforeBaseline { return true }
        return circumstances.baseline?.predates(message.receivedAt, backlog: parts.settings.initialBacklog) ?? false
    }

    /// Nothing is looked up for a single message, or for one that must not be read.
    private func lookAhead(_ found: [FoundMessage], _ care: IntakeCare) async throws -> IntakeLookAhead {
        guard care == .whole else { return .nothing }
        let fetched = found.compactMap { found in if case .fetched(let message) = found { message } else { nil } }
        let known: [UInt32: [UInt8]] = fetched.reduce(into: [:]) { $0[$1.uid.rawValue] = $1.shortSource }
        guard found.count > 1 else { return IntakeLookAhead(sources: known) }
        let messages = fetched.compactMap { fetched in
            (try? parts.reader.readHeaders(fetched.sections[.header] ?? [])).map {
                incoming(fetched, $0.summary, isReport: $0.isReport)
            }
        }
        let sizes: [UInt32: UInt64] = fetched.reduce(into: [:]) { $0[$1.uid.rawValue] = $1.size }
        return try await IntakeLookAhead(
            messages, knowing: known, sizes: sizes, octets: Self.batchOctets, in: parts.store, on: link.connection)
    }

    /// - Returns: as ``admit(_:_:after:replacing:beforeBaseline:)``.
    private func commit(batch admissions: [Admission], _ care: IntakeCare) async throws -> Bool {
        guard !admissions.isEmpty else { return true }
        if let sent {
            await AnsweredMails(parts: parts, account: account, settings: settings, link: sent).keep(for: admissions)
        }
        // A message that is no longer read cannot end the process by being read.
        if care == .whole { Failpoint.intakeBeforeCommit.pass() }
        var outcomes: [IntakeOutcome] = []
        do { outcomes = try await commit(admissions) } catch let error as StorageError where error.concernsOneRow {
            // One of them cannot be stored as it is: the others must not wait for it.
            for admission in admissions { outcomes += try await commit([admission]) }
        }
        if care == .whole { Failpoint.intakeAfterCommit.pass() }
        return outcomes.allSatisfy { if case .pending = $0 { true } else { false } }
    }

    private func admission(
        of found: FoundMessage, _ care: IntakeCare, replacing replaced: MessageKey?, _ circumstances: Circumstances
    ) async throws -> Admission {
        let fetched: FetchedMessage
        switch found {
        case .fetched(let message): fetched = message
        case .withheld(let uid, let mayPass):
            // Not even its header is read: only account and UID are recorded, at once or when it cannot be fetched later either.
            let message = IncomingMessage(location: location(of: uid), receivedAt: parts.clock.now)
            return Admission(message, mayPass ? .withheld : .quarantined(nil), replacing: replaced)
        }
        let block = fetched.sections[.header] ?? []
        switch care {
        case .whole:
            // A message that cannot be read goes to a person.
            guard let header = try? parts.reader.readHeaders(block) else {
                return try await quarantine(fetched, header: block, replacing: replaced)
            }
            let message = incoming(fetched, header.summary, isReport: header.isReport)
            let arrival = try await triage(circumstances).arrival(
                of: message, size: fetched.size, beforeBaseline: isOld(message, circumstances))
            return Admission(message, arrival, replacing: replaced)
        case .glance: return try await quarantine(fetched, header: block, replacing: replaced)
        case .unread: return try await quarantine(fetched, header: [], replacing: replaced)
        }
    }

    private func quarantine(
        _ fetched: FetchedMessage, header: [UInt8], replacing replaced: MessageKey?
    ) async throws -> Admission {
        let message = incoming(fetched, HeaderSummary(glancingAt: header))
        let triage = ReplyTriage(parts: parts, sent: sent) { try await source(of: $0, .nothing) }
        return Admission(message, try await triage.quarantine(of: message), replacing: replaced)
    }

    private func commit(_ admissions: [Admission]) async throws -> [IntakeOutcome] {
        let outcomes = try await parts.store.messages.admit(
            admissions, debounce: parts.settings.debounce, under: lease)
        guard let outcomes else { throw LeaseLost() }
        for (admission, outcome) in zip(admissions, outcomes) { note(outcome, admission.message) }
        return outcomes
    }

    private func location(of uid: UID) -> MessageLocation {
        MessageLocation(
            account: account, role: .inbox, uidValidity: link.mailbox.uidValidity.rawValue, uid: uid.rawValue)
    }

    private func incoming(
        _ fetched: FetchedMessage, _ header: HeaderSummary, isReport: Bool = false
    ) -> IncomingMessage {
        IncomingMessage(
            fetched, account: account, role: .inbox, uidValidity: link.mailbox.uidValidity, header: header,
            isReport: isReport, now: parts.clock.now)
    }

    private func triage(_ circumstances: Circumstances) -> ReplyTriage {
        let ahead = circumstances.ahead
        return ReplyTriage(parts: parts, sent: circumstances.freshSent, links: ahead.links) {
            try await source(of: $0, ahead)
        }
    }

    private func source(of message: IncomingMessage, _ ahead: IntakeLookAhead) async throws -> [UInt8] {
        if let source = ahead.sources[message.location.uid] { return source }
        guard let uid = UID(rawValue: message.location.uid) else { return [] }
        let items: [FetchItem] = [.body(.full, partial: .init(count: MailboxReading.maxOctets))]
        do { return try await link.connection.fetch(UIDSet(uid), items).first?.sections[.full] ?? [] } catch {
            // A server that answers "later" for the same text again and again would hold up all later mail: the message goes to a person
            // unread, with its conversation.
            guard error.isPassing, !error.isThrottling, error.leavesConnectionOpen else { throw error }
            let place = FetchTroubles.Place(
                role: link.role, uidValidity: link.mailbox.uidValidity, uid: uid, isText: true)
            guard troubles.noteRefusedText(place) >= FetchTroubles.patienceWithServer else { throw error }
            return []
        }
    }

    private func note(_ outcome: IntakeOutcome, _ message: IncomingMessage) {
        switch outcome {
        case .known: break
        case .ignored(let reason):
            parts.log.event(
                .messageIgnored,
                [
                    "protocol": "IMAP", "account": settings.address, "uid": message.location.uid,
                    "reason": reason.rawValue,
                ])
        case .quarantined(let conversation):
            parts.log.event(
                .messageQuarantined,
                [
                    "protocol": "IMAP", "account": settings.address, "uid": message.location.uid,
                    "thread": conversation?.description ?? "none",
                ])
            if let conversation { announce(conversation) }
        case .withheld:
            parts.log.event(
                .mailboxMessageWithheld,
                [
                    "protocol": "IMAP", "account": settings.address, "mailbox": link.mailbox.name,
                    "uid": message.location.uid, "error": "the server does not hand it over",
                    "do": "nothing, it is asked for again",
                ])
        case .pending(let conversation):
            parts.log.event(
                .replyReceived,
                [
                    "protocol": "IMAP", "account": settings.address, "uid": message.location.uid,
                    "thread": conversation, "from": message.from?.address.text ?? "nobody",
                ])
            announce(conversation)
        }
    }

    private func announce(_ conversation: ConversationID) {
        parts.notices.decisions.raise()
        parts.notices.changed(conversation)
    }
}

extension Arrival {
    fileprivate var octets: Int {
        if case .reply(_, let source, _, _) = self { source.count } else { 0 }
    }
}

/// Reads a mailbox again once, however many ask.
private final class SyncedOnce: MailboxWatch {
    private let mailbox: any MailboxWatch
    private let isSynced = Mutex(false)

    init(_ mailbox: any MailboxWatch) { self.mailbox = mailbox }

    func sync(_ reach: SyncReach) async throws {
        guard !isSynced.withLock({ $0 }) else { return }
        try await mailbox.sync(reach)
        isSynced.withLock { $0 = true }
    }

    func poke(_ role: MailboxRole) { mailbox.poke(role) }
}
