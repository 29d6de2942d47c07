import ArgumentParser
import Database
import Operations
import Storage

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
            let report = try await SchemaReport.looking(at: settings.database())
            let schema = report.schema
            output.print(report.json) { _ in
                var facts = Facts()
                facts["database"] = report.location.shown
                facts["version"] = report.server.version
                facts["schema"] = "\(schema.version) of \(schema.newest)"
                facts["missing"] = schema.steps.map { "\($0.version) \($0.name)" }.joined(separator: ", ")
                facts["do"] = schema.steps.isEmpty ? nil : "mosaic db migrate"
                return "\(facts)"
            }
            guard schema.steps.isEmpty else { throw ExitCode.failure }
        }
    }

    struct Migrate: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Bring the schema up to date.",
            discussion: "Safe to run at any time and more than once; `mosaic run` does it too.")

        @OptionGroup var settings: SettingsOptions
        @OptionGroup var output: OutputOptions

        func run() async throws {
            let report = try await SchemaReport.migrating(settings.database())
            let schema = report.schema
            output.print(report.json) { _ in
                let done = schema.steps.map { "\($0.version) (\($0.name))" }.joined(separator: ", ")
                return done.isEmpty
                    ? "The schema is up to date: \(schema.version) of \(schema.newest)."
                    : "Applied \(done). The schema is up to date: \(schema.version) of \(schema.newest)."
            }
        }
    }
}
