package import Settings
package import Timing

extension Checkup {
    /// Checks of everything that Mosaic needs: settings, files, database, Redis, the model and every account.
    ///
    /// Refused settings are not tried: no password goes to a server named by a refused setting.
    ///
    /// - Parameters:
    ///   - file: the settings file that was read.
    ///   - database: nil where the settings do not name one, which is reported as a fault of the settings.
    package static func everything(
        _ inspection: SettingsLoader.Inspection, file: String, database: DatabaseLocation?, access: AccountAccess,
        clock: any WallClock = SystemWallClock()
    ) -> [Check] {
        let read = inspection.settings
        var checks = [
            Check("settings") { findings(on: inspection) },
            Check("settings file") { [FileChecks.settingsFile(file)] },
        ]
        func isUsable(_ part: SettingsLoader.Part) -> Bool { !inspection.refused.contains(part) }
        if isUsable(.log) { checks.append(Check("log") { [FileChecks.logFile(read.log.file)] }) }
        if isUsable(.database), let database {
            checks.append(DatabaseCheck(database, read, clock: clock).check)
        }
        if isUsable(.redis) { checks.append(RedisCheck(url: read.redisURL).check) }
        if isUsable(.model) { checks.append(ModelCheck(groq: read.groq).check) }
        if let url = read.web?.optOutURL { checks.append(PublicURLCheck(url: url).check) }
        return checks + accounts(read.accounts, of: read, access: access)
    }

    /// Checks of these accounts' servers alone.
    package static func accounts(
        _ accounts: [AccountSettings], of settings: MosaicSettings, access: AccountAccess
    ) -> [Check] {
        accounts.flatMap { AccountCheck($0, pollingInterval: settings.pollingInterval, access: access).parts }
    }

    private static func findings(on inspection: SettingsLoader.Inspection) -> [Finding] {
        let notes = inspection.notes.map { Finding.warning("settings", $0) }
        guard inspection.faults.isEmpty else { return inspection.faults.map { .failed("settings", $0) } + notes }
        let count = inspection.settings.accounts.count
        return [.ok("settings", "\(count) \(count == 1 ? "account" : "accounts"), no fault")] + notes
    }
}
