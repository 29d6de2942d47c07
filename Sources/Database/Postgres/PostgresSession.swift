import Postgres
import Synchronization
import Timing

/// A transaction on a lent connection. `BEGIN` travels with the first statement, and none is sent when there is none.
struct PostgresSession: SQLSession {
    /// Whether `BEGIN` has been sent.
    private final class Progress: Sendable {
        let hasBegun = Mutex(false)
    }

    private let connection: PostgresConnection
    private let begin: String
    private let clock: any WallClock
    private let progress = Progress()
    private var scope: TransactionScope?

    init(connection: PostgresConnection, begin: String, clock: any WallClock) {
        self.connection = connection
        self.begin = begin
        self.clock = clock
    }

    /// The same session, for the body of a transaction.
    func scoped(_ scope: TransactionScope) -> PostgresSession {
        var session = self
        session.scope = scope
        return session
    }

    func query(_ statement: SQL) async throws(StorageError) -> [SQLRow] {
        let result = try await run(statement)
        let columns = SQLRow.Columns(result.columns)
        return result.rows.map { SQLRow(columns: columns, values: $0.map(SQLValue.init(postgres:))) }
    }

    func execute(_ statement: SQL) async throws(StorageError) -> Int {
        let result = try await run(statement)
        // The server counts the rows of a SELECT, which changed nothing.
        return result.tag.hasPrefix("SELECT") ? 0 : result.affectedRows
    }

    func run(script: String) async throws(StorageError) {
        try await guarded { () async throws(PostgresError) in
            if takeBegin() { _ = try await connection.run(PostgresStatement(begin), effect: .undoable) }
            // A migration may rewrite a large table.
            try await connection.run(script: script, effect: .undoable, timeout: .seconds(600))
        }
    }

    /// Ends the transaction. Throws `outcomeUnknown` when the server is lost on the way.
    func commit() async throws(StorageError) {
        guard progress.hasBegun.withLock({ $0 }) else { return }
        do throws(PostgresError) {
            let result = try await connection.run(PostgresStatement("COMMIT"), effect: .commits)
            // A failed transaction answers COMMIT with ROLLBACK, and no error (manual, COMMIT).
            guard result.tag == "COMMIT" else {
                throw PostgresError(.invalid, "the transaction had failed, so the server rolled it back")
            }
        } catch { throw StorageError(error) }
    }

    func rollBack() async {
        guard progress.hasBegun.withLock({ $0 }), !connection.isClean else { return }
        do { _ = try await connection.run(PostgresStatement("ROLLBACK"), effect: .commits, timeout: .seconds(5)) } catch
        {
            // The connection is gone, and the transaction with it; the pool discards it.
        }
    }

    private func run(_ statement: SQL) async throws(StorageError) -> PostgresResult {
        let rendered = statement.rendered(for: .postgres, now: { clock.now })
        let bound = PostgresStatement(
            rendered.text, rendered.bindings.map { PostgresParameter($0.value.postgresValue, $0.type.postgresType) })
        return try await guarded { () async throws(PostgresError) in
            let isFirst = takeBegin()
            let results = try await connection.run(
                isFirst ? [PostgresStatement(begin), bound] : [bound], effect: .undoable)
            guard let result = results.last else { throw PostgresError(.invalid, "PostgreSQL sent no result") }
            return result
        }
    }

    private func takeBegin() -> Bool {
        progress.hasBegun.withLock { hasBegun in
            defer { hasBegun = true }
            return !hasBegun
        }
    }

    private func guarded<R>(_ work: () async throws(PostgresError) -> R) async throws(StorageError) -> R {
        guard let scope else { throw StorageError(.invalid, "a session was used outside its transaction") }
        return try await scope.statement { () async throws(StorageError) in
            do throws(PostgresError) { return try await work() } catch { throw StorageError(error) }
        }
    }
}

extension SQLValue {
    var postgresValue: PostgresValue {
        switch self {
        case .null: .null
        case .int(let number): .int(number)
        case .double(let number): .double(number)
        case .bool(let flag): .bool(flag)
        case .text(let text): .text(text)
        case .bytes(let bytes): .bytes(bytes)
        case .timestamp(let instant): .timestamp(instant)
        }
    }

    init(postgres value: PostgresValue) {
        switch value {
        case .null: self = .null
        case .int(let number): self = .int(number)
        case .double(let number): self = .double(number)
        case .bool(let flag): self = .bool(flag)
        case .text(let text): self = .text(text)
        case .bytes(let bytes): self = .bytes(bytes)
        case .timestamp(let instant): self = .timestamp(instant)
        }
    }
}

extension SQLType {
    var postgresType: PostgresType {
        switch self {
        case .int: .int8
        case .double: .float8
        case .bool: .bool
        // Left open: the same Swift String fills text and jsonb columns.
        case .text: .inferred
        case .bytes: .bytea
        case .timestamp: .timestamptz
        case .intArray: .int8Array
        case .textArray: .textArray
        }
    }
}
