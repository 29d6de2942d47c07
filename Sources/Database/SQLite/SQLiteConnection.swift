import GRDB
import Synchronization
import Timing

/// One SQLite connection, lent to one transaction at a time.
///
/// A file may block, so its calls run on a dispatch queue of its own; memory is read and written where the caller runs,
/// since changing threads takes longer than the statement.
final class SQLiteConnection: Sendable {
    enum Purpose { case read, write }

    private let queue: DatabaseQueue
    private let isInMemory: Bool
    private let clock: any WallClock
    private let turnstile = Turnstile()
    /// The schema that the cached statements were prepared for.
    private let schemaVersion = Mutex<Int?>(nil)

    private init(queue: DatabaseQueue, isInMemory: Bool, clock: any WallClock) {
        self.queue = queue
        self.isInMemory = isInMemory
        self.clock = clock
    }

    static func open(
        path: String, clock: any WallClock, busyTimeout: Duration
    ) async throws(StorageError) -> SQLiteConnection {
        var configuration = Configuration()
        configuration.foreignKeysEnabled = true
        configuration.busyMode = .timeout(busyTimeout.inSeconds)
        let isInMemory = path == ":memory:"
        configuration.journalMode = isInMemory ? .default : .wal
        // A transaction spans several accesses to the queue: the turnstile keeps them apart instead of GRDB.
        configuration.allowsUnsafeTransactions = true
        configuration.label = "mosaic.sqlite"
        do {
            let queue = try DatabaseQueue(path: path, configuration: configuration)
            let connection = SQLiteConnection(queue: queue, isInMemory: isInMemory, clock: clock)
            // After the opening, because GRDB's WAL set-up leaves NORMAL, which may lose the last commits.
            // Erased people must not be found in the file's free pages.
            try await connection.onQueue {
                try $0.execute(sql: "PRAGMA synchronous = FULL; PRAGMA secure_delete = ON")
            }
            return connection
        } catch { throw StorageError(sqlite: error, doing: "opening \(path)") }
    }

    /// Runs `body` between BEGIN and COMMIT, or ROLLBACK when it throws.
    func transaction<R: Sendable>(
        _ purpose: Purpose, _ body: @Sendable (any SQLSession) async throws -> R
    ) async throws -> R {
        try TransactionScope.refuseNesting(in: .sqlite)
        try await turnstile.take()
        defer { turnstile.pass() }
        do {
            try await begin(purpose)
            let waiting = WaitingStatements()
            let result = try await TransactionScope.run(in: .sqlite) { scope in
                try await body(SQLiteSession(connection: self, purpose: purpose, scope: scope, waiting: waiting))
            }
            try await commit(waiting.takeAll(), purpose)
            return result
        } catch {
            await rollBack()
            throw (error as? StorageError)?.forCaller ?? error
        }
    }

    func close() async {
        do {
            try await turnstile.take()
            defer { turnstile.pass() }
            try queue.close()
        } catch {
            // Cancelled while waiting, or closed before: SQLite recovers from its WAL at the next opening.
        }
    }

    private func begin(_ purpose: Purpose) async throws(StorageError) {
        try await onQueue { database in
            // IMMEDIATE: taking the write lock later could fail in the middle (SQLITE_BUSY_SNAPSHOT).
            try database.cachedStatement(sql: purpose == .write ? "BEGIN IMMEDIATE" : "BEGIN DEFERRED").execute()
            // No other connection sees a database in memory.
            if !self.isInMemory { try self.forgetStatementsOfAnotherSchema(database) }
        }
    }

    /// A prepared statement keeps the column names it was made with, though another connection may have altered its
    /// table.
    private func forgetStatementsOfAnotherSchema(_ database: Database) throws {
        let version = try Int.fetchOne(database.cachedStatement(sql: "PRAGMA schema_version"))
        let isKnown = schemaVersion.withLock { known in
            defer { known = version }
            return known == version
        }
        guard !isKnown else { return }
        database.clearSchemaCache()
        // SQLite notices another connection's change of the schema when it steps, not when it prepares.
        _ = try Int.fetchOne(database, sql: "SELECT count(*) FROM sqlite_master")
    }

    private func commit(_ first: [RenderedSQL], _ purpose: Purpose) async throws(StorageError) {
        guard first.isEmpty || purpose == .write else { throw StorageError.writesInRead }
        try await onQueue { database in
            try self.execute(first, on: database)
            try database.cachedStatement(sql: "COMMIT").execute()
        }
    }

    private func rollBack() async {
        do {
            // Some failures, such as a full disk, have rolled back already.
            try await onQueue { database in
                if database.isInsideTransaction { try database.execute(sql: "ROLLBACK") }
            }
        } catch {
            // The next BEGIN fails and says why; the error that led here is the one worth reporting.
        }
    }

    private func onQueue<R: Sendable>(_ work: @escaping @Sendable (Database) throws -> R) async throws(StorageError)
        -> R
    {
        if isInMemory { return try here(work).get() }
        return try await withCheckedContinuation {
            (continuation: CheckedContinuation<Result<R, StorageError>, Never>) in
            queue.asyncWriteWithoutTransaction { database in
                continuation.resume(returning: Self.outcome(of: work, on: database))
            }
        }.get()
    }

    /// Does work on the caller's thread.
    private func here<R>(_ work: (Database) throws -> R) -> Result<R, StorageError> {
        queue.writeWithoutTransaction { Self.outcome(of: work, on: $0) }
    }

    private static func outcome<R>(of work: (Database) throws -> R, on database: Database) -> Result<R, StorageError> {
        Result { try work(database) }.mapError { StorageError(sqlite: $0, doing: "a statement") }
    }
}

extension SQLiteConnection {
    /// The statement in SQLite's SQL.
    func rendered(_ statement: SQL) throws(StorageError) -> RenderedSQL {
        let rendered = statement.rendered(for: .sqlite, now: { clock.now })
        try StorageError.refuseNUL(in: rendered.bindings)
        return rendered
    }

    /// Runs statements in one visit of the connection's thread, the first ones without an answer; cancelling the task
    /// interrupts them.
    ///
    /// A read is held to reading here: `PRAGMA query_only` would let every prepared statement expire.
    func run<R: Sendable>(
        _ first: [RenderedSQL], then statements: [RenderedSQL], for purpose: Purpose,
        _ work: @escaping @Sendable (Database, Statement) throws -> R
    ) async throws(StorageError) -> [R] {
        guard first.isEmpty || purpose == .write else { throw StorageError.writesInRead }
        return try await interruptible { database in
            try self.execute(first, on: database)
            return try statements.map { statement in
                let prepared = try self.prepared(statement, on: database)
                guard purpose == .write || prepared.isReadonly else { throw StorageError.writesInRead }
                return try work(database, prepared)
            }
        }
    }

    func execute(_ statements: [RenderedSQL], on database: Database) throws {
        for statement in statements { try prepared(statement, on: database).execute() }
    }

    private func prepared(_ statement: RenderedSQL, on database: Database) throws -> Statement {
        let prepared =
            statement.isReusable
            ? try database.cachedStatement(sql: statement.text) : try database.makeStatement(sql: statement.text)
        try prepared.setArguments(StatementArguments(statement.bindings.map { $0.value.sqliteValue }))
        return prepared
    }

    func interruptible<R: Sendable>(
        _ work: @escaping @Sendable (Database) throws -> R
    ) async throws(StorageError) -> R {
        let interruption = Interruption()
        let outcome: Result<R, StorageError> = await withTaskCancellationHandler {
            do throws(StorageError) {
                return .success(
                    try await onQueue { database in
                        try interruption.begin()
                        defer { interruption.end() }
                        return try work(database)
                    })
            } catch { return .failure(error) }
        } onCancel: {
            interruption.cancel { [queue] in queue.interrupt() }
        }
        return try outcome.get()
    }
}

extension StorageError {
    /// In PostgreSQL's words (SQLSTATE 25006).
    static let writesInRead = StorageError(
        .invalid, code: "25006", "a statement that writes was run in a read: use a transaction")
}
