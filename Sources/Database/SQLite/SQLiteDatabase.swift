package import Timing

/// The embedded store: one file, or memory. One writer at a time, in the order they came; readers beside it on a
/// snapshot (WAL). Every commit is on disk when `transaction` returns (`synchronous=FULL`).
package struct SQLiteDatabase: SQLDatabase {
    package var dialect: SQLDialect { .sqlite }

    private let writer: SQLiteConnection
    /// The same connection as the writer for a database in memory, which only one connection can see.
    private let reader: SQLiteConnection

    /// Opens or creates the database.
    /// - Parameters:
    ///   - path: a file, created with mode 0600 and its folder with 0700 when missing; or `:memory:`.
    ///   - clock: what ``SQL/now`` reads.
    ///   - busyTimeout: how long a transaction waits for another process that holds the file.
    package static func open(
        path: String, clock: any WallClock, busyTimeout: Duration = .seconds(5)
    ) async throws(StorageError) -> SQLiteDatabase {
        if path == ":memory:" {
            let only = try await SQLiteConnection.open(path: path, clock: clock, busyTimeout: busyTimeout)
            return SQLiteDatabase(writer: only, reader: only)
        }
        try SQLiteFile.createPrivately(path)
        let writer = try await SQLiteConnection.open(path: path, clock: clock, busyTimeout: busyTimeout)
        let reader = try await SQLiteConnection.open(path: path, clock: clock, busyTimeout: busyTimeout)
        return SQLiteDatabase(writer: writer, reader: reader)
    }

    package func read<R: Sendable>(_ body: @Sendable (any SQLSession) async throws -> R) async throws -> R {
        try await reader.transaction(.read, body)
    }

    @discardableResult
    package func transaction<R: Sendable>(_ body: @Sendable (any SQLSession) async throws -> R) async throws -> R {
        try await writer.transaction(.write, body)
    }

    package func rows(_ statements: [SQL]) async throws -> [[SQLRow]] {
        try await read { try await $0.query(statements) }
    }

    /// Nothing to do: here the migration itself makes them, since nobody else writes meanwhile.
    package func build(_ indexes: [ConcurrentIndex]) async throws {}

    package func missing(of indexes: [ConcurrentIndex]) async throws -> [ConcurrentIndex] { [] }

    package func close() async {
        if reader !== writer { await reader.close() }
        await writer.close()
    }
}
