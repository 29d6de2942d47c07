package import Correspondence

extension SettingsLoader {
    /// Everything that could be read, together with the faults: for a report on all of it.
    package struct Inspection: Sendable {
        /// Defaults replace faulty values; accounts with faults are left out.
        package let settings: MosaicSettings
        package let faults: [String]
        /// Warnings: it works, but perhaps not as intended; without those that need a look at the file or a question to the
        /// model.
        package let notes: [String]
        /// Parts that must not be used or even probed, because their settings were refused.
        package let refused: Set<Part>
    }

    /// Parts that can be refused separately.
    package enum Part: Sendable, Hashable, CaseIterable {
        case database
        case redis
        case model
        case log
    }

    /// Reads the settings like `load`, but throws nothing.
    package static func inspect(environment: [String: String], file: String?) async -> Inspection {
        var source: Source
        do throws(SettingsError) {
            source = try self.source(environment, file)
        } catch {
            source = Source(variables: Variables(environment: environment, file: nil), faults: error.faults)
        }
        var reading = SettingsReading(source.variables)
        let settings = reading.settings()
        return Inspection(
            settings: settings, faults: source.faults + reading.faults, notes: source.notes + reading.notes,
            refused: refused(source.variables))
    }

    private static func refused(_ variables: Variables) -> Set<Part> {
        Set(
            Part.allCases.filter { part in
                var reading = SettingsReading(variables)
                switch part {
                case .database: _ = reading.databaseLocation()
                case .redis: _ = reading.redisURL()
                case .model: _ = reading.groqSettings()
                case .log: _ = reading.logSettings()
                }
                return !reading.faults.isEmpty
            })
    }

    /// The location of the database, whatever is wrong with the rest.
    package static func database(
        environment: [String: String], file: String?
    ) async throws(SettingsError) -> DatabaseLocation {
        try part(environment, file, named: ["DATABASE_URL", "STATE_FOLDER"]) { $0.databaseLocation() }
    }

    /// The people who must not get mail.
    package static func neverAnswer(
        environment: [String: String], file: String?
    ) async throws(SettingsError) -> NeverAnswer {
        try part(environment, file, named: ["NEVER_ANSWER"]) { $0.neverAnswer() }
    }

    /// The location of Redis; nil when it is not used.
    package static func redis(environment: [String: String], file: String?) async throws(SettingsError) -> Secret? {
        try part(environment, file, named: ["REDIS_URL"]) { $0.redisURL() }
    }

    /// The desk's address, for a command that opens it in any case.
    package static func web(environment: [String: String], file: String?) async throws(SettingsError) -> WebSettings {
        let names = [
            "PORT", "WEB_ADDRESS", "WEB_HOSTS", "WEB_PROXIES", "PUBLIC_URL", "ADMIN_USERNAME", "ADMIN_PASSWORD",
            "ALERT_HOSTS", "SES_EVENTS_TOPIC",
        ]
        return try part(environment, file, named: names) { $0.webSettings(isWanted: true) ?? WebSettings() }
    }

    /// The number of verdicts that change what an account may do.
    package static func autonomy(
        environment: [String: String], file: String?
    ) async throws(SettingsError) -> AutonomyRules {
        try part(
            environment, file, named: ["AUTONOMY_AGREEMENTS", "AUTONOMY_DISAGREEMENTS", "AUTONOMY_PROMOTES"]
        ) { $0.autonomy() }
    }

    /// Values for campaigns that do not give their own.
    package static func campaignDefaults(
        environment: [String: String], file: String?
    ) async throws(SettingsError) -> CampaignDefaults {
        try part(environment, file, named: SettingsReading.campaignNames) { $0.campaignDefaults() }
    }

    /// Hosts that alerts may reach in a private network.
    package static func alertHosts(
        environment: [String: String], file: String?
    ) async throws(SettingsError) -> Set<String> {
        try part(environment, file, named: ["ALERT_HOSTS"]) { $0.alertHosts() }
    }

    /// The additional phrases.
    package static func rules(environment: [String: String], file: String?) async throws(SettingsError) -> [OwnRules] {
        try part(environment, file, named: ["RULES_FOLDER"]) { $0.ownRules() }
    }

    /// The location of the log.
    package static func log(environment: [String: String], file: String?) async throws(SettingsError) -> LogSettings {
        try part(environment, file, named: ["LOG_FILE", "LOG_LEVEL"]) { $0.logSettings() }
    }

    /// The caps for every mail.
    ///
    /// - Parameter accounts: their number, for the burst limit if none is set.
    package static func sendPolicy(
        environment: [String: String], file: String?, accounts: Int
    ) async throws(SettingsError) -> SendPolicy {
        try part(environment, file, named: ["SEND_SPACING", "SEND_BURST_PER_MINUTE", "NEVER_ANSWER"]) { reading in
            SendPolicy(
                spacing: reading.sendSpacing(),
                burstPerMinute: reading.sendBurstPerMinute() ?? SendPolicy.burstPerMinute(accounts: accounts),
                neverAnswer: reading.neverAnswer())
        }
    }

    /// The model; nil when no key is set.
    package static func model(
        environment: [String: String], file: String?
    ) async throws(SettingsError) -> GroqSettings? {
        try part(environment, file, named: ["GROQ_API_KEY", "GROQ_MODEL", "GROQ_BASE_URL", "OFFER"]) {
            $0.groqSettings()
        }
    }

    /// - Parameter names: a fault of the file that mentions one of them concerns this part too.
    private static func part<Value>(
        _ environment: [String: String], _ file: String?, named names: [String],
        _ read: (inout SettingsReading) -> Value
    ) throws(SettingsError) -> Value {
        let source = try source(environment, file)
        var reading = SettingsReading(source.variables)
        let value = read(&reading)
        let faults = reading.faults + source.faults.filter { fault in names.contains { fault.contains($0) } }
        guard faults.isEmpty else { throw SettingsError(faults: faults) }
        return value
    }
}
