import ArgumentParser
import Database
import Settings
import Storage
import Text

/// `mosaic db`.
struct DatabaseCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "db",
        abstract: "Show the state of the database's schema, or bring it up to date.",
        discussion: """
            The database is the one of DATABASE_URL, or SQLite under the state folder.

              DATABASE_URL=postgresql://user:password@localhost/mosaic mosaic db migrate
              mosaic db status
            """,
        subcommands: [Status.self, Migrate.self], defaultSubcommand: Status.self)

    struct Status: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Show what the database holds against what this program needs.",
            discussion: "Changes nothing. The exit status is 1 when the schema is not up to date.")

        @OptionGroup var settings: SettingsOptions
        @OptionGroup var output: OutputOptions

        func run() async throws {
            let location = try await settings.database()
            try location.refuseMissingFile()
            let (server, status) = try await location.withDatabase { database, migrator in
                (try await Store(database: database).server(), try await migrator.status())
            }
            output.print(status.json(location, server)) { _ in
                var facts = Facts()
                facts["database"] = location.shown
                facts["version"] = server.version
                facts["schema"] = "\(status.version) of \(status.newest)"
                facts["missing"] = status.steps.map { "\($0.version) \($0.name)" }.joined(separator: ", ")
                facts["do"] = status.steps.isEmpty ? nil : "mosaic db migrate"
                return "\(facts)"
            }
            guard status.steps.isEmpty else { throw ExitCode.failure }
        }
    }

    struct Migrate: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Bring the schema up to date.",
            discussion: "Safe to run at any time and more than once; `mosaic run` does it too.")

        @OptionGroup var settings: SettingsOptions
        @OptionGroup var output: OutputOptions

        func run() async throws {
            let location = try await settings.database()
            let (server, status) = try await location.withDatabase { database, migrator in
                let status = try await migrator.migrate()
                return (try await Store(database: database).server(), status)
            }
            output.print(status.json(location, server)) { _ in
                let done = status.steps.map { "\($0.version) (\($0.name))" }.joined(separator: ", ")
                return done.isEmpty
                    ? "The schema is up to date: \(status.version) of \(status.newest)."
                    : "Applied \(done). The schema is up to date: \(status.version) of \(status.newest)."
            }
        }
    }
}

extension DatabaseLocation {
    /// Opens the database for `body`, and closes it whatever happens.
    func withDatabase<Result: Sendable>(
        _ body: (any SQLDatabase, Migrator) async throws -> Result
    ) async throws -> Result {
        let database = try await Installation.openDatabase(self)
        do {
            let result = try await body(database, Migrator(database, Migration.embedded(for: database.dialect)))
            await database.close()
            return result
        } catch {
            await database.close()
            throw error
        }
    }
}

extension Migrator.Status {
    fileprivate func json(_ location: DatabaseLocation, _ server: DatabaseServer) -> JSON {
        [
            "database": server.dialect.rawValue, "location": location.shown, "version": server.version,
            "schema_version": version, "newest_schema_version": newest,
            "steps": steps.map { ["version": $0.version, "name": $0.name] as JSON },
        ]
    }
}
