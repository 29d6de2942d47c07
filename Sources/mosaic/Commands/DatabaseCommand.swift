import ArgumentParser
import Database
import Operations
import Settings
import Storage

/// `mosaic db`.
struct DatabaseCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "db",
        abstract: "Show the state of the database's schema, bring it up to date, or move to PostgreSQL.",
        discussion: """
            The database is the one of DATABASE_URL, or SQLite under the state folder.

              DATABASE_URL=postgresql://user:password@localhost/mosaic mosaic db migrate
              mosaic db status
              DATABASE_URL=postgresql://user:password@localhost/mosaic mosaic db copy --from sqlite:mosaic.db
            """,
        subcommands: [Status.self, Migrate.self, Copy.self], defaultSubcommand: Status.self)

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

    struct Copy: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Copy everything from a SQLite file into PostgreSQL.",
            discussion: """
                The new database must be empty, and nothing may run on the old one. All is copied or nothing, the rows of both sides are
                counted, and the old file stays as it is: keep it as a backup, and never start Mosaic on it again.
                """)

        @Option(name: .long, help: ArgumentHelp("The SQLite file.", valueName: "sqlite:path"))
        var from: String
        @Option(
            name: .long,
            help: ArgumentHelp(
                "The PostgreSQL database, without a password; DATABASE_URL unless it is given.",
                valueName: "postgresql://…"))
        var to: String?
        @OptionGroup var settings: SettingsOptions
        @OptionGroup var output: OutputOptions

        func validate() throws {
            guard let to, DatabaseLocation.holdsPassword(to) else { return }
            throw ValidationError(
                "--to holds a password, which others on this machine could read: set DATABASE_URL instead, or ~/.pgpass"
            )
        }

        func run() async throws {
            let target = if let to { try await location(to) } else { try await settings.database() }
            let report = try await CopyReport.copying(from: location(from), to: target)
            output.print(report.json) { _ in
                var table = Table(["table", "rows"])
                for copied in report.tables where copied.rows > 0 { table.add([copied.name, "\(copied.rows)"]) }
                return "\(table)\n\n"
                    + "Copied \(report.rows) rows, counted on both sides.\nfrom  \(report.from.shown)\nto    \(report.to.shown)\n\n"
                    + "Now start Mosaic with DATABASE_URL set to the new database, and never again on the old file."
            }
        }

        private func location(_ text: String) async throws -> DatabaseLocation {
            try await SettingsLoader.database(environment: ["DATABASE_URL": text], file: nil)
        }
    }
}
