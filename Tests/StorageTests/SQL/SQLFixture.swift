import Database
import Postgres
import Storage
import TestServers
import Testing
import Timing

/// The databases that one conformance suite runs on.
enum SQLFixture: String, CaseIterable, CustomTestStringConvertible {
    case postgres
    case sqliteFile
    case sqliteMemory

    var testDescription: String { rawValue }

    static let instant = Timestamp(microsecondsSince1970: 1_795_000_000_123_456)

    /// A fresh, empty database, closed after `body`.
    func withDatabase(
        clock: any WallClock = SystemWallClock(), _ body: (any SQLDatabase) async throws -> Void
    ) async throws {
        let database = try await open(clock)
        do { try await body(database) } catch {
            await database.close()
            throw error
        }
        await database.close()
    }

    private func open(_ clock: any WallClock) async throws -> any SQLDatabase {
        switch self {
        case .postgres:
            let url = try await Self.server.value.createDatabase()
            return PostgresDatabase(PostgresConfiguration(url: url), clock: clock)
        case .sqliteFile:
            return try await SQLiteDatabase.open(path: RunFolder.fresh("sqlite") + "/test.db", clock: clock)
        case .sqliteMemory: return try await SQLiteDatabase.open(path: ":memory:", clock: clock)
        }
    }

    // Unstructured because no single test owns it: it lives as long as the process.
    static let server = Task { try await PostgresServer.start() }
}

extension SQLDatabase {
    /// A table with a column of every type that both databases share.
    func makeThings() async throws {
        try await transaction { session in
            try await session.execute(
                .either(
                    postgres: """
                        CREATE TABLE things (
                            id bigint PRIMARY KEY, name text UNIQUE, ratio double precision, flag boolean, blob bytea,
                            at timestamptz, fields jsonb, amount bigint CONSTRAINT amount_not_negative CHECK (amount >= 0))
                        """,
                    sqlite: """
                        CREATE TABLE things (
                            id INTEGER PRIMARY KEY, name TEXT UNIQUE, ratio REAL, flag INTEGER, blob BLOB,
                            at INTEGER, fields TEXT, amount INTEGER CONSTRAINT amount_not_negative CHECK (amount >= 0))
                        """))
        }
    }

    func count(_ table: String = "things") async throws -> Int {
        try await read { try await $0.query("SELECT count(*) AS n FROM \(raw: table)")[0].int("n") }
    }
}
