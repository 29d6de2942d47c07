import CLibPQ
import Dispatch
import Synchronization

/// One session with PostgreSQL. Statements given at once run one after another; none blocks a thread of the
/// cooperative pool. Each is prepared at its first use.
///
/// The `Session` under the lock is the whole state. Callers send from their own thread; a dispatch source on the
/// connection's queue reads. libpq never waits in either place, so the lock is held for moments only.
public final class PostgresConnection: Sendable {
    private struct Watch {
        var reading: DispatchSource?
        var writing: DispatchSource?
        /// Dispatch sources whose cancellation is not complete; while there are any, libpq must not close the socket.
        var live = 0
        var alarm: ContinuousClock.Instant?
    }

    private let session: Mutex<Session>
    private let watch = Mutex(Watch())
    private let nextID = Atomic<UInt64>(0)
    private let queue: DispatchQueue
    private let statementTimeout: Duration
    private let counter: TrafficCounter?

    private init(
        _ handle: consuming sending PQHandle, queue: DispatchQueue, statementTimeout: Duration, counter: TrafficCounter?
    ) {
        session = Mutex(Session(handle))
        self.queue = queue
        self.statementTimeout = statementTimeout
        self.counter = counter
    }

    /// Whether it is alive with no statement running and no transaction open.
    public var isClean: Bool { session.withLock { $0.isClean } }

    /// Runs one statement.
    public func run(
        _ statement: PostgresStatement, effect: StatementEffect, timeout: Duration? = nil
    ) async throws(PostgresError) -> PostgresResult {
        let results = try await run([statement], effect: effect, timeout: timeout)
        guard let result = results.first else { throw PostgresError(.invalid, "PostgreSQL sent no result") }
        return result
    }

    /// Runs statements in one round trip (libpq's pipeline mode). The first failure ends them, and is thrown.
    ///
    /// Outside `BEGIN` … `COMMIT` they are one transaction. Cancelling the task cancels what is `undoable`.
    public func run(
        _ statements: [PostgresStatement], effect: StatementEffect, timeout: Duration? = nil
    ) async throws(PostgresError) -> [PostgresResult] {
        try await perform(.statements(statements), effect, timeout)
    }

    /// Runs a trusted text of several statements, such as a migration; it takes no parameters.
    public func run(script: String, effect: StatementEffect, timeout: Duration? = nil) async throws(PostgresError) {
        _ = try await perform(.script(script), effect, timeout)
    }

    /// An empty round trip: throws when the server is gone.
    public func ping(timeout: Duration = .seconds(2)) async throws(PostgresError) {
        _ = try await run([], effect: .undoable, timeout: timeout)
    }

    /// Ends the session. Running statements fail.
    public func close() { act(on: session.withLock { $0.close() }) }

    private func perform(
        _ work: Operation.Work, _ effect: StatementEffect, _ timeout: Duration?
    ) async throws(PostgresError) -> [PostgresResult] {
        let id = nextID.add(1, ordering: .relaxed).newValue
        // A cancelled task's clean-up still commits or rolls back; everything else stops here.
        if effect == .undoable, Task.isCancelled { throw .taskCancelled }
        counter?.count(work, effect)
        return try await withTaskCancellationHandler {
            await withCheckedContinuation { (continuation: CheckedContinuation<Operation.Outcome, Never>) in
                submit(
                    Operation(id: id, work: work, effect: effect, timeout: timeout ?? statementTimeout) {
                        continuation.resume(returning: $0)
                    })
                // The task may have been cancelled before there was anything to cancel.
                if Task.isCancelled { act(on: session.withLock { $0.cancel(id) }) }
            }
        } onCancel: {
            act(on: session.withLock { $0.cancel(id) })
        }.get()
    }

    private func submit(_ operation: Operation) { act(on: session.withLock { $0.submit(operation) }) }
}

// What the session asks for.
extension PostgresConnection {
    private func act(on effects: Session.Effects) {
        if effects.mustWrite { watchWriting() }
        if let deadline = effects.nextDeadline { setAlarm(deadline) }
        effects.cancellation?.send()
        if effects.hasDied { stopWatching() }
        for finish in effects.finished { finish() }
    }

    private func watchReading(_ socket: CInt) {
        // The class is Sendable, which the protocol that the maker returns does not say.
        let source = DispatchSource.makeReadSource(fileDescriptor: socket, queue: queue) as! DispatchSource
        source.setEventHandler { self.act(on: self.session.withLock { $0.readable() }) }
        source.setCancelHandler { self.sourceEnded() }
        watch.withLock { watch in
            watch.reading = source
            watch.live += 1
        }
        source.resume()
    }

    /// Lasts until one write got through; the next full buffer asks again.
    private func watchWriting() {
        watch.withLock { watch in
            guard watch.writing == nil, let reading = watch.reading else { return }
            let source =
                DispatchSource.makeWriteSource(fileDescriptor: CInt(reading.handle), queue: queue) as! DispatchSource
            source.setEventHandler {
                self.watch.withLock { $0.writing = nil }
                source.cancel()
                self.act(on: self.session.withLock { $0.writable() })
            }
            source.setCancelHandler { self.sourceEnded() }
            watch.writing = source
            watch.live += 1
            source.resume()
        }
    }

    /// Frees libpq's side after the last source: the socket's number could be another file's while it is still watched.
    private func sourceEnded() {
        let isLast = watch.withLock { watch in
            watch.live -= 1
            return watch.live == 0
        }
        if isLast { session.withLock { $0.release() } }
    }

    private func stopWatching() {
        watch.withLock { watch in
            watch.writing?.cancel()
            watch.writing = nil
            watch.reading?.cancel()
            watch.reading = nil
        }
    }

    /// One alarm at a time: an early one looks again and goes on to the deadline that then is the next.
    private func setAlarm(_ deadline: ContinuousClock.Instant) {
        let isNeeded = watch.withLock { watch in
            if let alarm = watch.alarm, alarm <= deadline { return false }
            watch.alarm = deadline
            return true
        }
        guard isNeeded else { return }
        queue.asyncAfter(deadline: .now() + (deadline - .now).dispatchInterval) {
            self.watch.withLock { if $0.alarm == deadline { $0.alarm = nil } }
            self.act(on: self.session.withLock { $0.timeIs(.now) })
        }
    }
}

// Opening.
extension PostgresConnection {
    /// Connects on a queue of its own and calls back once the session is set up.
    static func open(
        _ configuration: PostgresConfiguration, counter: TrafficCounter? = nil,
        then done: @escaping @Sendable (Result<PostgresConnection, PostgresError>) -> Void
    ) {
        let queue = DispatchQueue(label: "postgres")
        queue.async {
            do throws(PostgresError) {
                let handle = try Connecting(configuration: configuration).open()
                let socket = handle.socket
                let connection = PostgresConnection(
                    handle, queue: queue, statementTimeout: configuration.statementTimeout, counter: counter)
                connection.watchReading(socket)
                connection.setUp(timeout: configuration.connectTimeout, then: done)
            } catch { done(.failure(error)) }
        }
    }

    /// Connects, and returns once the session is set up.
    public static func open(_ configuration: PostgresConfiguration) async throws(PostgresError) -> PostgresConnection {
        try await withCheckedContinuation { continuation in
            open(configuration) { continuation.resume(returning: $0) }
        }.get()
    }

    /// Overrides settings that a role or database may have:
    /// - the forms in which values are read;
    /// - that a commit is on disk before it is answered, unless it is on more disks than that;
    /// - that nobody blocks others for long: neither a process that stands still within a transaction, nor one that waits for a lock
    ///   while it holds others;
    /// - that a session whose client has gone ends within a second even while it waits for a lock (from version 14 on).
    ///
    /// Each statement has one plan, whatever the size of the tables and whether they were ever analysed: a plan made for an empty table
    /// would read a full one from end to end.
    private func setUp(
        timeout: Duration, then done: @escaping @Sendable (Result<PostgresConnection, PostgresError>) -> Void
    ) {
        let settings = [
            """
            SELECT set_config('DateStyle', 'ISO', false), set_config('TimeZone', 'UTC', false), \
            set_config('bytea_output', 'hex', false), set_config('standard_conforming_strings', 'on', false)
            """,
            """
            SELECT set_config('synchronous_commit', 'on', false)
            WHERE current_setting('synchronous_commit') NOT IN ('on', 'remote_apply', 'remote_write')
            """,
            """
            SELECT set_config('idle_in_transaction_session_timeout', '10s', false), \
            set_config('lock_timeout', '5s', false)
            """,
            """
            SELECT set_config('enable_seqscan', 'off', false), set_config('jit', 'off', false), \
            set_config('plan_cache_mode', 'force_generic_plan', false)
            """,
            """
            SELECT set_config(name, '1s', false) FROM pg_settings WHERE name = 'client_connection_check_interval'
            """,
        ]
        let statements = settings.map { PostgresStatement($0) }
        submit(
            Operation(id: 0, work: .statements(statements), effect: .undoable, timeout: timeout) { outcome in
                if case .failure = outcome { self.close() }
                done(outcome.map { _ in self })
            })
    }
}

extension Duration {
    var dispatchInterval: DispatchTimeInterval {
        let (seconds, attoseconds) = components
        let (nanoseconds, overflow) = Int(seconds).multipliedReportingOverflow(by: 1_000_000_000)
        return overflow ? .seconds(Int(seconds)) : .nanoseconds(max(0, nanoseconds + Int(attoseconds / 1_000_000_000)))
    }
}
