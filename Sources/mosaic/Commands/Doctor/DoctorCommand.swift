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
        let findings = await Checkup.run(await checks(inspection))
        output.print(findings.json) { findings.report($0) }
        guard findings.areGood else { throw ExitCode.failure }
    }

    private func checks(_ inspection: SettingsLoader.Inspection) async -> [Check] {
        let read = inspection.settings
        var checks = [
            Check("settings") { Self.settingsFindings(inspection) },
            Check("settings file") { [FileChecks.settingsFile(settings.env)] },
        ]
        func isUsable(_ part: SettingsLoader.Part) -> Bool { !inspection.refused.contains(part) }
        if isUsable(.log) { checks.append(Check("log") { [FileChecks.logFile(read.log.file)] }) }
        // A misspelt DATABASE_URL is a fault of its own, which stands among those of the settings already.
        if isUsable(.database), let location = try? await settings.database() {
            checks.append(DatabaseCheck(location, read, clock: SystemWallClock()).check)
        }
        if isUsable(.redis) { checks.append(RedisCheck(url: read.redisURL).check) }
        if isUsable(.model) { checks.append(ModelCheck(groq: read.groq).check) }
        return checks + read.accounts.flatMap { AccountCheck($0, read).parts }
    }

    private static func settingsFindings(_ inspection: SettingsLoader.Inspection) -> [Finding] {
        let notes = inspection.notes.map { Finding.warning("settings", $0) }
        guard inspection.faults.isEmpty else { return inspection.faults.map { .failed("settings", $0) } + notes }
        let count = inspection.settings.accounts.count
        return [.ok("settings", "\(count) \(count == 1 ? "account" : "accounts"), no fault")] + notes
    }
}
