import Correspondence
import PostOffice
import Reading
import Settings
import Storage
import Timing

@testable import Engine

/// Inbox and Sent of one account, read as the engine's own readers do it, out of a `MailWorld`.
struct SimulatedMailboxes: MailboxWatch {
    let process: SimulatedProcess
    let number: Int
    let account: AccountID
    let lease: Lease

    private var outside: Outside { process.outside }
    private var store: Store { process.parts.store }
    private var address: String { outside.script.accounts[number].address }

    func poke(_: MailboxRole) {}

    /// What the engine asks for before a send, and for evidence.
    func sync(_: SyncReach) async throws {
        if process.sabotage == .readsNothingBeforeSending { return }
        try await read()
    }

    func read() async throws {
        try await readSent()
        try await readInbox()
        if process.sabotage != .looksIntoTheInboxAlone { try await readElsewhere() }
    }

    // MARK: Elsewhere

    private func readElsewhere() async throws {
        let known = try await store.mailboxes.others(of: account)
        let inbox = try await store.mailboxes.cursor(of: account, .inbox)
        for folder in [Folder.named(Script.archive), .junk, .trash] {
            let box = try mailbox(folder)
            let state = OtherMailbox(name: box.name, uidValidity: box.uidValidity, nextUID: box.uidNext)
            let before = known[box.name]
            guard before?.uidValidity != state.uidValidity || before?.nextUID != state.nextUID else { continue }
            var finds = ElsewhereFinds()
            let elsewhere = Elsewhere(mailbox: box.name, isUnwanted: folder == .junk || folder == .trash)
            for message in box.messages where inbox?.isArmed == true && message.uid >= before?.nextUID ?? 1 {
                try await note(message, box, elsewhere, inbox, &finds)
            }
            let result = try await store.messages.admit(
                finds, of: account, upTo: state, debounce: process.parts.settings.debounce, policy: .everything,
                under: lease)
            guard let result else { throw LeaseLost() }
            for outcome in result.replies { outside.note("\(process.name) finds in \(box.name): \(outcome)") }
        }
    }

    private func note(
        _ message: StoredMessage, _ box: UserMailbox, _ elsewhere: Elsewhere, _ inbox: MailboxCursor?,
        _ finds: inout ElsewhereFinds
    ) async throws {
        var incoming = incoming(message, box, .inbox)
        incoming.location = .row(message.uid, of: account, .inbox, in: elsewhere)
        let triage = ReplyTriage(parts: process.parts, sent: nil, source: { _ in message.bytes })
        let arrival = try await triage.arrival(
            of: incoming, size: UInt64(message.bytes.count),
            beforeBaseline: inbox?.predates(message.internalDate, backlog: nil) ?? false)
        guard case .reply(let link, _, _, _) = arrival, !elsewhere.isUnwanted || link.linkage != .subject else {
            return
        }
        finds.replies.append(Admission(incoming, arrival))
    }

    private func mailbox(_ folder: Folder) throws -> UserMailbox {
        guard process.fate.isAlive else { throw ProcessIsDead() }
        return try outside.with { try $0.world.mailbox(folder, of: address) }
    }

    // MARK: Sent

    private func readSent() async throws {
        let box = try mailbox(.sent)
        if let cursor = try await store.mailboxes.cursor(of: account, .sent), cursor.uidValidity == box.uidValidity {
            try await admitSent(box.messages.filter { $0.uid > cursor.lastUID }, box)
        } else {
            try await admitSent(box.messages, box)
            try await arm(.sent, box)
        }
        try await performActions(.sent, box, inbox: nil)
    }

    private func admitSent(_ messages: [StoredMessage], _ box: UserMailbox) async throws {
        let incoming = messages.map { self.incoming($0, box, .sent) }
        guard !incoming.isEmpty else { return }
        guard try await store.messages.admitSent(incoming, under: lease) != nil else { throw LeaseLost() }
    }

    private func arm(_ role: MailboxRole, _ box: UserMailbox) async throws {
        guard
            try await store.mailboxes.setBaseline(
                account, role, mailbox: box.name, uidValidity: box.uidValidity, lastUID: box.uidNext - 1,
                readUntil: box.messages.map(\.internalDate).max() ?? .epoch, under: lease)
        else { throw LeaseLost() }
    }

    // MARK: Inbox

    private func readInbox() async throws {
        let cursor = try await store.mailboxes.cursor(of: account, .inbox)
        let box = try mailbox(.inbox)
        if let cursor, cursor.uidValidity == box.uidValidity {
            var rest = box.messages.filter { $0.uid > cursor.lastUID }
            if let first = rest.first, cursor.attemptedUID == first.uid, cursor.attempts >= 3 {
                try await quarantine(first, box)
                rest.removeFirst()
            }
            try await readNew(rest, box, beforeBaseline: false)
        } else {
            if let cursor {
                let since = cursor.readUntil - .seconds(600)
                try await readNew(box.messages.filter { $0.internalDate >= since }, box, beforeBaseline: true)
            }
            try await arm(.inbox, box)
        }
        try await performActions(.inbox, box, inbox: box)
        try await store.accounts.report(.watching, detail: nil, checked: true, of: account)
    }

    /// All of them in one transaction, or each in its own where one may have ended a process before.
    private func readNew(
        _ messages: [StoredMessage], _ box: UserMailbox, replacing earlier: MessageKey? = nil, beforeBaseline: Bool
    ) async throws {
        let cursor = try await store.mailboxes.cursor(of: account, .inbox)
        let size = (cursor?.attempts ?? 0) > 0 ? 1 : max(1, messages.count)
        var rest = messages[...]
        while let first = rest.first {
            try await store.mailboxes.countIntakeTry(account, .inbox, at: first.uid)
            try await admit(Array(rest.prefix(size)), box, replacing: earlier, beforeBaseline: beforeBaseline)
            rest = rest.dropFirst(size)
        }
    }

    private func admit(
        _ messages: [StoredMessage], _ box: UserMailbox, replacing earlier: MessageKey?, beforeBaseline: Bool
    ) async throws {
        var admissions: [Admission] = []
        for message in messages {
            let incoming = incoming(message, box, .inbox)
            let arrival = try await triage(of: message).arrival(
                of: incoming, size: UInt64(message.bytes.count), beforeBaseline: beforeBaseline)
            admissions.append(Admission(incoming, arrival, replacing: earlier))
        }
        guard let outcomes = try await admit(admissions) else { throw LeaseLost() }
        for (message, outcome) in zip(messages, outcomes) {
            outside.note("\(process.name) takes in uid \(message.uid) of account \(number): \(outcome)")
        }
    }

    private func admit(_ admissions: [Admission]) async throws -> [IntakeOutcome]? {
        try await store.messages.admit(
            admissions, debounce: process.parts.settings.debounce, under: lease)
    }

    private func quarantine(_ message: StoredMessage, _ box: UserMailbox) async throws {
        let incoming = incoming(message, box, .inbox, header: HeaderSummary(glancingAt: message.bytes.header))
        let arrival = try await triage(of: message).quarantine(of: incoming)
        guard let outcomes = try await admit([Admission(incoming, arrival)]) else { throw LeaseLost() }
        if outcomes == [.quarantined(nil)] {
            outside.with { _ = $0.quarantined.insert("\(number)/\(box.uidValidity)/\(message.uid)") }
        }
        outside.note("\(process.name) quarantines uid \(message.uid) of account \(number)")
    }

    private func triage(of message: StoredMessage) -> ReplyTriage {
        ReplyTriage(parts: process.parts, sent: SimulatedSent(read: readSent), source: { _ in message.bytes })
    }

    private func incoming(
        _ message: StoredMessage, _ box: UserMailbox, _ role: MailboxRole, header glance: HeaderSummary? = nil
    ) -> IncomingMessage {
        let block = message.bytes.header
        // A header that cannot be read still names its ids.
        let header =
            glance ?? (try? process.parts.reader.readHeaders(block).summary) ?? HeaderSummary(glancingAt: block)
        return IncomingMessage(
            location: MessageLocation(
                account: account, role: role, uidValidity: box.uidValidity, uid: message.uid),
            messageID: header.messageID, inReplyTo: header.inReplyTo, references: header.references,
            from: header.from, replyTo: header.replyTo?.address, to: header.to + header.cc, subject: header.subject,
            receivedAt: message.internalDate)
    }

    // MARK: Actions

    private func performActions(_ role: MailboxRole, _ box: UserMailbox, inbox: UserMailbox?) async throws {
        for action in try await store.mailboxes.agenda(of: account, role).due {
            try await perform(action, box, inbox: inbox)
        }
    }

    private func perform(_ action: MailboxAction, _ box: UserMailbox, inbox: UserMailbox?) async throws {
        switch action.kind {
        case .fileSentCopy:
            if let mail = action.rendered, !action.isCopyKnown { try append(mail, to: .sent) }
        case .fileDraft:
            if let mail = action.rendered { try append(mail, to: .drafts) }
        case .flagForPerson: try setFlags(.remove, action, box)
        case .markHandled: try setFlags(.add, action, box)
        case .admitAgain:
            if let key = action.message, let inbox, let message = located(action, box) {
                try await readNew([message], inbox, replacing: key, beforeBaseline: false)
            }
        }
        try await process.fate.cross("an action done and not noted", dying: 10, interrupted: 10)
        try await store.mailboxes.finish([FinishedAction(action)])
    }

    private func append(_ mail: [UInt8], to folder: Folder) throws {
        guard process.fate.isAlive else { throw ProcessIsDead() }
        outside.note("\(process.name) files a copy in \(folder) of account \(number)")
        try outside.with { state in
            _ = try state.world.append(mail, to: folder, of: address, flags: [.seen], at: state.now)
        }
    }

    private func setFlags(_ change: FlagOperation, _ action: MailboxAction, _ box: UserMailbox) throws {
        guard process.fate.isAlive else { throw ProcessIsDead() }
        guard let message = located(action, box) else { return }
        try outside.with { try $0.world.store(change, [.seen], on: [message.uid], in: .inbox, of: address) }
    }

    private func located(_ action: MailboxAction, _ box: UserMailbox) -> StoredMessage? {
        if action.uidValidity == box.uidValidity { return action.uid.flatMap(box.message) }
        guard let id = action.messageID else { return nil }
        return box.messages.last { $0.bytes.containsID(id.text) }
    }
}

/// Sent alone, for a reply that names something unknown.
private struct SimulatedSent: MailboxWatch {
    let read: @Sendable () async throws -> Void

    func sync(_: SyncReach) async throws { try await read() }
    func poke(_: MailboxRole) {}
}

extension [UInt8] {
    /// Up to and including the empty line.
    fileprivate var header: [UInt8] {
        var index = startIndex
        while index + 3 < endIndex {
            if self[index] == 13, self[index + 1] == 10, self[index + 2] == 13, self[index + 3] == 10 {
                return Array(self[..<(index + 4)])
            }
            index += 1
        }
        return self
    }
}
