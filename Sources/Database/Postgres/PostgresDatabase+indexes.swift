import Postgres

extension PostgresDatabase {
    /// The advisory lock under which indexes are built; the bytes of "mosaid" as a number.
    private static let indexLock: Int64 = 0x6d6f_7361_6964

    /// On one connection and outside a transaction (manual, CREATE INDEX CONCURRENTLY). The lock is tried, never waited for: a build
    /// waits for every older snapshot, and a process that waits for the lock holds one.
    package func build(_ indexes: [ConcurrentIndex]) async throws {
        guard !indexes.isEmpty else { return }
        do {
            try await pool.withConnection { connection in
                guard try await connection.flag("SELECT pg_try_advisory_lock(\(Self.indexLock))") else { return }
                do {
                    for index in indexes { try await connection.build(index) }
                } catch {
                    try await connection.unlock(Self.indexLock)
                    throw error
                }
                try await connection.unlock(Self.indexLock)
            }
        } catch let error as PostgresError { throw StorageError(error) }
    }

    package func missing(of indexes: [ConcurrentIndex]) async throws -> [ConcurrentIndex] {
        guard !indexes.isEmpty else { return [] }
        do {
            return try await pool.withConnection { connection in
                var missing: [ConcurrentIndex] = []
                for index in indexes where try await !connection.isBuilt(index) { missing.append(index) }
                return missing
            }
        } catch let error as PostgresError { throw StorageError(error) }
    }
}

extension PostgresConnection {
    fileprivate func isBuilt(_ index: ConcurrentIndex) async throws(PostgresError) -> Bool {
        try await flag(
            "SELECT EXISTS (SELECT 1 FROM pg_index WHERE indexrelid = to_regclass('\(index.name)') AND indisvalid)")
    }

    /// Under the lock, an existing index that is not valid is one whose building was interrupted.
    fileprivate func build(_ index: ConcurrentIndex) async throws(PostgresError) {
        if try await isBuilt(index) { return }
        if try await flag("SELECT to_regclass('\(index.name)') IS NOT NULL") {
            try await alone("DROP INDEX CONCURRENTLY IF EXISTS \(index.name)")
        }
        try await alone(index.statement)
    }

    fileprivate func unlock(_ key: Int64) async throws(PostgresError) {
        _ = try await flag("SELECT pg_advisory_unlock(\(key))")
    }

    fileprivate func flag(_ statement: String) async throws(PostgresError) -> Bool {
        let result = try await run(PostgresStatement(statement), effect: .commits)
        if case .bool(true)? = result.rows.first?.first { return true }
        return false
    }

    /// An index on a large table takes minutes, and waits for every older transaction.
    private func alone(_ statement: String) async throws(PostgresError) {
        try await run(script: "SET lock_timeout = 0", effect: .commits)
        let outcome: PostgresError?
        do throws(PostgresError) {
            try await run(script: statement, effect: .commits, timeout: .seconds(3_600))
            outcome = nil
        } catch { outcome = error }
        try await run(script: "SET lock_timeout = '5s'", effect: .commits)
        if let outcome { throw outcome }
    }
}
