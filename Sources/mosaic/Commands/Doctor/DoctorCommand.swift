import ArgumentParser
import Operations
import Settings

/// `mosaic doctor`.
struct DoctorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Check everything that Mosaic needs, and say what to do.",
        discussion: """
            Looks at settings, files, database, Redis, the model and, for each account, at IMAP, SMTP, the special \
            folders and the running watcher, all at once and for at most ten seconds. Sends and changes nothing.

              mosaic doctor
              mosaic doctor --json | jq '.checks[] | select(.verdict != "ok")'

              ✓ works   ! could be better   ✗ must be fixed, and the exit status is 1

            What is refused among the settings is not tried: no password goes to a server that a refused setting names.
            """)

    @OptionGroup var settings: SettingsOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let inspection = await SettingsLoader.inspect(environment: settings.environment, file: settings.env)
        // A misspelt DATABASE_URL is already reported among the faults of the settings.
        let database = try? await settings.database()
        let findings = await Installation.withAccess(inspection.settings, database) { access in
            await Checkup.run(
                Checkup.everything(inspection, file: settings.env, database: database, access: access))
        }
        output.print(findings.json) { findings.report($0) }
        guard findings.areGood else { throw ExitCode.failure }
    }
}
