import Correspondence
import Database
import IMAP
import Storage
import Synchronization
import Timing

/// The result of a look into a mailbox.
struct MailboxLook {
    /// False when something was left for the next look, because somebody waits for this mailbox alone.
    var isWhole = true
    /// Time until another task is due in this mailbox; nil when none is.
    var nextTask: Duration?
}

/// The reason for a look into a mailbox.
enum LookOccasion: Sendable {
    /// There may be new mail, or somebody waits until the mailbox has been read.
    case news
    /// A task may be due; nobody asks for mail.
    case tasks
}

/// One selected mailbox on its own connection, and the loop that keeps it read to the end.
///
/// A caller that needs certainty calls `sync(_:)`: it returns once everything that was there at the call has been taken in.
final class MailboxLink: MailboxWatch {
    let role: MailboxRole
    let connection: IMAPConnection
    let mailbox: SelectedMailbox
    private let waiting = Mutex<WaitingSyncs>(WaitingSyncs())
    private let nudge = Wakeup()
    /// The holder of this turn has the connection's selected mailbox to itself.
    private let selection = Turnstile()

    init(role: MailboxRole, connection: IMAPConnection, mailbox: SelectedMailbox) {
        self.role = role
        self.connection = connection
        self.mailbox = mailbox
    }

    /// How soon a mailbox is read again after the database was unavailable.
    static let databasePause = Duration.seconds(2)
    /// The least time from one IDLE to the next, if the server ends them by itself.
    static let leastIdle = Duration.seconds(5)

    /// Reads the mailbox, then waits for news or `interval`, for ever; throws when the connection fails.
    ///
    /// While the database is away the connection is kept, so that not all accounts log in at once when it is back. This ends with the
    /// right to the account, which its keeper notices.
    ///
    /// - Parameter look: takes in everything above the cursor, unless somebody waits for the mailbox alone, or only performs
    ///   tasks. A caller that plans another task pokes.
    func run(interval: Duration, look: (LookOccasion) async throws -> MailboxLook) async throws {
        do {
            var isDue = true
            var readAt = ContinuousClock.now
            while true {
                try Task.checkCancellation()
                isDue = isDue || readAt.duration(to: .now) >= interval || waiting.withLock { !$0.isEmpty }
                if isDue { readAt = .now }
                guard let done = try await turn(isDue ? .news : .tasks, look) else { continue }
                isDue = !done.isWhole
                if isDue || waiting.withLock({ !$0.isEmpty }) { continue }
                let rest = interval - readAt.duration(to: .now)
                isDue = try await pause(until: .now + max(min(rest, done.nextTask ?? rest), .milliseconds(50)))
            }
        } catch {
            for waiter in waiting.withLock({ $0.close() }) { waiter.resume(throwing: error) }
            throw error
        }
    }

    /// Nil when the database was unavailable, after a pause.
    private func turn(
        _ occasion: LookOccasion, _ look: (LookOccasion) async throws -> MailboxLook
    ) async throws -> MailboxLook? {
        waiting.withLock { $0.begin(occasion) }
        do {
            let done = try await look(occasion)
            if occasion == .news { serve(done.isWhole ? [.mailbox, .everything] : [.mailbox]) }
            return done
        } catch {
            for waiter in waiting.withLock({ $0.served([.mailbox, .everything]) }) { waiter.resume(throwing: error) }
            guard let error = error as? StorageError, error.mayPass else { throw error }
            try await Task.sleep(for: Self.databasePause)
            return nil
        }
    }

    /// Tells those who wait for this mailbox alone that it has been read.
    func hasReadMailbox() { serve([.mailbox]) }

    private func serve(_ reaches: Set<SyncReach>) {
        for waiter in waiting.withLock({ $0.served(reaches) }) { waiter.resume() }
    }

    /// Returns once everything that is there now is in the database; throws when the connection fails first.
    func sync(_ reach: SyncReach) async throws {
        let ticket = waiting.withLock { $0.nextTicket() }
        defer { waiting.withLock { $0.forget(ticket) } }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let refusal = waiting.withLock { $0.add(continuation, for: reach, ticket: ticket) }
                if let refusal { continuation.resume(throwing: refusal) } else { poke() }
            }
        } onCancel: {
            waiting.withLock { $0.cancel(ticket) }?.resume(throwing: CancellationError())
        }
    }

    /// Performs `body` while the connection has this mailbox selected, or one that `body` selects and leaves again.
    func holdingSelection<Result: Sendable>(_ body: () async throws -> Result) async throws -> Result {
        try await selection.whileInside(body)
    }

    /// Whether somebody waits for this mailbox alone, whatever else is to be looked into.
    var isAwaited: Bool { selection.lineLength > 0 || waiting.withLock { $0.isAnyWaiting(for: .mailbox) } }

    /// Whether a mail of ours may have marked what it answers: Gmail sets `\Answered` for what is sent through it.
    var sparesAnswered: Bool { connection.capabilities.contains(.gmailExtensions) }

    /// Makes the loop read the mailbox soon, whether or not it is told of new mail.
    func lookAgain() {
        waiting.withLock { $0.isWanted = true }
        poke()
    }

    /// Makes the loop check for tasks soon, if this mailbox is meant.
    func poke(_ role: MailboxRole) {
        if role == self.role { poke() }
    }

    private func poke() {
        waiting.withLock { $0.isPoked = true }
        nudge.raise()
        connection.interruptIdle()
    }

    /// Ends when somebody pokes, too; another command on the connection, which ends an IDLE, does not end the pause.
    ///
    /// - Returns: whether the server told of new mail.
    private func pause(until end: ContinuousClock.Instant) async throws -> Bool {
        while true {
            if try await pause(for: max(.zero, ContinuousClock.now.duration(to: end))) { return true }
            if ContinuousClock.now >= end || waiting.withLock({ $0.isPoked }) { return false }
        }
    }

    /// - Returns: whether the server told of new mail.
    private func pause(for span: Duration) async throws -> Bool {
        var rest = span
        if connection.capabilities.contains(.idle) {
            let begin = ContinuousClock.now
            do {
                let outcome = try await connection.idle(for: span)
                guard outcome == .ended else { return outcome == .changed }
                rest = min(span, Self.leastIdle) - begin.duration(to: .now)
            } catch {
                // A server that refuses to notify is polled like one that cannot.
                guard error.leavesConnectionOpen else { throw error }
            }
        }
        if rest > .zero { await nudge.wait(for: rest) }
        try Task.checkCancellation()
        return false
    }
}

extension StorageError {
    /// Whether reading again may help: rows that were written nevertheless are known then.
    fileprivate var mayPass: Bool { isRetriable || kind == .outcomeUnknown }
}

/// The callers that wait for the next look at the mailbox, and for the look in progress.
private struct WaitingSyncs: ~Copyable {
    private struct Waiter {
        let reach: SyncReach
        let continuation: CheckedContinuation<Void, any Error>
        /// The look in progress began after the caller came.
        var isServed = false
    }

    private var waiters: [UInt64: Waiter] = [:]
    private var cancelled: Set<UInt64> = []
    private var lastTicket: UInt64 = 0
    private var isClosed = false
    /// Whether a look is wanted by somebody who does not wait for its end.
    var isWanted = false
    /// Whether somebody poked since the last look began.
    var isPoked = false

    var isEmpty: Bool { waiters.isEmpty && !isWanted }

    func isAnyWaiting(for reach: SyncReach) -> Bool { waiters.values.contains { $0.reach == reach } }

    mutating func nextTicket() -> UInt64 {
        lastTicket += 1
        return lastTicket
    }

    /// Returns the reason why the caller may not wait.
    mutating func add(
        _ continuation: CheckedContinuation<Void, any Error>, for reach: SyncReach, ticket: UInt64
    ) -> (any Error)? {
        if cancelled.contains(ticket) { return CancellationError() }
        if isClosed { return IMAPError.closed }
        waiters[ticket] = Waiter(reach: reach, continuation: continuation)
        return nil
    }

    mutating func cancel(_ ticket: UInt64) -> CheckedContinuation<Void, any Error>? {
        if let waiter = waiters.removeValue(forKey: ticket) { return waiter.continuation }
        cancelled.insert(ticket)
        return nil
    }

    mutating func forget(_ ticket: UInt64) { cancelled.remove(ticket) }

    /// Begins a look, which serves all who have come until now if it takes in news.
    mutating func begin(_ occasion: LookOccasion) {
        isPoked = false
        guard occasion == .news else { return }
        isWanted = false
        for ticket in waiters.keys { waiters[ticket]?.isServed = true }
    }

    /// The callers that the look in progress has served.
    mutating func served(_ reaches: Set<SyncReach>) -> [CheckedContinuation<Void, any Error>] {
        let served = waiters.filter { $0.value.isServed && reaches.contains($0.value.reach) }
        for ticket in served.keys { waiters[ticket] = nil }
        return served.values.map(\.continuation)
    }

    mutating func close() -> [CheckedContinuation<Void, any Error>] {
        isClosed = true
        defer { waiters = [:] }
        return waiters.values.map(\.continuation)
    }
}
