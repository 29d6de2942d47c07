package import Database

/// The program that keeps the data.
package struct DatabaseServer: Sendable, Hashable {
    package let dialect: SQLDialect
    /// As it names itself, `15.8 (Debian 15.8-0+deb12u1)`.
    package let version: String
    /// PostgreSQL's `server_version_num`, 150008; 0 for SQLite.
    package let number: Int

    /// The oldest PostgreSQL that Mosaic is built for.
    package static let oldestPostgres = 140_000

    package var isSupported: Bool { dialect == .sqlite || number >= Self.oldestPostgres }
}

extension Store {
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
