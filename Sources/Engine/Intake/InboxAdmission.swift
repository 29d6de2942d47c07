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

/// Admits messages of an inbox whose headers were fetched: a batch in one transaction, or each by itself when one of them
/// cannot be stored.
struct InboxAdmission: Sendable {
    let parts: EngineParts
    let account: AccountID
    let settings: AccountSettings
    let lease: Lease
    let link: MailboxLink
    let sent: MailboxLink?

    /// Octets of replies that are held at once: what is beyond goes into a transaction of its own.
    static let batchOctets = 4 << 20

    /// - Parameter replaced: the row of the same message from when nobody knew what it answers.
    func admit(
        _ fetched: [FetchedMessage], _ care: IntakeCare, replacing replaced: MessageKey? = nil, beforeBaseline: Bool
    ) async throws {
        var admissions: [Admission] = []
        var octets = 0
        let ahead = try await lookAhead(fetched, care)
        for message in fetched {
            let next: Admission
            do {
                next = try await admission(
                    of: message, care, replacing: replaced, beforeBaseline: beforeBaseline, ahead)
            } catch {
                // Those before it need not wait until this one can be fetched.
                try await commit(batch: admissions, care)
                throw error
            }
            admissions.append(next)
            octets += next.arrival.octets
            if octets >= Self.batchOctets {
                try await commit(batch: admissions, care)
                (admissions, octets) = ([], 0)
            }
        }
        try await commit(batch: admissions, care)
    }

    /// Nothing for a message by itself, or for one that nobody may read.
    private func lookAhead(_ fetched: [FetchedMessage], _ care: IntakeCare) async throws -> IntakeLookAhead {
        guard fetched.count > 1, care == .whole else { return .nothing }
        let messages = fetched.compactMap { fetched in
            (try? parts.reader.readHeaders(fetched.sections[.header] ?? []).summary).map { incoming(fetched, $0) }
        }
        let sizes: [UInt32: UInt64] = fetched.reduce(into: [:]) { $0[$1.uid.rawValue] = $1.size }
        return try await IntakeLookAhead(
            messages, sizes: sizes, octets: Self.batchOctets, in: parts.store, on: link.connection)
    }

    private func commit(batch admissions: [Admission], _ care: IntakeCare) async throws {
        guard !admissions.isEmpty else { return }
        // What is not read any more cannot end the process by being read.
        if care == .whole { Failpoint.intakeBeforeCommit.pass() }
        do { try await commit(admissions) } catch let error as StorageError where error.concernsOneRow {
            // One of them cannot be stored as it is: the others must not wait for it.
            for admission in admissions { try await commit([admission]) }
        }
        if care == .whole { Failpoint.intakeAfterCommit.pass() }
    }

    private func admission(
        of fetched: FetchedMessage, _ care: IntakeCare, replacing replaced: MessageKey?, beforeBaseline: Bool,
        _ ahead: IntakeLookAhead
    ) async throws -> Admission {
        let block = fetched.sections[.header] ?? []
        switch care {
        case .whole:
            // What cannot be read goes to a person.
            guard let header = try? parts.reader.readHeaders(block).summary else {
                return try await quarantine(fetched, header: block, replacing: replaced)
            }
            let message = incoming(fetched, header)
            let arrival = try await triage(ahead).arrival(
                of: message, size: fetched.size, beforeBaseline: beforeBaseline)
            return Admission(message, arrival, replacing: replaced)
        case .glance: return try await quarantine(fetched, header: block, replacing: replaced)
        case .unread: return try await quarantine(fetched, header: [], replacing: replaced)
        }
    }

    private func quarantine(
        _ fetched: FetchedMessage, header: [UInt8], replacing replaced: MessageKey?
    ) async throws -> Admission {
        let message = incoming(fetched, HeaderSummary(glancingAt: header))
        return Admission(message, try await triage(.nothing).quarantine(of: message), replacing: replaced)
    }

    private func commit(_ admissions: [Admission]) async throws {
        let outcomes = try await parts.store.messages.admit(
            admissions, debounce: parts.settings.debounce, under: lease)
        guard let outcomes else { throw LeaseLost() }
        for (admission, outcome) in zip(admissions, outcomes) { note(outcome, admission.message) }
    }

    private func incoming(_ fetched: FetchedMessage, _ header: HeaderSummary) -> IncomingMessage {
        IncomingMessage(
            fetched, account: account, role: .inbox, uidValidity: link.mailbox.uidValidity, header: header,
            now: parts.clock.now)
    }

    private func triage(_ ahead: IntakeLookAhead) -> ReplyTriage {
        ReplyTriage(parts: parts, sent: sent, links: ahead.links) { try await source(of: $0, ahead) }
    }

    private func source(of message: IncomingMessage, _ ahead: IntakeLookAhead) async throws -> [UInt8] {
        if let source = ahead.sources[message.location.uid] { return source }
        guard let uid = UID(rawValue: message.location.uid) else { return [] }
        let items: [FetchItem] = [.body(.full, partial: .init(count: MailboxReading.maxOctets))]
        return try await link.connection.fetch(UIDSet(uid), items).first?.sections[.full] ?? []
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
