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

    /// How long the right to watch lasts without renewal; a dead process is replaced after this time.
    static let leaseTime = Duration.seconds(60)
    private static let backoff = Backoff(base: .seconds(1), cap: .seconds(60))

    /// Returns when the task is cancelled.
    func run() async {
        var failures = 0
        while !Task.isCancelled {
            do {
                try await watchOnce(onConnected: { failures = 0 })
            } catch {
                if Task.isCancelled { break }
                failures += 1
                await report(error, failures)
                await sleep(Self.pause(after: error, failures: failures))
            }
        }
    }

    /// A wrong password is tried three times and then hourly, so that the account is not locked.
    static func pause(after error: any Error, failures: Int) -> Duration {
        if case .authenticationFailed? = error as? IMAPError {
            return failures < 3 ? .seconds(5) : .seconds(3_600)
        }
        // One small query each time: who stands by takes over within seconds.
        if error is LeaseHeldElsewhere { return .seconds(2) }
        // The database comes back for all at once, and cannot be locked out of by asking.
        if error is StorageError {
            return min(backoff.delay(attempt: failures - 1, draw: .random(in: 0..<1)), .seconds(3))
        }
        return backoff.delay(attempt: failures - 1, draw: .random(in: 0..<1))
    }

    private func watchOnce(onConnected: () -> Void) async throws {
        let rights = try await acquire()
        do {
            if let lease = rights.watch {
                try await watch(under: lease, rights, onConnected: onConnected)
            } else if settings.inbox == nil {
                try await standReady(rights, onConnected: onConnected)
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
        let watching = try await leases.holder(of: AccountRights.watchName(account))
        let sending = try await leases.holder(of: AccountRights.outletName(account))
        let other = watching ?? sending
        let isDead = other.flatMap(ProcessIdentity.init).map(process.knowsToBeDead) ?? false
        guard
            let rights = try await leases.acquireRights(
                to: account, holder: process.description, deadHolder: isDead ? other : nil, for: Self.leaseTime)
        else { throw LeaseHeldElsewhere(holder: other ?? "another process") }
        return rights
    }

    /// An account without an inbox has nothing to be watched: it can send for as long as the right to it lasts.
    private func standReady(_ rights: AccountRights, onConnected: () -> Void) async throws {
        try await parts.store.accounts.report(.watching, detail: nil, checked: true, of: account)
        onConnected()
        parts.ready.insert(ReadyAccount(rights: rights, mailboxes: []), for: account)
        defer { parts.ready.remove(account) }
        parts.notices.dispatcher.raise()
        parts.log.event(.watcherOnlySends, ["account": settings.address])
        try await renew(rights)
    }

    private func watch(
        under lease: Lease, _ rights: AccountRights, onConnected: () -> Void
    ) async throws {
        try await parts.store.accounts.report(.connecting, detail: nil, checked: false, of: account)
        // The right to watch is only there where the settings have an inbox.
        guard let inbox = settings.inbox else { throw LeaseLost() }
        let session = try await AccountSession.open(inbox)
        defer { session.close() }
        let ready = ReadyAccount(rights: rights, mailboxes: [session.sent, session.inbox].compactMap(\.self))
        let sentReading = session.sent.map { SentReading(parts: parts, account: account, lease: lease, link: $0) }
        let inboxReading = InboxReading(
            parts: parts, account: account, settings: settings, lease: lease, link: session.inbox, sent: session.sent)
        onConnected()
        if session.sent == nil {
            parts.log.event(
                .watcherNoSentMailbox,
                ["protocol": "IMAP", "account": settings.address, "do": "create a mailbox named Sent"])
        }
        defer { parts.ready.remove(account) }
        try await withThrowingTaskGroup { group in
            // From the first moment: the first look at a large Sent takes longer than a lease lasts.
            group.addTask { try await renew(rights) }
            group.addTask {
                // Sent is read to the end first: without it no reply can be told from any other mail.
                try await sentReading?.judgeEarlier()
                try await sentReading?.catchUp()
                try await mark(session)
                try await sentReading?.tell(of: settings.address)
                try await read(inboxReading, sentReading) { announce(ready, session) }
            }
            defer { group.cancelAll() }
            try await group.next()
        }
    }

    /// Before anything is sent, so that another installation that reads Sent before it sends can know of this one.
    private func mark(_ session: AccountSession) async throws {
        guard let sent = session.sent, let mark = try await parts.store.accounts.dueMark(of: account),
            let letter = Letter.marking(mark, of: settings.address, at: parts.clock.now)
        else { return }
        _ = try await sent.connection.append(
            MailComposer().compose(letter).bytes, to: sent.mailbox.name, flags: [.seen])
        try await parts.store.accounts.noteMarked(account)
    }

    /// Reads both mailboxes until one of them fails.
    private func read(
        _ inbox: InboxReading, _ sent: SentReading?, onReady: @escaping @Sendable () -> Void
    ) async throws {
        try await withThrowingTaskGroup { group in
            if let sent { group.addTask { try await SentWatching(reading: sent).run() } }
            group.addTask { try await InboxWatching(reading: inbox).run(onReady: onReady) }
            defer { group.cancelAll() }
            try await group.next()
        }
    }

    private func announce(_ ready: ReadyAccount, _ session: AccountSession) {
        parts.ready.insert(ready, for: account)
        parts.notices.dispatcher.raise()
        parts.log.event(
            .watcherConnected,
            [
                "protocol": "IMAP", "account": settings.address, "server": settings.imap?.host ?? "",
                "idle": session.inbox.connection.capabilities.contains(.idle),
            ])
    }

    /// A database that does not answer is asked again until the rights have ended by themselves.
    private func renew(_ rights: AccountRights) async throws {
        var renewed = ContinuousClock.now
        var pause = Self.leaseTime / 3
        while true {
            try await Task.sleep(for: pause)
            let asked = ContinuousClock.now
            do {
                guard try await parts.store.leases.renew(rights.leases, for: Self.leaseTime) else { throw LeaseLost() }
                (renewed, pause) = (asked, Self.leaseTime / 3)
            } catch let error as StorageError {
                guard renewed.duration(to: .now) < Self.leaseTime - .seconds(10) else { throw error }
                pause = .seconds(2)
            }
        }
    }

    /// Runs after cancellation too, so that the next process need not wait for the lease to end.
    private func giveBack(_ rights: AccountRights) async {
        let store = parts.store
        // A task of its own, because this one may be cancelled; if it fails, the lease ends by itself.
        await Task {
            try? await withDeadline(.seconds(2), for: "release") { try await store.leases.release(rights.leases) }
        }.value
    }

    private func report(_ error: any Error, _ failures: Int) async {
        let isElsewhere = error is LeaseHeldElsewhere
        if isElsewhere, failures > 1 { return }
        let message: String
        if case .authenticationFailed? = error as? IMAPError {
            message = "Authentication failed for \(settings.address): \(error)"
        } else {
            message = "\(error)"
        }
        parts.log.event(
            isElsewhere ? .watcherHeldElsewhere : .watcherFailed,
            ["protocol": "IMAP", "account": settings.address, "failures": failures, "error": message])
        guard !isElsewhere else { return }
        do {
            try await parts.store.accounts.report(.failing, detail: message, checked: false, of: account)
        } catch {
            parts.log.event(.watcherReportFailed, ["account": settings.address, "error": "\(error)"])
        }
    }

    private func sleep(_ span: Duration) async {
        // Only cancellation ends the sleep early, and the caller looks for that itself.
        try? await Task.sleep(for: span)
    }
}
