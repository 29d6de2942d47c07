import Correspondence

extension SettingsReading {
    /// All settings. Defaults replace faulty values, and accounts with faults are left out.
    mutating func settings() -> MosaicSettings {
        let database = databaseLocation()
        let accounts = accountSettings()
        var settings = MosaicSettings(
            accounts: accounts, database: database, redisURL: redisURL(), groq: groqSettings(),
            pollingInterval: pollingInterval(),
            maxConcurrentWorkers: count("MAX_CONCURRENT_WORKERS", fallback: 10, in: 1...1_000),
            debounce: duration("DEBOUNCE_SECONDS", fallback: .seconds(10)),
            secondMailDelay: duration("FOLLOWUP_STAGE_2_DELAY", fallback: .seconds(24 * 3_600)),
            thirdMailDelay: duration("FOLLOWUP_STAGE_3_DELAY", fallback: .seconds(48 * 3_600)),
            sendSpacing: sendSpacing(),
            initialBacklog: initialBacklog(),
            defaultRegion: optional(["DEFAULT_REGION"], expecting: .region, SettingValue.region),
            inDoubtGrace: inDoubtGrace(), log: logSettings(),
            tlsCAFile: additionalRoots(names: ["TLS_CA_FILE"])?.file,
            isDryRun: value("DRY_RUN", fallback: false, expecting: .flag, SettingValue.flag))
        settings.outreach = outreachRule()
        settings.texts = texts()
        settings.neverAnswer = neverAnswer()
        settings.handsOverSignedContacts = value(
            "SIGNATURE_CONTACT_TO_PERSON", fallback: false, expecting: .flag, SettingValue.flag)
        settings.sendBurstPerMinute = sendBurstPerMinute()
        settings.oauth = oauthSettings(for: accounts)
        settings.retention = value(
            "RETENTION", fallback: settings.retention, expecting: .retention, Retention.parsed)
        settings.traceRetention = value(
            "RETENTION_TRACES", fallback: settings.traceRetention, expecting: .retention, Retention.parsed)
        settings.web = webSettings()
        settings.alertHosts = alertHosts()
        settings.alertMail = alertMail()
        settings.autonomy = autonomy()
        settings.rules = ownRules()
        settings.licence = licence()
        settings.campaigns = campaignDefaults()
        return settings
    }

    /// One name alone asks for nothing.
    private mutating func licence() -> LicenceSettings? {
        guard let url = variables["LICENSE_SHEET_URL"], let key = variables["LICENSE_KEY"] else {
            let lone = ["LICENSE_SHEET_URL", "LICENSE_KEY"].first { variables[$0] != nil }
            if let lone {
                note(
                    "\(variables.shown(lone)) has no effect by itself: Mosaic needs no licence key, and looks for yours only "
                        + "where both LICENSE_SHEET_URL and LICENSE_KEY are set.")
            }
            return nil
        }
        guard url.hasPrefix("https://") || Self.isOnLoopback(url) else {
            fault(
                "\(variables.shown("LICENSE_SHEET_URL")) does not begin with https://: set it to the sheet's address as CSV."
            )
            return nil
        }
        return LicenceSettings(sheetURL: url, key: Secret(key))
    }

    mutating func autonomy() -> AutonomyRules {
        AutonomyRules(
            agreements: count("AUTONOMY_AGREEMENTS", fallback: AutonomyRules().agreements, in: 0...100),
            disagreements: count("AUTONOMY_DISAGREEMENTS", fallback: AutonomyRules().disagreements, in: 0...25),
            promotesBySelf: value("AUTONOMY_PROMOTES", fallback: false, expecting: .flag, SettingValue.flag))
    }

    mutating func sendSpacing() -> Duration {
        duration("SEND_SPACING", "MIN_DELAY_SECONDS", "DELAY_SECONDS", fallback: .zero)
    }

    mutating func sendBurstPerMinute() -> Int? {
        variables["SEND_BURST_PER_MINUTE"] == nil
            ? nil : count("SEND_BURST_PER_MINUTE", fallback: 1, in: 1...1_000_000)
    }

    private mutating func pollingInterval() -> Duration {
        let interval = duration("POLLING_INTERVAL", fallback: .seconds(60))
        if interval < .seconds(1) {
            fault("\(variables.shown("POLLING_INTERVAL")) is less than a second: set it to 60, or at least to 1.")
        }
        return max(.seconds(1), interval)
    }

    /// A server may take ten minutes to answer the final dot (RFC 5321 section 4.5.3.2.6).
    private mutating func inDoubtGrace() -> Duration {
        let grace = duration("IN_DOUBT_GRACE", fallback: .seconds(900))
        if grace < .seconds(660) {
            note(
                "\(variables.shown("IN_DOUBT_GRACE")) is shorter than 11 minutes: a mail that a slow server still "
                    + "takes may "
                    + "already have been given to a person.")
        }
        return grace
    }

    /// A bare number would mean seconds, which nobody intends here.
    private mutating func initialBacklog() -> Duration? {
        guard let text = variables["INITIAL_BACKLOG"], text.lowercased() != "none" else { return nil }
        if Int(text) != nil, text != "0" {
            fault(
                "\(variables.shown("INITIAL_BACKLOG")) has no unit: write \(text)d for \(text) days, \(text)h for "
                    + "hours, or none."
            )
            return nil
        }
        return duration("INITIAL_BACKLOG", fallback: .zero)
    }

    private mutating func outreachRule() -> OutreachRule {
        guard let text = variables["OUTREACH"] else { return .similar }
        do throws(OutreachRule.Fault) {
            return try OutreachRule.parsed(text)
        } catch {
            fault("\(variables.shown("OUTREACH")) \(error.sentence)")
            return .similar
        }
    }

    mutating func neverAnswer() -> NeverAnswer {
        guard let text = variables["NEVER_ANSWER"] else { return NeverAnswer() }
        let (value, faulty) = NeverAnswer.parsed(text)
        for number in faulty.prefix(5) {
            fault(
                "Entry \(number) of \(variables.shown("NEVER_ANSWER")) is neither a mail address nor a domain: write "
                    + "name@example.com or example.com (other alphabets as xn--…), separated by commas.")
        }
        return value
    }

    /// The first of these files that is named, if it contains certificates.
    mutating func additionalRoots(names: [String]) -> AdditionalRoots? {
        guard let (name, text) = variables.first(of: names), text.lowercased() != "none" else { return nil }
        let path = variables.path(text, of: name)
        if let sentence = rootsFault(of: path) {
            fault("\(variables.shown(name)): \(path) \(sentence)")
            return nil
        }
        return AdditionalRoots(file: path)
    }

    mutating func logSettings() -> LogSettings {
        let level = value("LOG_LEVEL", fallback: LogSettings.Level.info, expecting: .logLevel) {
            LogSettings.Level(rawValue: $0.uppercased())
        }
        guard let (name, file) = variables.first(of: ["LOG_FILE"]) else { return LogSettings(level: level) }
        return LogSettings(level: level, file: file.lowercased() == "none" ? nil : variables.path(file, of: name))
    }
}
