package import Database

/// The program that keeps the data.
package struct DatabaseServer: Sendable, Hashable {
    package let dialect: SQLDialect
    /// As it names itself, `15.8 (Debian 15.8-0+deb12u1)`.
    package let version: String
    /// PostgreSQL's `server_version_num`, 150008; 0 for SQLite.
    package let number: Int

    /// The oldest PostgreSQL that Mosaic supports.
    static let oldestPostgres = 140_000

    package var isSupported: Bool { dialect == .sqlite || number >= Self.oldestPostgres }
}

/// What the server's settings promise for a commit: it must survive a crash, or a mail could be sent twice.
package struct DatabaseDurability: Sendable, Hashable {
    /// Settings with which a commit may be lost when the machine fails, such as `fsync = off`.
    package let weaknesses: [String]
    /// Whether a standby that may lack the last commits could take over.
    package let hasAsynchronousStandby: Bool
}

extension Store {
    /// As this program's sessions see it. SQLite always syncs.
    package func durability() async throws -> DatabaseDurability {
        guard dialect == .postgres else { return DatabaseDurability(weaknesses: [], hasAsynchronousStandby: false) }
        return try await database.read { session in
            let settings = try await session.query(
                """
                SELECT name, setting FROM pg_settings
                WHERE (name IN ('fsync', 'full_page_writes') AND setting = 'off')
                   OR (name = 'synchronous_commit' AND setting IN ('off', 'local'))
                ORDER BY name
                """)
            let standbys = try await session.first(
                """
                SELECT COUNT(*) AS count FROM pg_stat_replication
                WHERE sync_state = 'async'
                   OR (sync_state IS NULL AND current_setting('synchronous_standby_names') = '')
                """)
            return DatabaseDurability(
                weaknesses: try settings.map { "\(try $0.string("name")) = \(try $0.string("setting"))" },
                hasAsynchronousStandby: try standbys?.int("count") ?? 0 > 0)
        }
    }

    package func server() async throws -> DatabaseServer {
        let dialect = dialect
        return try await database.read { session in
            let row = try await session.first(
                .either(
                    postgres: """
                        SELECT current_setting('server_version') AS version,
                            current_setting('server_version_num')::bigint AS number
                        """,
                    sqlite: "SELECT sqlite_version() AS version, 0 AS number"))
            return DatabaseServer(
                dialect: dialect, version: try row?.string("version") ?? "", number: try row?.int("number") ?? 0)
        }
    }
}
