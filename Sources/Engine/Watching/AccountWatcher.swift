import Correspondence
import Database
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
        let other = try await leases.holder(
            ofAny: [AccountRights.watchName(account), AccountRights.outletName(account)])
        let isDead = other.flatMap(ProcessIdentity.init).map(process.knowsToBeDead) ?? false
        // Whoever stands by only looks: trying would write.
        if let other, !isDead, other != process.description { throw LeaseHeldElsewhere(holder: other) }
        guard
            let rights = try await leases.acquireRights(
                to: account, holder: process.description, deadHolder: isDead ? other : nil, for: Self.leaseTime)
        else { throw LeaseHeldElsewhere(holder: other ?? "another process") }
        return rights
    }

    /// An account without an inbox has nothing to be watched: it can send for as long as the right to it lasts.
    private func standReady(_ rights: AccountRights, onConnected: () -> Void) async throws {
        try await parts.health.report(.watching, checked: true, of: account, in: parts.store)
        onConnected()
        parts.ready.insert(ReadyAccount(rights: rights, mailboxes: []), for: account)
        defer { parts.ready.remove(account) }
        parts.notices.dispatcher.raise()
        parts.log.event(.watcherOnlySends, ["account": settings.address])
        try await parts.rights.keep(rights, of: account)
    }

    private func watch(
        under lease: Lease, _ rights: AccountRights, onConnected: () -> Void
    ) async throws {
        try await parts.health.report(.connecting, of: account, in: parts.store)
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
            group.addTask { try await parts.rights.keep(rights, of: account) }
            group.addTask {
                // Sent is read to the end first: without it no reply can be told from any other mail.
                try await sentReading?.catchUp()
                try await read(inboxReading, sentReading) { announce(ready, session) }
            }
            defer { group.cancelAll() }
            try await group.next()
        }
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
            try await parts.health.report(.failing, detail: message, of: account, in: parts.store)
        } catch {
            parts.log.event(.watcherReportFailed, ["account": settings.address, "error": "\(error)"])
        }
    }

    private func sleep(_ span: Duration) async {
        // Only cancellation ends the sleep early, and the caller looks for that itself.
        try? await Task.sleep(for: span)
    }
}
