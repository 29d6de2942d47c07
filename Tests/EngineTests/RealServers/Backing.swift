import Database
import Postgres
import Storage
import TestServers
import Testing
import Timing

/// The database that a scenario runs on.
enum Backing: String, CaseIterable, CustomTestStringConvertible {
    case sqlite, postgres

    var testDescription: String { rawValue }

    /// Where a fresh, empty database is; it outlives the program that uses it, so that restarts find it again.
    func location() async throws -> BackingLocation {
        switch self {
        case .sqlite: .sqlite(path: try RunFolder.fresh("sqlite") + "/mosaic.db")
        case .postgres: .postgres(url: try await MailHouse.shared().database())
        }
    }
}

enum BackingLocation: Sendable, Hashable {
    case sqlite(path: String)
    case postgres(url: String)

    /// Opens the database and brings its schema up to date.
    func store() async throws -> Store {
        let database: any SQLDatabase =
            switch self {
            case .sqlite(let path): try await SQLiteDatabase.open(path: path, clock: SystemWallClock())
            case .postgres(let url): PostgresDatabase(PostgresConfiguration(url: url), clock: SystemWallClock())
            }
        do {
            try await Migrator(database, Migration.embedded(for: database.dialect)).migrate(buildingIndexes: true)
            return Store(database: database)
        } catch {
            await database.close()
            throw error
        }
    }
}
