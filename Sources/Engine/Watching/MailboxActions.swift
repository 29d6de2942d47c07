import Correspondence
import IMAP
import Logging
import Settings
import Storage
import Timing

/// Performs what decisions planned for a mailbox, and proves each by reading it back.
struct MailboxActions: Sendable {
    let parts: EngineParts
    let account: AccountID
    let lease: Lease
    let link: MailboxLink

    /// The keyword that marks mail waiting for a person.
    static let personKeyword = Flag(rawValue: "$MosaicHuman")

    /// - Parameter inbox: the reading that takes a message in again, where this mailbox is an inbox.
    func performDue(inbox: InboxReading? = nil) async throws {
        guard !parts.settings.isDryRun else { return }
        while true {
            let due = try await parts.store.dueActions(of: account, link.role, limit: 50)
            for action in due { try await perform(action, inbox) }
            if due.count < 50 { return }
        }
    }

    /// How long until the next action; nil when none is pending.
    func timeToNext() async throws -> Duration? {
        guard !parts.settings.isDryRun else { return nil }
        return try await parts.store.timeToNextAction(of: account, link.role)
    }

    private func perform(_ action: MailboxAction, _ inbox: InboxReading?) async throws {
        do {
            defer { Failpoint.actionAfterFinish.pass() }
            switch action.kind {
            case .flagForPerson: try await flagForPerson(action)
            case .markHandled: try await markHandled(action)
            case .fileSentCopy: try await fileSentCopy(action)
            case .fileDraft: try await fileDraft(action)
            case .takeInAgain: try await takeInAgain(action, inbox)
            }
        } catch let error as IMAPError {
            // A connection that lives on shows that the action itself was refused: the others need not wait for it.
            guard error.leavesConnectionOpen else { throw error }
            try await postpone(action, "\(error)")
        }
    }

    private func postpone(_ action: MailboxAction, _ detail: String) async throws {
        parts.log.event(
            .warning, "mailbox.action_failed",
            ["protocol": "IMAP", "account_id": account, "action": action.kind.rawValue, "error": detail])
        let pause = Backoff(base: .seconds(5), cap: .seconds(600)).delay(attempt: action.attempts, draw: 0.5)
        try await parts.store.postpone(action, by: pause, detail: detail)
    }

    private func flagForPerson(_ action: MailboxAction) async throws {
        guard let uid = try await locate(action) else { return try await parts.store.finish(action, gone: true) }
        var flags = try await link.connection.store(UIDSet(uid), .remove([.seen]))[uid]
        if let keyword = Self.personKeyword, canKeep(keyword) {
            flags = try await link.connection.store(UIDSet(uid), .add([keyword]))[uid]
        }
        try await prove(action, flags) { !$0.contains(.seen) }
    }

    private func markHandled(_ action: MailboxAction) async throws {
        guard let uid = try await locate(action) else { return try await parts.store.finish(action, gone: true) }
        let flags = try await link.connection.store(UIDSet(uid), .add([.seen]))[uid]
        try await prove(action, flags) { $0.contains(.seen) }
    }

    private func canKeep(_ keyword: Flag) -> Bool {
        let mailbox = link.mailbox
        return mailbox.acceptsNewKeywords || mailbox.permanentFlags.contains(keyword)
    }

    private func prove(_ action: MailboxAction, _ flags: Set<Flag>?, _ holds: (Set<Flag>) -> Bool) async throws {
        guard let flags else { return try await parts.store.finish(action, gone: true) }
        let shown = flags.map(\.rawValue).sorted().joined(separator: " ")
        guard holds(flags) else { return try await postpone(action, "the server kept the flags \(shown)") }
        Failpoint.actionBeforeFinish.pass()
        try await parts.store.finish(action, detail: shown)
    }

    /// The message's UID now: the one it had, or after renumbering the one that has its Message-ID.
    private func locate(_ action: MailboxAction) async throws -> UID? {
        if action.uidValidity == link.mailbox.uidValidity.rawValue { return action.uid.flatMap(UID.init) }
        guard let id = action.messageID else { return nil }
        return try await link.connection.search(.header("Message-ID", id.text)).last
    }

    /// Files our mail in Sent where the server has not: Gmail does by itself. A copy that is there already, from the
    /// server or from before a crash, was noticed when this mailbox was read, just before its actions.
    private func fileSentCopy(_ action: MailboxAction) async throws {
        guard !action.isCopyKnown, let mail = action.rendered,
            !link.connection.capabilities.contains(.gmailExtensions)
        else {
            return try await parts.store.finish(action, gone: action.rendered == nil, detail: "filed by the server")
        }
        guard try await parts.store.isHeld(lease) else { throw LeaseLost() }
        _ = try await link.connection.append(mail, to: link.mailbox.name, flags: [.seen])
        Failpoint.actionBeforeFinish.pass()
        try await parts.store.finish(action, detail: "appended to Sent")
    }

    /// Drafts is not read, so a second try could leave a second draft: then the first, if any, has to do.
    private func fileDraft(_ action: MailboxAction) async throws {
        guard let mail = action.rendered else { return try await parts.store.finish(action, gone: true) }
        guard try await parts.store.begin(action) else {
            return try await parts.store.finish(action, detail: "an earlier try may have left it in Drafts")
        }
        guard let drafts = try await link.connection.list().mailbox(for: .drafts)?.name else {
            return try await postpone(action, "the account has no Drafts mailbox")
        }
        _ = try await link.connection.append(mail, to: drafts, flags: [.draft])
        try await parts.store.finish(action, detail: "appended to \(drafts)")
    }

    /// The mail may be one that ends the process when it is read: each try is counted before, as for mail that is new.
    private func takeInAgain(_ action: MailboxAction, _ inbox: InboxReading?) async throws {
        guard let key = action.message, let inbox, let uid = try await locate(action) else {
            return try await parts.store.finish(action, gone: true)
        }
        let items = MailboxReading.headerItems(of: link.connection)
        let fetched = try await link.connection.fetch(UIDSet(uid), items)
        try await parts.store.countTry(of: action)
        let care = IntakeCare(attempts: action.attempts)
        for message in fetched { try await inbox.takeIn(message, care, replacing: key, beforeBaseline: false) }
        try await parts.store.finish(action)
    }
}

extension IMAPError {
    /// Whether the server merely refused one command.
    fileprivate var leavesConnectionOpen: Bool {
        switch self {
        case .no, .bad, .unsupported, .invalidArgument: true
        default: false
        }
    }
}
