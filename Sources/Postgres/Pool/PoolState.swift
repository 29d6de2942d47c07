/// The pool's bookkeeping: lent connections, waiters, connections being opened. Each event returns the actions to take.
///
/// Waiters are served in order. After a failed connect all of them fail at once, and later requests fail at once too until the next
/// try is due, so that an outage shows as an error and not as a queue.
struct PoolState<Connection, Waiter> {
    enum Action {
        case lend(Connection, idleSince: ContinuousClock.Instant?, to: Waiter)
        case refuse(Waiter, PostgresError)
        case open
        case dispose(Connection)
    }

    private let capacity: Int
    private var idle: [(connection: Connection, since: ContinuousClock.Instant)] = []
    private var opening = 0
    private var lent = 0
    private var waiters: [(ticket: UInt64, waiter: Waiter)] = []
    private var failedTries = 0
    private var outage: (error: PostgresError, until: ContinuousClock.Instant)?
    private var isClosed = false

    init(capacity: Int) { self.capacity = capacity }

    mutating func request(_ ticket: UInt64, _ waiter: Waiter, at now: ContinuousClock.Instant) -> [Action] {
        if isClosed { return [.refuse(waiter, .poolClosed)] }
        // A caller that asks while others wait is behind them.
        if waiters.isEmpty, let free = idle.popLast() {
            lent += 1
            return [.lend(free.connection, idleSince: free.since, to: waiter)]
        }
        waiters.append((ticket, waiter))
        return openIfUseful(at: now)
    }

    mutating func opened(_ connection: Connection, at now: ContinuousClock.Instant) -> [Action] {
        opening -= 1
        failedTries = 0
        outage = nil
        return handOn(connection, at: now)
    }

    /// - Parameter delay: how long to leave the server alone, given the number of failures before this one.
    mutating func openFailed(
        _ error: PostgresError, at now: ContinuousClock.Instant, delay: (Int) -> Duration
    ) -> [Action] {
        opening -= 1
        outage = (error, now + delay(failedTries))
        failedTries += 1
        // Another caller's connection still works: the waiters get that one, each within its own time limit.
        guard lent == 0, opening == 0 else { return [] }
        defer { waiters = [] }
        return waiters.map { .refuse($0.waiter, error) }
    }

    /// - Parameter isClean: whether another caller may use it.
    mutating func returned(_ connection: Connection, isClean: Bool, at now: ContinuousClock.Instant) -> [Action] {
        lent -= 1
        if isClean { return handOn(connection, at: now) }
        return [.dispose(connection)] + (isClosed ? [] : openIfUseful(at: now))
    }

    /// Removes a waiter from the line; nil when it has been served already.
    mutating func leave(_ ticket: UInt64) -> Waiter? {
        waiters.firstIndex { $0.ticket == ticket }.map { waiters.remove(at: $0).waiter }
    }

    mutating func close() -> [Action] {
        isClosed = true
        defer {
            idle = []
            waiters = []
        }
        return idle.map { .dispose($0.connection) } + waiters.map { .refuse($0.waiter, .poolClosed) }
    }

    private mutating func handOn(_ connection: Connection, at now: ContinuousClock.Instant) -> [Action] {
        if isClosed { return [.dispose(connection)] }
        guard !waiters.isEmpty else {
            idle.append((connection, now))
            return []
        }
        lent += 1
        return [.lend(connection, idleSince: nil, to: waiters.removeFirst().waiter)]
    }

    private mutating func openIfUseful(at now: ContinuousClock.Instant) -> [Action] {
        if let outage, now < outage.until {
            guard lent == 0, opening == 0 else { return [] }
            defer { waiters = [] }
            return waiters.map { .refuse($0.waiter, outage.error) }
        }
        guard opening < waiters.count, idle.count + opening + lent < capacity else { return [] }
        opening += 1
        return [.open]
    }
}

extension PostgresError {
    static let poolClosed = PostgresError(.closed, "the connection pool is closed: this program is stopping")
}
