extension SettingsLoader {
    /// Everything that could be read, with the faults beside it instead of in its way: for a report on all of it.
    public struct Inspection: Sendable {
        /// Defaults stand where something is wrong.
        public let settings: MosaicSettings
        public let faults: [String]
        public let warnings: [String]
    }

    /// Reads the settings as `load` does, and throws nothing.
    public static func inspect(environment: [String: String], file: String?) async -> Inspection {
        var unreadable: [String] = []
        var reading: SettingsReading
        do throws(SettingsError) {
            reading = SettingsReading(try await variables(environment, file))
        } catch {
            unreadable = error.faults
            // Without a file nothing can fail: the process has its variables already.
            guard let variables = try? await Variables(environment: environment, file: nil) else {
                return Inspection(
                    settings: MosaicSettings(accounts: [], database: .sqlite(path: ":memory:")), faults: unreadable,
                    warnings: [])
            }
            reading = SettingsReading(variables)
        }
        let settings = reading.settings()
        return Inspection(
            settings: settings, faults: unreadable + reading.faults, warnings: warnings(about: settings, file: file))
    }

    /// Where the database is, whatever is wrong with the rest.
    public static func database(
        environment: [String: String], file: String?
    ) async throws(SettingsError) -> DatabaseLocation {
        try await part(environment, file) { $0.databaseLocation() }
    }

    /// Where Redis is; nil when it is not used.
    public static func redis(environment: [String: String], file: String?) async throws(SettingsError) -> Secret? {
        try await part(environment, file) { $0.redisURL() }
    }

    /// Where the log is.
    public static func log(environment: [String: String], file: String?) async throws(SettingsError) -> LogSettings {
        try await part(environment, file) { $0.logSettings() }
    }

    /// The model; nil when no key is set.
    public static func model(
        environment: [String: String], file: String?
    ) async throws(SettingsError) -> GroqSettings? {
        try await part(environment, file) { $0.groqSettings() }
    }

    private static func part<Value>(
        _ environment: [String: String], _ file: String?, _ read: (inout SettingsReading) -> Value
    ) async throws(SettingsError) -> Value {
        var reading = SettingsReading(try await variables(environment, file))
        let value = read(&reading)
        guard reading.faults.isEmpty else { throw SettingsError(faults: reading.faults) }
        return value
    }
}
