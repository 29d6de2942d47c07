import Dispatch
import Synchronization
public import Timing

/// A bounded set of connections, opened when needed and lent to one caller at a time, first come, first served.
public final class PostgresPool: Sendable {
    private typealias Waiter = @Sendable (Result<Lease, PostgresError>) -> Void
    private typealias State = PoolState<PostgresConnection, Waiter>

    private struct Lease {
        let connection: PostgresConnection
        let idleSince: ContinuousClock.Instant?
    }

    private let configuration: PostgresConfiguration
    private let backoff: Backoff
    private let draw: @Sendable () -> Double
    private let state: Mutex<State>
    private let nextTicket = Atomic<UInt64>(0)
    private let counter = TrafficCounter()
    private let alarms = DispatchQueue(label: "postgres.pool")

    /// Opens nothing yet.
    /// - Parameter draw: chance for the jitter of the backoff, 0 ..< 1.
    public init(
        _ configuration: PostgresConfiguration, backoff: Backoff = Backoff(base: .milliseconds(100), cap: .seconds(5)),
        draw: @escaping @Sendable () -> Double = { .random(in: 0..<1) }
    ) {
        self.configuration = configuration
        self.backoff = backoff
        self.draw = draw
        state = Mutex(State(capacity: configuration.maximumConnections))
    }

    /// The traffic over the connections so far.
    public var traffic: PostgresTraffic { counter.traffic }

    /// Lends a connection to `body`. It comes back when `body` ends, and is closed instead when it broke or
    /// a transaction was left open. Throws `PostgresError`, or what `body` throws.
    public func withConnection<R>(_ body: (PostgresConnection) async throws -> R) async throws -> R {
        let connection = try await borrow()
        defer { giveBack(connection) }
        return try await body(connection)
    }

    /// Closes idle connections now, and lent ones when they come back. Waiting callers are refused.
    public func close() { perform(state.withLock { $0.close() }) }

    private func borrow() async throws(PostgresError) -> PostgresConnection {
        // A connection may have died while it lay idle; each such one leaves the pool, so this ends.
        while true {
            let lease = try await lease()
            if await isFit(lease) { return lease.connection }
            giveBack(lease.connection)
        }
    }

    private func isFit(_ lease: Lease) async -> Bool {
        guard lease.connection.isClean else { return false }
        guard let since = lease.idleSince, .now - since > configuration.idleCheck else { return true }
        do { try await lease.connection.ping() } catch {
            // Cancelled or gone: in both cases the connection has been closed and the next lease decides.
            return false
        }
        return true
    }

    private func lease() async throws(PostgresError) -> Lease {
        guard !Task.isCancelled else { throw .taskCancelled }
        let ticket = nextTicket.add(1, ordering: .relaxed).newValue
        return try await withTaskCancellationHandler {
            await withCheckedContinuation { (continuation: CheckedContinuation<Result<Lease, PostgresError>, Never>) in
                let actions = state.withLock { $0.request(ticket, { continuation.resume(returning: $0) }, at: .now) }
                perform(actions)
                // A waiter served at once needs no alarm, and for one served later it has no effect.
                guard !actions.contains(where: \.isAnswer) else { return }
                alarms.asyncAfter(deadline: .now() + configuration.acquireTimeout.dispatchInterval) {
                    self.leave(ticket, self.exhausted)
                }
                // The task may have been cancelled before the waiter was in line.
                if Task.isCancelled { leave(ticket, .taskCancelled) }
            }
        } onCancel: {
            leave(ticket, .taskCancelled)
        }.get()
    }

    private func leave(_ ticket: UInt64, _ error: PostgresError) {
        state.withLock { $0.leave(ticket) }?(.failure(error))
    }

    private var exhausted: PostgresError {
        PostgresError(
            .poolExhausted,
            """
            all \(configuration.maximumConnections) connections to PostgreSQL were in use for \
            \(configuration.acquireTimeout): is the database slow?
            """
        )
    }

    private func giveBack(_ connection: PostgresConnection) {
        let isClean = connection.isClean
        perform(state.withLock { $0.returned(connection, isClean: isClean, at: .now) })
    }

    private func perform(_ actions: [State.Action]) {
        for action in actions {
            switch action {
            case .lend(let connection, let since, let waiter):
                waiter(.success(Lease(connection: connection, idleSince: since)))
            case .refuse(let waiter, let error): waiter(.failure(error))
            case .dispose(let connection): connection.close()
            case .open: PostgresConnection.open(configuration, counter: counter) { self.opened($0) }
            }
        }
    }

    private func opened(_ result: Result<PostgresConnection, PostgresError>) {
        perform(
            state.withLock { state in
                switch result {
                case .success(let connection): state.opened(connection, at: .now)
                case .failure(let error):
                    state.openFailed(error, at: .now) { backoff.delay(attempt: $0, draw: draw()) }
                }
            })
    }
}

extension PoolState.Action {
    /// Whether it ends somebody's wait.
    var isAnswer: Bool {
        switch self {
        case .lend, .refuse: true
        case .open, .dispose: false
        }
    }
}
