import Postgres
import Synchronization
import Timing

/// A transaction on a borrowed connection. `BEGIN` and statements without an awaited answer are sent with the next one that needs an
/// answer, or with `COMMIT`. A transaction without statements sends nothing; one that awaits no answer before its end needs neither
/// `BEGIN` nor `COMMIT`, since what is sent together is a transaction (manual, section 34.5.1.1).
struct PostgresSession: SQLSession {
    enum Kind {
        /// Reads one state of everything and writes nothing: every statement sees the same snapshot (manual, section 13.2.2).
        case snapshot
        case transaction

        fileprivate var begin: String {
            switch self {
            case .snapshot: "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
            case .transaction: "BEGIN"
            }
        }
    }

    private struct Sending {
        var hasBegun = false
        /// Written and not sent yet.
        var waiting: [PostgresStatement] = []
    }

    private final class Progress: Sendable {
        let sending = Mutex(Sending())
    }

    /// This many statements are sent even when nobody asks.
    private static let mostWaiting = 500

    private let connection: PostgresConnection
    private let kind: Kind
    private let clock: any WallClock
    private let progress = Progress()
    private var scope: TransactionScope?

    init(connection: PostgresConnection, _ kind: Kind, clock: any WallClock) {
        self.connection = connection
        self.kind = kind
        self.clock = clock
    }

    /// The same session, for the body of a transaction.
    func scoped(_ scope: TransactionScope) -> PostgresSession {
        var session = self
        session.scope = scope
        return session
    }

    func query(_ statements: [SQL]) async throws(StorageError) -> [[SQLRow]] {
        try await run(statements).map(\.sqlRows)
    }

    func write(_ statement: SQL) async throws(StorageError) {
        let bound = self.bound(statement)
        try await guarded { () async throws(PostgresError) in
            let count = progress.sending.withLock { sending in
                sending.waiting.append(bound)
                return sending.waiting.count
            }
            if count >= Self.mostWaiting { _ = try await send([], effect: .undoable) }
        }
    }

    func execute(_ statement: SQL) async throws(StorageError) -> Int {
        guard let result = try await run([statement]).first else { return 0 }
        // The server counts the rows of a SELECT, which changed nothing.
        return result.tag.hasPrefix("SELECT") ? 0 : result.affectedRows
    }

    func run(script: String) async throws(StorageError) {
        try await guarded { () async throws(PostgresError) in
            _ = try await send([], effect: .undoable)
            // A migration may rewrite a large table.
            try await connection.run(script: script, effect: .undoable, timeout: .seconds(600))
        }
    }

    /// Ends the transaction. Throws `outcomeUnknown` when the server is lost on the way.
    func commit() async throws(StorageError) {
        let (hasBegun, waiting) = progress.sending.withLock { ($0.hasBegun, $0.waiting) }
        guard hasBegun || !waiting.isEmpty else { return }
        do throws(PostgresError) {
            if !hasBegun, kind == .transaction {
                _ = try await connection.run(waiting, effect: .commits)
                return
            }
            let result = try await send([PostgresStatement("COMMIT")], effect: .commits).first
            // A failed transaction answers COMMIT with ROLLBACK, and no error (manual, COMMIT).
            guard result?.tag == "COMMIT" else {
                throw PostgresError(.invalid, "the transaction had failed, so the server rolled it back")
            }
        } catch { throw StorageError(error) }
    }

    func rollBack() async {
        guard progress.sending.withLock({ $0.hasBegun }), !connection.isClean else { return }
        do { _ = try await connection.run(PostgresStatement("ROLLBACK"), effect: .commits, timeout: .seconds(5)) } catch
        {
            // The connection is gone, and the transaction with it; the pool discards it.
        }
    }

    private func run(_ statements: [SQL]) async throws(StorageError) -> [PostgresResult] {
        let bound = statements.map { self.bound($0) }
        return try await guarded { () async throws(PostgresError) in try await send(bound, effect: .undoable) }
    }

    /// Waiting statements go first, in one round trip with these.
    private func send(
        _ statements: [PostgresStatement], effect: StatementEffect
    ) async throws(PostgresError) -> [PostgresResult] {
        let first = progress.sending.withLock { sending in
            defer { sending = Sending(hasBegun: true) }
            return (sending.hasBegun ? [] : [PostgresStatement(kind.begin)]) + sending.waiting
        }
        guard !first.isEmpty || !statements.isEmpty else { return [] }
        let results = try await connection.run(first + statements, effect: effect)
        guard results.count == first.count + statements.count else {
            throw PostgresError(.invalid, "PostgreSQL sent no result")
        }
        return Array(results.suffix(statements.count))
    }

    private func bound(_ statement: SQL) -> PostgresStatement {
        statement.rendered(for: .postgres, now: { clock.now }).bound
    }

    private func guarded<R>(_ work: () async throws(PostgresError) -> R) async throws(StorageError) -> R {
        guard let scope else { throw StorageError(.invalid, "a session was used outside its transaction") }
        return try await scope.statement { () async throws(StorageError) in
            do throws(PostgresError) { return try await work() } catch { throw StorageError(error) }
        }
    }
}

extension PostgresResult {
    var sqlRows: [SQLRow] {
        let columns = SQLRow.Columns(columns)
        return rows.map { SQLRow(columns: columns, values: $0.map(SQLValue.init(postgres:))) }
    }
}

extension RenderedSQL {
    var bound: PostgresStatement {
        PostgresStatement(text, bindings.map { PostgresParameter($0.value.postgresValue, $0.type.postgresType) })
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
        case .array(let values): .array(values.map(\.postgresValue))
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
        case .array(let values): self = .array(values.map(SQLValue.init(postgres:)))
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
        case .doubleArray: .float8Array
        case .boolArray: .boolArray
        case .bytesArray: .byteaArray
        case .timestampArray: .timestamptzArray
        }
    }
}
