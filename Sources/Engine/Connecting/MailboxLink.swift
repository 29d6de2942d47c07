import Correspondence
import IMAP
import Storage
import Synchronization
import Timing

/// One selected mailbox on its own connection, and the loop that keeps it read to the end.
///
/// Whoever needs certainty about the mailbox calls `sync()`: it returns once everything that lay in the mailbox when it
/// was called has been taken in.
final class MailboxLink: MailboxWatch {
    let role: MailboxRole
    let connection: IMAPConnection
    let mailbox: SelectedMailbox
    private let waiting = Mutex<WaitingSyncs>(WaitingSyncs())
    private let nudge = Wakeup()

    init(role: MailboxRole, connection: IMAPConnection, mailbox: SelectedMailbox) {
        self.role = role
        self.connection = connection
        self.mailbox = mailbox
    }

    /// Reads the mailbox, then waits for news or `interval`, for ever; throws when the connection fails.
    ///
    /// - Parameter look: takes in everything above the cursor, and says how long until something else is to be done in this
    ///   mailbox; nil when nothing is. Whoever plans more pokes.
    func run(interval: Duration, look: () async throws -> Duration?) async throws {
        do {
            while true {
                try Task.checkCancellation()
                let served = waiting.withLock { $0.take() }
                let task: Duration?
                do { task = try await look() } catch {
                    for waiter in served { waiter.resume(throwing: error) }
                    throw error
                }
                for waiter in served { waiter.resume() }
                if waiting.withLock({ !$0.isEmpty }) { continue }
                try await pause(for: min(interval, max(task ?? interval, .milliseconds(50))))
            }
        } catch {
            for waiter in waiting.withLock({ $0.close() }) { waiter.resume(throwing: error) }
            throw error
        }
    }

    /// Returns once everything now in the mailbox is in the database; throws when the connection fails first.
    func sync() async throws {
        let ticket = waiting.withLock { $0.nextTicket() }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let refusal = waiting.withLock { $0.add(continuation, ticket: ticket) }
                if let refusal { continuation.resume(throwing: refusal) } else { poke() }
            }
        } onCancel: {
            waiting.withLock { $0.cancel(ticket) }?.resume(throwing: CancellationError())
        }
    }

    /// Makes the loop look again soon.
    func poke() {
        nudge.raise()
        connection.interruptIdle()
    }

    private func pause(for span: Duration) async throws {
        if connection.capabilities.contains(.idle) {
            do {
                _ = try await connection.idle(for: span)
                return
            } catch {
                // A server that refuses to notify is asked as one that cannot.
                guard error.leavesConnectionOpen else { throw error }
            }
        }
        await nudge.wait(for: span)
        try Task.checkCancellation()
    }
}

/// Who waits for the next full look at the mailbox.
private struct WaitingSyncs: ~Copyable {
    private var waiters: [UInt64: CheckedContinuation<Void, any Error>] = [:]
    private var cancelled: Set<UInt64> = []
    private var lastTicket: UInt64 = 0
    private var isClosed = false

    var isEmpty: Bool { waiters.isEmpty }

    mutating func nextTicket() -> UInt64 {
        lastTicket += 1
        return lastTicket
    }

    /// Returns why the waiter may not wait.
    mutating func add(_ waiter: CheckedContinuation<Void, any Error>, ticket: UInt64) -> (any Error)? {
        if cancelled.remove(ticket) != nil { return CancellationError() }
        if isClosed { return IMAPError.closed }
        waiters[ticket] = waiter
        return nil
    }

    mutating func cancel(_ ticket: UInt64) -> CheckedContinuation<Void, any Error>? {
        if let waiter = waiters.removeValue(forKey: ticket) { return waiter }
        cancelled.insert(ticket)
        return nil
    }

    mutating func take() -> [CheckedContinuation<Void, any Error>] {
        defer { waiters = [:] }
        return Array(waiters.values)
    }

    mutating func close() -> [CheckedContinuation<Void, any Error>] {
        isClosed = true
        return take()
    }
}
