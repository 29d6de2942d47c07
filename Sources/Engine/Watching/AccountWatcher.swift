import Correspondence
import Database
import Delivery
import Events
import IMAP
import Logging
import Observability
import Settings
import Storage
import Timing

/// Watches one account for as long as the process lives. Its failures stay its own: logged, reported, retried.
struct AccountWatcher: Sendable {
    let parts: EngineParts
    let account: AccountID
    let settings: AccountSettings
    let process: ProcessIdentity
    /// Its mailer, if that stores drafts itself.
    private let drafts: (any DraftKeeping)?

    /// How long the right to watch lasts without renewal; after this time a dead process is replaced.
    static let leaseTime = Duration.seconds(60)
    private let troubles = FetchTroubles()

    init(
        parts: EngineParts, account: AccountID, settings: AccountSettings, process: ProcessIdentity,
        drafts: (any DraftKeeping)? = nil
    ) {
        self.parts = parts
        self.account = account
        self.settings = settings
        self.process = process
        self.drafts = drafts
    }

    /// Returns when the task is cancelled.
    func run() async {
        var failures = WatchFailures()
        while !Task.isCancelled {
            let progress = WatchProgress()
            do {
                try await watchOnce(progress)
            } catch {
                if Task.isCancelled { break }
                let pause = failures.note(
                    error, after: progress.reach, isSingledOut: troubles.takeSingledOut(), draw: .random(in: 0..<1))
                // Once is not enough: servers drop connections every now and then.
                if error is LeaseHeldElsewhere || failures.count > 1 { parts.progress.looked(at: account) }
                await report(error, failures, pause)
                await sleep(pause)
            }
        }
    }

    private func watchOnce(_ progress: WatchProgress) async throws {
        let rights = try await acquire()
        do {
            if let lease = rights.watch {
                try await watch(under: lease, rights, progress)
            } else if settings.inbox == nil {
                try await standReady(rights, progress)
            } else {
                throw LeaseLost()
            }
        } catch {
            await giveBack(rights)
            throw error
        }
    }

    private func acquire() async throws -> AccountRights {
        let leases = parts.store.leases
        let other = try await leases.holder(
            ofAny: [AccountRights.watchName(account), AccountRights.outletName(account)])
        let isDead = other.flatMap(ProcessIdentity.init).map(process.knowsToBeDead) ?? false
        // A process on standby only reads: trying to acquire would write.
        if let other, !isDead, other != process.description { throw LeaseHeldElsewhere(holder: other) }
        guard
            let rights = try await leases.acquireRights(
                to: account, holder: process.description, deadHolder: isDead ? other : nil, for: Self.leaseTime)
        else { throw LeaseHeldElsewhere(holder: other ?? "another process") }
        return rights
    }

    /// An account without an inbox is not watched: it can send for as long as the right to it lasts.
    private func standReady(_ rights: AccountRights, _ progress: WatchProgress) async throws {
        try await parts.health.report(.watching, checked: true, of: account, in: parts.store)
        progress.ready()
        parts.ready.insert(ReadyAccount(rights: rights, mailboxes: []), for: account)
        parts.progress.looked(at: account)
        defer { parts.ready.remove(account) }
        parts.notices.dispatcher.raise()
        parts.log.event(.watcherOnlySends, ["account": settings.address])
        try await parts.rights.keep(rights, of: account)
    }

    private func watch(under lease: Lease, _ rights: AccountRights, _ progress: WatchProgress) async throws {
        try await parts.health.report(.connecting, of: account, in: parts.store)
        // There is a right to watch only if the settings name an inbox.
        guard let inbox = settings.inbox else { throw LeaseLost() }
        try await withThrowingTaskGroup { group in
            // From the first moment: the line before a login and the first look at a large Sent take longer than a lease lasts.
            group.addTask { try await parts.rights.keep(rights, of: account) }
            group.addTask { try await attend(inbox, under: lease, rights, progress) }
            defer { group.cancelAll() }
            try await group.next()
        }
    }

    /// Logs in and reads for as long as the connections hold.
    private func attend(
        _ inbox: InboxSettings, under lease: Lease, _ rights: AccountRights, _ progress: WatchProgress
    ) async throws {
        let session = try await parts.logins.pass(to: inbox.login.server.host) {
            try await AccountSession.open(inbox, parts.tokens)
        }
        defer { session.close() }
        let ready = ReadyAccount(rights: rights, mailboxes: [session.inbox, session.sent].compactMap(\.self))
        let sentReading = session.sent.map {
            SentReading(
                parts: parts, account: account, address: settings.address, lease: lease, link: $0, troubles: troubles)
        }
        let inboxReading = InboxReading(
            parts: parts, account: account, settings: settings, lease: lease, link: session.inbox, sent: session.sent,
            troubles: troubles)
        progress.loggedIn()
        if session.sent == nil {
            parts.log.event(
                .watcherNoSentMailbox,
                ["protocol": "IMAP", "account": settings.address, "do": "create a mailbox named Sent"])
        }
        defer { parts.ready.remove(account) }
        try await withThrowingTaskGroup { group in
            group.addTask {
                // Sent is read to the end first: without it no reply can be told from any other mail.
                try await sentReading?.judgeEarlier()
                _ = try await sentReading?.catchUp()
                try await mark(session)
                try await sentReading?.tell()
                try await read(inboxReading, sentReading, session) {
                    progress.ready()
                    announce(ready, session)
                }
            }
            if session.sent == nil { group.addTask { try await lookForSent(session, inbox) } }
            defer { group.cancelAll() }
            try await group.next()
        }
    }

    /// Before anything is sent, so that another installation, which reads Sent before it sends, can notice this one.
    private func mark(_ session: AccountSession) async throws {
        guard let sent = session.sent, let mark = try await parts.store.accounts.dueMark(of: account),
            let letter = Letter.marking(mark, of: settings.address, at: parts.clock.now)
        else { return }
        _ = try await sent.connection.append(
            MailComposer().compose(letter).bytes, to: sent.mailbox.name, flags: [.seen])
        try await parts.store.accounts.noteMarked(account)
    }

    /// Ends the watch once there is a mailbox for sent mail, so that the next watch reads it.
    private func lookForSent(_ session: AccountSession, _ inbox: InboxSettings) async throws {
        while true {
            try await Task.sleep(for: parts.settings.pollingInterval)
            let mailboxes = try await session.inbox.connection.list()
            if AccountSession.sentMailbox(inbox, mailboxes) != nil { throw SentAppeared() }
        }
    }

    /// Reads both mailboxes until one of them fails.
    private func read(
        _ inbox: InboxReading, _ sent: SentReading?, _ session: AccountSession,
        onReady: @escaping @Sendable () -> Void
    ) async throws {
        try await withThrowingTaskGroup { group in
            if let sent {
                let elsewhere = ElsewhereReading(
                    parts: parts, account: account, address: settings.address, lease: sent.lease, link: sent.link,
                    troubles: troubles)
                let watching = SentWatching(
                    reading: sent, elsewhere: elsewhere, copiesFileThemselves: settings.copiesFileThemselves,
                    drafts: drafts
                ) { try await mark(session) }
                group.addTask { try await watching.run() }
            }
            group.addTask {
                try await InboxWatching(reading: inbox).run {
                    onReady()
                    // The other mailboxes are looked into once the inbox has its baseline.
                    sent?.link.lookAgain()
                }
            }
            defer { group.cancelAll() }
            try await group.next()
        }
    }

    private func announce(_ ready: ReadyAccount, _ session: AccountSession) {
        // Without Sent nothing tells whether a person has answered or a mail has left: then none is sent.
        if session.sent != nil { parts.ready.insert(ready, for: account) }
        parts.progress.looked(at: account)
        parts.notices.dispatcher.raise()
        parts.log.event(
            .watcherConnected,
            [
                "protocol": "IMAP", "account": settings.address, "server": settings.imap?.host ?? "",
                "idle": session.inbox.connection.capabilities.contains(.idle),
            ])
    }

    /// Runs after cancellation too, so that the next process need not wait for the lease to expire.
    private func giveBack(_ rights: AccountRights) async {
        let store = parts.store
        // A separate task, because this one may be cancelled; if it fails, the lease expires.
        await Task {
            try? await withDeadline(.seconds(2), for: "release") { try await store.leases.release(rights.leases) }
        }.value
    }

    private func report(_ error: any Error, _ failures: WatchFailures, _ pause: Duration) async {
        let isElsewhere = error is LeaseHeldElsewhere
        if isElsewhere, failures.count > 1 { return }
        let message =
            switch error as? IMAPError {
            case .authenticationFailed, .tokenRefused: "Authentication failed for \(settings.address): \(error)"
            default: "\(error)"
            }
        // Servers restart and drop connections now and then: worth a line, but no alarm until it happens again.
        if failures.count == 1, (error as? IMAPError)?.isRoutine == true {
            return parts.log.event(
                .watcherReconnects, ["protocol": "IMAP", "account": settings.address, "error": message])
        }
        parts.log.event(
            isElsewhere ? .watcherHeldElsewhere : .watcherFailed,
            [
                "protocol": "IMAP", "account": settings.address, "failures": failures.count, "error": message,
                "again_in": "\(pause.components.seconds)s",
            ])
        guard !isElsewhere else { return }
        do {
            try await parts.health.report(.failing, detail: message, of: account, in: parts.store)
        } catch {
            parts.log.event(.watcherReportFailed, ["account": settings.address, "error": "\(error)"])
        }
    }

    private func sleep(_ span: Duration) async {
        // Only cancellation ends the sleep early, which the caller checks itself.
        try? await Task.sleep(for: span)
    }
}

extension IMAPError {
    /// A connection that ended in an ordinary way.
    fileprivate var isRoutine: Bool {
        switch self {
        case .bye, .closed, .timedOut: !isThrottling
        default: false
        }
    }
}

/// There is a mailbox for sent mail now.
private struct SentAppeared: Error, CustomStringConvertible {
    var description: String { "there is a Sent mailbox now" }
}
