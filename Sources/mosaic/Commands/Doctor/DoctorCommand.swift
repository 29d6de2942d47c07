import ArgumentParser
import Settings
import Text
import Timing

/// `mosaic doctor`.
struct DoctorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Check everything that Mosaic needs, and say what to do.",
        discussion: """
            Looks at settings, files, database, Redis, the model and, for each account, at IMAP, SMTP, the special folders \
            and the running watcher, all at once and for at most ten seconds. Sends and changes nothing.

              mosaic doctor
              mosaic doctor --json | jq '.checks[] | select(.verdict != "ok")'

              ✓ works   ! could be better   ✗ must be mended, and the exit status is 1
            """)

    @OptionGroup var settings: SettingsOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let inspection = await SettingsLoader.inspect(environment: settings.environment, file: settings.env)
        let read = inspection.settings
        var checks = [
            Check("settings") { Self.settingsFindings(inspection) },
            Check("settings file") { [FileChecks.settingsFile(settings.env)] },
            Check("log") { [FileChecks.logFile(read.log.file)] },
        ]
        // A fault of DATABASE_URL stands among those of the settings already.
        if let location = try? await settings.database() {
            checks.append(DatabaseCheck(location, read, clock: SystemWallClock()).check)
        }
        checks += [RedisCheck(url: read.redisURL).check, ModelCheck(groq: read.groq).check]
        checks += read.accounts.flatMap { AccountCheck($0, read).parts }
        let findings = await Checkup.run(checks)
        output.print(findings.json) { findings.report($0) }
        guard findings.areGood else { throw ExitCode.failure }
    }

    private static func settingsFindings(_ inspection: SettingsLoader.Inspection) -> [Finding] {
        guard inspection.faults.isEmpty else { return inspection.faults.map { .failed("settings", $0) } }
        let count = inspection.settings.accounts.count
        return [.ok("settings", "\(count) \(count == 1 ? "account" : "accounts"), no fault")]
    }
}
