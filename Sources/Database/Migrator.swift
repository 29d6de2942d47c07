/// Brings a database to the schema of this binary: each migration in a transaction of its own, once, by whichever
/// process comes first. `schema_migrations` tells what has been done.
package struct Migrator: Sendable {
    /// The state of a database compared with the binary's migrations.
    package struct Status: Sendable, Hashable {
        /// The newest migration in the database; 0 for an empty one.
        package let version: Int
        /// The newest one of the binary.
        package let newest: Int
        /// The steps that `migrate` would apply, or has applied, oldest first.
        package let steps: [Migration]
        /// The names of indexes that `buildIndexes` would build; empty while steps are missing.
        package let missingIndexes: [String]
    }

    /// A row of `schema_migrations`.
    struct Applied: Sendable, Hashable {
        let version: Int
        let checksum: String
    }

    /// The advisory lock two starting processes meet at; the bytes of "mosaic" as a number.
    private static let lock: Int64 = 0x6d6f_7361_6963

    private let database: any SQLDatabase
    private let migrations: [Migration]

    /// - Parameter migrations: in order, numbered 1, 2, 3 …
    package init(_ database: any SQLDatabase, _ migrations: [Migration]) {
        precondition(
            migrations.map(\.version) == Array(1..<(migrations.count + 1)), "migrations are numbered without gaps")
        self.database = database
        self.migrations = migrations
    }

    /// Applies what is missing and returns it. Safe to call in two processes at once: one waits for the other.
    ///
    /// Throws `StorageError` of kind `invalid` when the database is too new for this binary, or an applied migration
    /// was changed afterwards.
    ///
    /// - Parameter buildingIndexes: whether to wait for `buildIndexes` too.
    @discardableResult package func migrate(buildingIndexes: Bool = false) async throws -> Status {
        var done: [Migration] = []
        while let step = try await applyNext() { done.append(step) }
        if buildingIndexes { try await buildIndexes() }
        let status = try await status()
        return Status(
            version: status.version, newest: migrations.count, steps: done, missingIndexes: status.missingIndexes)
    }

    /// Builds missing indexes without blocking writers. On a large table it takes minutes, and only speed depends on it: `mosaic run`
    /// works meanwhile.
    package func buildIndexes() async throws {
        try await database.build(migrations.flatMap(\.indexes))
    }

    /// The applied and missing steps; changes nothing.
    package func status() async throws -> Status {
        let migrations = migrations
        let (version, steps) = try await database.read { session in
            let exists = try await session.query(
                .either(
                    postgres: "SELECT to_regclass('schema_migrations') IS NOT NULL AS found",
                    sqlite: "SELECT count(*) AS found FROM sqlite_master WHERE name = 'schema_migrations'"))
            let isThere = try exists.first?.bool("found") ?? false
            let applied = isThere ? try await Self.applied(session) : []
            return (applied.last?.version ?? 0, try Self.missing(of: migrations, after: applied))
        }
        let indexes = steps.isEmpty ? try await database.missing(of: migrations.flatMap(\.indexes)) : []
        return Status(
            version: version, newest: migrations.count, steps: steps, missingIndexes: indexes.map(\.name))
    }

    private func applyNext() async throws -> Migration? {
        let migrations = migrations
        return try await database.transaction { session in
            try await Self.takeLock(session)
            let applied = try await Self.applied(session)
            guard let next = try Self.missing(of: migrations, after: applied).first else { return nil }
            try await session.run(script: next.script)
            try await session.execute(
                """
                INSERT INTO schema_migrations (version, name, checksum, applied_at)
                VALUES (\(next.version), \(next.name), \(next.checksum), \(SQL.now))
                """)
            return next
        }
    }

    /// PostgreSQL's lock ends with the transaction; SQLite's transaction is the lock.
    private static func takeLock(_ session: any SQLSession) async throws(StorageError) {
        // A process that waits for another's migration waits until it ends.
        _ = try await session.query(
            .either(postgres: "SELECT set_config('lock_timeout', '0', true)", sqlite: "SELECT 1"))
        _ = try await session.query(.either(postgres: "SELECT pg_advisory_xact_lock(\(lock))", sqlite: "SELECT 1"))
        try await session.execute(
            .either(
                postgres: """
                    CREATE TABLE IF NOT EXISTS schema_migrations
                    (version bigint PRIMARY KEY, name text NOT NULL, checksum text NOT NULL,
                     applied_at timestamptz NOT NULL)
                    """,
                sqlite: """
                    CREATE TABLE IF NOT EXISTS schema_migrations
                    (version INTEGER PRIMARY KEY, name TEXT NOT NULL, checksum TEXT NOT NULL,
                     applied_at INTEGER NOT NULL)
                    """))
    }

    private static func applied(_ session: any SQLSession) async throws(StorageError) -> [Applied] {
        var applied: [Applied] = []
        for row in try await session.query("SELECT version, checksum FROM schema_migrations ORDER BY version") {
            applied.append(Applied(version: try row.int("version"), checksum: try row.string("checksum")))
        }
        return applied
    }

    /// The missing steps. A database one step ahead is accepted: during a rolling update the old binary still runs on the new
    /// schema.
    static func missing(of migrations: [Migration], after applied: [Applied]) throws(StorageError) -> [Migration] {
        let version = applied.last?.version ?? 0
        guard version <= migrations.count + 1 else {
            throw StorageError(
                .invalid,
                "the database has schema \(version) and this program knows \(migrations.count): start a newer mosaic")
        }
        for (index, row) in applied.enumerated() {
            guard row.version == index + 1 else {
                throw StorageError(
                    .invalid, "schema_migrations lacks number \(index + 1): was a row removed? restore it from a backup"
                )
            }
            guard index < migrations.count, row.checksum != migrations[index].checksum else { continue }
            throw StorageError(
                .invalid,
                """
                migration \(row.version) (\(migrations[index].name)) was changed after it was applied: \
                put the file back and write a new migration
                """
            )
        }
        return Array(migrations.dropFirst(version))
    }
}
