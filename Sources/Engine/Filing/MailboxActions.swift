import Correspondence
import Delivery
import Events
import IMAP
import Logging
import Observability
import Settings
import Storage
import Timing

/// Performs the tasks that decisions planned for a mailbox, and verifies each by reading it back.
struct MailboxActions: Sendable {
    let parts: EngineParts
    let account: AccountID
    /// The account's own address, for the log.
    let address: EmailAddress
    let lease: Lease
    let link: MailboxLink
    /// Whether its outlet files a copy of sent mail, where this mailbox is Gmail's.
    var copiesFileThemselves = false
    /// The account's mailer, if it stores drafts itself.
    var drafts: (any DraftKeeping)?

    /// The keyword that marks mail waiting for a person.
    static let personKeyword = Flag(rawValue: "$MosaicHuman")

    func agenda() async throws -> MailboxAgenda { try await parts.store.mailboxes.agenda(of: account, link.role) }

    /// - Parameters:
    ///   - known: the tasks, if they were looked up and nothing has changed since.
    ///   - admission: admits a message again, where this mailbox is an inbox.
    /// - Returns: time until the next task is due; nil when none is pending.
    func performDue(_ known: MailboxAgenda? = nil, admission: InboxAdmission? = nil) async throws -> Duration? {
        guard !parts.settings.isDryRun else { return nil }
        var known = known
        while true {
            let agenda: MailboxAgenda
            if let known { agenda = known } else { agenda = try await self.agenda() }
            known = nil
            guard !agenda.due.isEmpty else { return agenda.next }
            if try await perform(agenda.due, admission), let rest = agenda.rest { return rest.next }
        }
    }

    /// - Returns: whether they have all ended, and none can have added another; somebody else who does pokes.
    private func perform(_ actions: [MailboxAction], _ admission: InboxAdmission?) async throws -> Bool {
        var haveEnded = true
        // In order: of two tasks on one message the later one counts.
        for run in actions.runs {
            switch run[0].kind {
            case .flagForPerson, .markHandled: haveEnded = try await setFlags(of: run, run[0].kind) && haveEnded
            case .fileSentCopy, .fileDraft, .admitAgain:
                for action in run { try await perform(action, admission) }
                haveEnded = false
            }
        }
        return haveEnded
    }

    private func perform(_ action: MailboxAction, _ admission: InboxAdmission?) async throws {
        do {
            defer { Failpoint.actionAfterFinish.pass() }
            switch action.kind {
            case .flagForPerson, .markHandled: break
            case .fileSentCopy: try await fileSentCopy(action)
            case .fileDraft: try await fileDraft(action)
            case .admitAgain: try await admitAgain(action, admission)
            }
        } catch let error as IMAPError {
            // The connection survived, so the task itself was refused: the others need not wait for it.
            guard error.leavesConnectionOpen else { throw try await counted(error, [action]) }
            try await postpone(action, "\(error)")
        }
    }

    /// - Parameter isCertain: whether nothing was changed.
    private func postpone(_ action: MailboxAction, _ detail: String, isCertain: Bool = true) async throws {
        parts.log.event(
            .mailboxActionFailed,
            ["protocol": "IMAP", "account": address, "action": action.kind.rawValue, "error": detail])
        let base = Duration.seconds(action.kind == .admitAgain ? 30 : 5)
        let pause = Backoff(base: base, cap: .seconds(600)).delay(attempt: action.attempts, draw: 0.5)
        try await parts.store.mailboxes.postpone(action, by: pause, detail: detail, isCertain: isCertain)
    }

    /// The connection broke during these tasks: they are tried again a little later, but not for ever, in case one of them breaks
    /// each connection.
    private func counted(_ error: IMAPError, _ actions: [MailboxAction]) async throws -> any Error {
        guard error != .cancelled else { return error }
        for action in actions { try await postpone(action, "\(error)", isCertain: false) }
        return BrokenAtAction(cause: error)
    }

    private func finish(_ action: MailboxAction, isGone: Bool = false, detail: String = "") async throws {
        try await parts.store.mailboxes.finish([FinishedAction(action, isGone: isGone, detail: detail)])
    }

    // MARK: Flags

    /// Sets the flags of all these messages at once, or of each separately when the server refuses that.
    ///
    /// - Returns: whether none was postponed.
    private func setFlags(of actions: [MailboxAction], _ kind: MailboxActionKind) async throws -> Bool {
        guard !actions.isEmpty else { return true }
        do {
            defer { Failpoint.actionAfterFinish.pass() }
            var located: [(action: MailboxAction, uid: UID?)] = []
            for action in actions { located.append((action, try await locate(action))) }
            let flags = try await store(kind, Set(located.compactMap(\.uid)).sorted())
            return try await prove(located.map { ($0.action, $0.uid.flatMap { flags[$0] }) }, kind)
        } catch let error as IMAPError {
            // The connection survived, so the server merely refused something.
            guard error.leavesConnectionOpen else { throw try await counted(error, actions) }
            if actions.count == 1 {
                try await postpone(actions[0], "\(error)")
            } else {
                for action in actions { _ = try await setFlags(of: [action], kind) }
            }
            return false
        }
    }

    /// The flags that these messages have afterwards, as reported by the server; none for messages that are gone.
    private func store(_ kind: MailboxActionKind, _ uids: [UID]) async throws -> [UID: Set<Flag>] {
        guard !uids.isEmpty else { return [:] }
        let set = UIDSet(uids)
        guard kind == .flagForPerson else { return try await markHandled(set) }
        let flags = try await link.connection.store(set, .remove([.seen]))
        try await label(.add, set)
        guard let keyword = Self.personKeyword, canKeep(keyword) else { return flags }
        return try await link.connection.store(set, .add([keyword]))
    }

    /// Marks messages as read, and removes the mark for a person, if any.
    private func markHandled(_ set: UIDSet) async throws -> [UID: Set<Flag>] {
        let flags = try await link.connection.store(set, .add([.seen]))
        guard let keyword = Self.personKeyword else { return flags }
        let marked = flags.filter { $0.value.contains(keyword) }.map(\.key)
        guard !marked.isEmpty else { return flags }
        let unmarked = try await link.connection.store(UIDSet(marked.sorted()), .remove([keyword]))
        try await label(.remove, UIDSet(marked.sorted()))
        return flags.merging(unmarked) { $1 }
    }

    /// Only for people to see: if a server refuses it, nothing is lost.
    private func label(_ change: LabelChange, _ set: UIDSet) async throws(IMAPError) {
        let connection = link.connection
        guard connection.capabilities.contains(.gmailExtensions) else { return }
        do { try await connection.store(set, change, label: MailboxReading.personLabel) } catch {
            guard error.leavesConnectionOpen else { throw error }
            guard change == .add, !error.isPassing else { return }
            // A server that does not create a label on first use.
            do {
                try await connection.create(MailboxReading.personLabel)
                try await connection.store(set, change, label: MailboxReading.personLabel)
            } catch {
                guard error.leavesConnectionOpen else { throw error }
            }
        }
    }

    private func canKeep(_ keyword: Flag) -> Bool {
        let mailbox = link.mailbox
        return mailbox.acceptsNewKeywords || mailbox.permanentFlags.contains(keyword)
    }

    private func prove(_ actions: [(MailboxAction, Set<Flag>?)], _ kind: MailboxActionKind) async throws -> Bool {
        var finished: [FinishedAction] = []
        for (action, flags) in actions {
            guard let flags else {
                finished.append(FinishedAction(action, isGone: true))
                continue
            }
            let shown = flags.map(\.rawValue).sorted().joined(separator: " ")
            if flags.contains(.seen) == (kind == .markHandled) {
                finished.append(FinishedAction(action, detail: shown))
            } else {
                try await postpone(action, "the server kept the flags \(shown)")
            }
        }
        Failpoint.actionBeforeFinish.pass()
        try await parts.store.mailboxes.finish(finished)
        return finished.count == actions.count
    }

    // MARK: Files

    /// The message's UID now: the same as before or, after a renumbering, that of the message with its Message-ID.
    private func locate(_ action: MailboxAction) async throws -> UID? {
        if action.uidValidity == link.mailbox.uidValidity.rawValue { return action.uid.flatMap(UID.init) }
        guard let id = action.messageID else { return nil }
        return try await link.connection.search(.header("Message-ID", id.text)).last
    }

    /// Files our mail in Sent if its outlet has not, as Gmail's does. A copy that is there already, from the server or from before a
    /// crash, was noticed when this mailbox was read, just before its tasks.
    private func fileSentCopy(_ action: MailboxAction) async throws {
        guard !action.isCopyKnown, let mail = action.rendered,
            !(copiesFileThemselves && link.connection.capabilities.contains(.gmailExtensions))
        else {
            return try await finish(action, isGone: action.rendered == nil, detail: "filed by the server")
        }
        guard try await parts.store.leases.isHeld(lease) else { throw LeaseLost() }
        _ = try await link.connection.append(mail, to: link.mailbox.name, flags: [.seen])
        Failpoint.actionBeforeFinish.pass()
        try await finish(action, detail: "appended to Sent")
    }

    /// Drafts is not read, so a second try could leave a second draft: then the first draft, if any, has to do.
    private func fileDraft(_ action: MailboxAction) async throws {
        guard let mail = action.rendered else { return try await finish(action, isGone: true) }
        let mailbox = drafts == nil ? try await link.connection.list().mailbox(for: .drafts)?.name : nil
        guard drafts != nil || mailbox != nil else {
            return try await postpone(action, "the account has no Drafts mailbox")
        }
        guard try await parts.store.mailboxes.begin(action) else {
            return try await leaveInDoubt(action, "an earlier try may have left it in Drafts")
        }
        if let drafts { return try await keep(mail, in: drafts, for: action) }
        guard let mailbox else { return }
        _ = try await link.connection.append(mail, to: mailbox, flags: [.draft])
        try await finish(action, detail: "appended to \(mailbox)")
    }

    /// Time between two tries to store a draft over a web interface.
    private static let draftPause = Duration.seconds(300)

    /// A request whose answer was lost may have stored the draft.
    private func keep(_ mail: [UInt8], in drafts: any DraftKeeping, for action: MailboxAction) async throws {
        let place: String
        do throws(DeliveryFailure) { place = try await drafts.draft(mail) } catch {
            guard error.isCertainlyUnsent else { return try await leaveInDoubt(action, error.detail) }
            parts.log.event(
                .mailboxActionFailed, ["account": address, "action": action.kind.rawValue, "error": error.detail])
            return try await parts.store.mailboxes.postpone(action, by: Self.draftPause, detail: error.detail)
        }
        try await finish(action, detail: "left in \(place)")
    }

    private func leaveInDoubt(_ action: MailboxAction, _ detail: String) async throws {
        parts.log.event(
            .mailboxActionFailed, ["account": address, "action": action.kind.rawValue, "error": detail])
        try await parts.store.mailboxes.leaveInDoubt(action, detail: detail)
    }

    /// Reading the mail may be what ends the process: each try is counted first, as for new mail.
    private func admitAgain(_ action: MailboxAction, _ admission: InboxAdmission?) async throws {
        guard let key = action.message, let admission, let uid = try await locate(action) else {
            return try await finish(action, isGone: true)
        }
        let items = MailboxReading.headerItems(of: link.connection)
        let fetched = try await link.connection.fetch(UIDSet(uid), items)
        if fetched.isEmpty {
            let isThere = try await !link.connection.search(.uid(UIDSet(uid))).isEmpty
            return try await isThere
                ? postpone(action, "the server does not hand it over") : finish(action, isGone: true)
        }
        try await parts.store.mailboxes.countTry(of: action)
        let care = IntakeCare(attempts: action.attempts)
        try await admission.admit(
            fetched.map(FoundMessage.fetched), care, after: parts.store.mailboxes.cursor(of: account, .inbox),
            replacing: key, beforeBaseline: false)
        try await finish(action)
    }
}

/// The connection broke at a task, which waits longer each time: that says nothing about the server.
struct BrokenAtAction: Error, CustomStringConvertible {
    let cause: IMAPError
    var description: String { "\(cause)" }
}

extension [MailboxAction] {
    /// Neighbouring tasks of one kind together.
    fileprivate var runs: [[MailboxAction]] {
        reduce(into: []) { runs, action in
            if runs.last?.last?.kind == action.kind {
                runs[runs.count - 1].append(action)
            } else {
                runs.append([action])
            }
        }
    }
}
