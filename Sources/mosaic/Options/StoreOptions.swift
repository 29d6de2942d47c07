import ArgumentParser
import Correspondence
import Database
import FoundationEssentials
import Settings
import Storage
import Text
import Timing

/// For commands that need the database and nothing else: `DATABASE_URL` is enough.
struct StoreOptions: ParsableArguments {
    @OptionGroup var settings: SettingsOptions
    @OptionGroup var output: OutputOptions

    /// Opens the database for `body`. It is neither created nor changed: a missing or an older one is a failure that says
    /// what to do.
    func withStore<Result: Sendable>(_ body: (Store) async throws -> Result) async throws -> Result {
        let location = try await settings.database()
        try location.refuseMissingFile()
        let database = try await Installation.openDatabase(location)
        do {
            try await Self.requireSchema(of: database)
            let result = try await body(Store(database: database))
            await database.close()
            return result
        } catch {
            await database.close()
            throw error
        }
    }

    /// Carries out a person's wish and tells what came of it; also shows the new due time in Redis, where that is used.
    func intervene(
        on thread: (Store) async throws -> ConversationID? = { _ in nil }, what: String, done: String,
        _ act: (Store) async throws -> Intervention
    ) async throws {
        try await withStore { store in
            let changed = try await thread(store)
            switch try await act(store) {
            case .unknown: throw CommandFailure("There is no \(what).")
            case .refused(let reason): throw CommandFailure("Nothing was changed for \(what): \(reason).")
            case .done: break
            }
            if let changed { await mirror(changed, store) }
            output.print(["done": true, "what": what]) { _ in done }
        }
    }

    /// Redis only mirrors: when this fails, the running service repairs it within 15 minutes.
    private func mirror(_ thread: ConversationID, _ store: Store) async {
        guard let url = try? await SettingsLoader.redis(environment: settings.environment, file: settings.env),
            let cache = try? Installation.cache(url)
        else { return }
        try? await cache.update(store.conversations.dueTimes(of: [thread]))
    }

    private static func requireSchema(of database: any SQLDatabase) async throws {
        let status = try await Migrator(database, Migration.embedded(for: database.dialect)).status()
        guard status.steps.isEmpty else {
            throw CommandFailure(
                status.version == 0
                    ? "The database is empty: run `mosaic db migrate`, or start `mosaic run` once."
                    : "The database has schema \(status.version) and this program needs \(status.newest): "
                        + "run `mosaic db migrate`.")
        }
    }
}

extension DatabaseLocation {
    /// For people, without the password.
    var shown: String {
        switch self {
        case .sqlite(let path): "SQLite, \(path)"
        case .postgres(let url): "PostgreSQL, \(url.revealed.withoutCredentials)"
        }
    }

    /// SQLite would create the file.
    func refuseMissingFile() throws {
        guard case .sqlite(let path) = self, path != ":memory:", !FileManager.default.fileExists(atPath: path) else {
            return
        }
        throw CommandFailure(
            "There is no database at \(path): start `mosaic run` once, run `mosaic db migrate`, or set DATABASE_URL.")
    }
}

extension String {
    /// A URL's host, port and path: user, password and parameters left out.
    var withoutCredentials: String {
        guard let scheme = firstRange(of: "://") else { return "a server" }
        let rest = self[scheme.upperBound...].prefix { $0 != "?" && $0 != "#" }
        return String(rest.split(separator: "@", omittingEmptySubsequences: false).last ?? rest)
    }
}
