/// PostgreSQL or SQLite, to the code above: the same statements, the same errors.
package protocol SQLDatabase: Sendable {
    var dialect: SQLDialect { get }

    /// Runs `body` on one snapshot. Writing in it is an error.
    func read<R: Sendable>(_ body: @Sendable (any SQLSession) async throws -> R) async throws -> R

    /// Runs `body` in a transaction: committed when it returns, rolled back when it throws.
    ///
    /// A serialization failure or deadlock runs `body` again, a few times, so it must be repeatable: no effect
    /// outside the session. It must not be awaited for anything slow; in SQLite everybody else waits for it.
    /// Throws `StorageError` with kind `outcomeUnknown` when the server was lost during the commit, whatever `body`
    /// threw otherwise, and `CancellationError` when the task was cancelled, with nothing committed.
    @discardableResult
    func transaction<R: Sendable>(_ body: @Sendable (any SQLSession) async throws -> R) async throws -> R

    /// The rows of statements that must not write, all in one round trip, where a `read` takes one more to end. Each sees a consistent
    /// state; only in a `read` do all see the same one.
    func rows(_ statements: [SQL]) async throws -> [[SQLRow]]

    /// Builds missing indexes, and again those whose building was interrupted, without blocking writers. One process builds at a
    /// time; an index that another process is building is left to it.
    func build(_ indexes: [ConcurrentIndex]) async throws

    /// Indexes that are missing, or whose building was interrupted or is in progress.
    func missing(of indexes: [ConcurrentIndex]) async throws -> [ConcurrentIndex]

    /// Ends every connection. Later calls throw.
    func close() async
}

extension SQLDatabase {
    /// Repeats a transaction when another has just taken the same unique value: the second attempt sees it.
    package func settlingUniqueness<R: Sendable>(
        _ body: @Sendable (any SQLSession) async throws -> R
    ) async throws -> R {
        do {
            return try await transaction(body)
        } catch let error as StorageError where error.kind.isUniqueViolation {
            return try await transaction(body)
        }
    }
}

extension StorageError.Kind {
    fileprivate var isUniqueViolation: Bool {
        if case .uniqueViolation = self { true } else { false }
    }
}

/// A transaction in progress. Use it only inside the body that received it, one statement after another.
package protocol SQLSession: Sendable {
    /// The rows of several statements, which are sent together and run one after another.
    func query(_ statements: [SQL]) async throws(StorageError) -> [[SQLRow]]

    /// Runs one statement whose answer nobody needs. It is sent with the next statement that needs an answer, or with the end of the
    /// transaction, always in order; its errors are thrown there.
    func write(_ statement: SQL) async throws(StorageError)

    /// Runs one statement and returns the number of rows it changed.
    @discardableResult func execute(_ statement: SQL) async throws(StorageError) -> Int

    /// Runs a trusted text of several statements, such as a migration of this program. It binds nothing.
    func run(script: String) async throws(StorageError)
}

extension SQLSession {
    /// Lets the commit of this transaction not wait for PostgreSQL's disk: a crash of the server may lose it. Only for data that may
    /// be lost.
    package func writeUnsynced() async throws(StorageError) {
        try await write(.either(postgres: "SELECT set_config('synchronous_commit', 'off', true)", sqlite: "SELECT 1"))
    }

    /// Limits the wait for each lock to a second, so that writes that were batched can soon be repeated separately. SQLite has no such
    /// locks.
    package func waitBrieflyForLocks() async throws(StorageError) {
        try await write(.either(postgres: "SELECT set_config('lock_timeout', '1s', true)", sqlite: "SELECT 1"))
    }

    /// The rows of several statements; nil asks nothing and has no rows.
    package func query(optional statements: [SQL?]) async throws(StorageError) -> [[SQLRow]] {
        let asked = statements.compactMap(\.self)
        return asked.isEmpty ? statements.map { _ in [] } : try await query(asked).placed(like: statements)
    }

    /// The rows of one statement.
    package func query(_ statement: SQL) async throws(StorageError) -> [SQLRow] {
        try await query([statement])[0]
    }

    /// The only row, or nil. More than one row is an error of the statement.
    package func first(_ statement: SQL) async throws(StorageError) -> SQLRow? {
        let rows = try await query(statement)
        guard rows.count <= 1 else {
            throw StorageError(.invalid, "a statement that may return one row returned \(rows.count)")
        }
        return rows.first
    }
}

extension SQLSession {
    /// The key of a row just inserted with RETURNING id.
    package func insertedID<Key: RawRepresentable>(
        _ statement: SQL, as type: Key.Type
    ) async throws(StorageError) -> Key where Key.RawValue == Int64 {
        guard let row = try await first(statement) else {
            throw StorageError(.invalid, "an insert returned no row")
        }
        return try row["id", as: Key.self]
    }
}

extension SQLDatabase {
    /// The rows of several statements that must not write; nil asks nothing and has no rows.
    package func rows(optional statements: [SQL?]) async throws -> [[SQLRow]] {
        let asked = statements.compactMap(\.self)
        return asked.isEmpty ? statements.map { _ in [] } : try await rows(asked).placed(like: statements)
    }

    /// The rows of one statement that must not write, which sees one state.
    package func rows(_ statement: SQL) async throws -> [SQLRow] { try await rows([statement])[0] }

    /// The only row of a statement that must not write, or nil.
    package func row(_ statement: SQL) async throws -> SQLRow? {
        let rows = try await rows(statement)
        guard rows.count <= 1 else {
            throw StorageError(.invalid, "a statement that may return one row returned \(rows.count)")
        }
        return rows.first
    }
}

extension [[SQLRow]] {
    /// The rows of those statements that were asked, each at the place of its statement.
    fileprivate func placed(like statements: [SQL?]) -> [[SQLRow]] {
        var answers = makeIterator()
        return statements.map { $0 == nil ? [] : answers.next() ?? [] }
    }
}
