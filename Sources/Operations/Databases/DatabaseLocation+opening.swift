package import Database
import FoundationEssentials
import Postgres
package import Settings
package import Storage
package import Timing

extension DatabaseLocation {
    /// Opens the database as it is; SQLite creates a missing file.
    ///
    /// - Parameter connections: the most connections to PostgreSQL.
    package func open(
        clock: any WallClock = SystemWallClock(), connections: Int = 10
    ) async throws -> any SQLDatabase {
        switch self {
        case .postgres(let url):
            PostgresDatabase(PostgresConfiguration(url: url.revealed, maximumConnections: connections), clock: clock)
        case .sqlite(let path): try await SQLiteDatabase.open(path: path, clock: clock)
        }
    }

    /// A second connection to a server's database, for work that must not queue. A file needs none.
    package func openReserved(clock: any WallClock = SystemWallClock()) -> (any SQLDatabase)? {
        switch self {
        case .postgres(let url):
            PostgresDatabase(PostgresConfiguration(url: url.revealed, maximumConnections: 2), clock: clock)
        case .sqlite: nil
        }
    }

    /// Opens the database for `body`, and closes it whatever happens.
    func withDatabase<Result: Sendable>(
        _ body: (any SQLDatabase, Migrator) async throws -> Result
    ) async throws -> Result {
        let database = try await open()
        do {
            let result = try await body(database, Migrator(database, Migration.embedded(for: database.dialect)))
            await database.close()
            return result
        } catch {
            await database.close()
            throw error
        }
    }

    /// Opens the database for `body`. It is neither created nor changed: a missing or outdated one is an
    /// ``OperationFailure`` that says what to do.
    package func withStore<Result: Sendable>(_ body: (Store) async throws -> Result) async throws -> Result {
        try refuseMissingFile()
        return try await withDatabase { database, migrator in
            try await Self.requireSchema(migrator.status())
            return try await body(Store(database: database))
        }
    }

    /// SQLite would create the file.
    func refuseMissingFile() throws(OperationFailure) {
        guard case .sqlite(let path) = self, path != ":memory:", !FileManager.default.fileExists(atPath: path) else {
            return
        }
        throw OperationFailure(
            .notReady,
            "There is no database at \(path): start `mosaic run` once, run `mosaic db migrate`, or set DATABASE_URL.")
    }

    private static func requireSchema(_ status: Migrator.Status) throws(OperationFailure) {
        guard !status.steps.isEmpty else { return }
        throw OperationFailure(
            .notReady,
            status.version == 0
                ? "The database is empty: run `mosaic db migrate`, or start `mosaic run` once."
                : "The database has schema \(status.version) and this program needs \(status.newest): "
                    + "run `mosaic db migrate`.")
    }

    /// For people, without the password.
    package var shown: String {
        switch self {
        case .sqlite(let path): "SQLite, \(path)"
        case .postgres(let url): "PostgreSQL, \(url.revealed.withoutCredentials)"
        }
    }
}

extension DatabaseLocation {
    /// Whether the URL holds a password, before its host or as a parameter (RFC 3986, section 3.2.1; PostgreSQL manual 34.1.1.2).
    package static func holdsPassword(_ url: String) -> Bool {
        guard let scheme = url.firstRange(of: "://") else { return false }
        let rest = url[scheme.upperBound...]
        let authority = rest.prefix { !"/?#".contains($0) }
        let user = authority.lastIndex(of: "@").map { authority[..<$0] } ?? ""
        return user.contains(":") || rest.contains("password=")
    }
}

extension String {
    /// A URL's host, port and path, without user, password and parameters.
    var withoutCredentials: String {
        guard let scheme = firstRange(of: "://") else { return "a server" }
        let rest = self[scheme.upperBound...].prefix { $0 != "?" && $0 != "#" }
        return String(rest.split(separator: "@", omittingEmptySubsequences: false).last ?? rest)
    }
}
