import Correspondence

/// Reads variables into settings and collects every fault on the way, so that all are reported together.
struct SettingsReading {
    let variables: Variables
    private(set) var faults: [String] = []

    init(_ variables: Variables) {
        self.variables = variables
    }

    /// One variable may concern several accounts: its fault is told once.
    mutating func fault(_ sentence: String) {
        if !faults.contains(sentence) { faults.append(sentence) }
    }

    /// The value of the first name that is set, as `convert` reads it; `fallback` when none is set or it is no such value.
    mutating func value<Value>(
        _ names: String..., fallback: Value, expecting kind: String, _ convert: (String) -> Value?
    ) -> Value {
        value(names: names, fallback: fallback, expecting: kind, convert)
    }

    mutating func value<Value>(
        names: [String], fallback: Value, expecting kind: String, _ convert: (String) -> Value?
    ) -> Value {
        guard let (name, text) = variables.first(of: names) else { return fallback }
        if let value = convert(text) { return value }
        fault("\(name) is no \(kind): set it to something like \(Self.example(of: kind)).")
        return fallback
    }

    mutating func duration(_ names: String..., fallback: Duration) -> Duration {
        value(names: names, fallback: fallback, expecting: "duration", SettingValue.duration)
    }

    private static func example(of kind: String) -> String {
        switch kind {
        case "duration": "10, 10s, 5m, 24h or 3d"
        case "port": "993"
        case "security": "tls, starttls or none"
        case "region": "US or BR (ISO 3166)"
        case "log level": "DEBUG, INFO, WARNING or ERROR"
        case "host name": "imap.gmail.com"
        case "mail address": "name@example.com"
        default: "10"
        }
    }
}

extension SettingsReading {
    mutating func settings() -> MosaicSettings {
        let database = databaseLocation()
        let accounts = accountSettings()
        return MosaicSettings(
            accounts: accounts, database: database, redisURL: redisURL(), groq: groqSettings(),
            pollingInterval: max(.seconds(1), duration("POLLING_INTERVAL", fallback: .seconds(60))),
            maxConcurrentWorkers: value("MAX_CONCURRENT_WORKERS", fallback: 10, expecting: "count from 1 to 1000") {
                SettingValue.count($0, in: 1...1_000)
            },
            debounce: duration("DEBOUNCE_SECONDS", fallback: .seconds(10)),
            stage2Delay: duration("FOLLOWUP_STAGE_2_DELAY", fallback: .seconds(24 * 3_600)),
            stage3Delay: duration("FOLLOWUP_STAGE_3_DELAY", fallback: .seconds(48 * 3_600)),
            sendSpacing: duration("SEND_SPACING", "MIN_DELAY_SECONDS", fallback: .zero),
            initialBacklog: initialBacklog(),
            defaultRegion: value("DEFAULT_REGION", fallback: nil, expecting: "region", SettingValue.region),
            inDoubtGrace: duration("IN_DOUBT_GRACE", fallback: .seconds(900)), log: logSettings(),
            tlsCAFile: variables["TLS_CA_FILE"],
            isDryRun: value("DRY_RUN", fallback: false, expecting: "flag", SettingValue.flag))
    }

    private mutating func initialBacklog() -> Duration? {
        guard let text = variables["INITIAL_BACKLOG"], text.lowercased() != "none" else { return nil }
        return duration("INITIAL_BACKLOG", fallback: .zero)
    }

    mutating func logSettings() -> LogSettings {
        let level = value("LOG_LEVEL", fallback: LogSettings.Level.info, expecting: "log level") {
            LogSettings.Level(rawValue: $0.uppercased())
        }
        let file = variables["LOG_FILE"] ?? "logs/application.log"
        return LogSettings(level: level, file: file.lowercased() == "none" ? nil : file)
    }

    mutating func groqSettings() -> GroqSettings? {
        let budget = duration("GROQ_TIMEOUT", fallback: .seconds(8))
        guard let key = variables["GROQ_API_KEY"] else { return nil }
        var baseURL = variables["GROQ_BASE_URL"] ?? "https://api.groq.com/openai/v1"
        while baseURL.hasSuffix("/") { baseURL.removeLast() }
        if !baseURL.hasPrefix("https://"), !baseURL.hasPrefix("http://") {
            fault("GROQ_BASE_URL is no web address: set it to something like https://api.groq.com/openai/v1.")
        }
        return GroqSettings(
            apiKey: Secret(key), model: variables["GROQ_MODEL"] ?? "openai/gpt-oss-20b", baseURL: baseURL,
            timeout: budget)
    }

    mutating func redisURL() -> Secret? {
        guard let url = variables["REDIS_URL"] else { return nil }
        if url.hasPrefix("rediss://") {
            fault(
                "REDIS_URL asks for TLS (rediss://), which is not supported: use redis:// to a server on this machine or "
                    + "behind a tunnel, or unset REDIS_URL to work without Redis.")
        } else if !url.hasPrefix("redis://") {
            fault("REDIS_URL is no Redis address: set it to something like redis://localhost:6379/0, or unset it.")
        }
        return Secret(url)
    }

    mutating func databaseLocation() -> DatabaseLocation {
        if variables["MONGO_URI"] != nil, variables["DATABASE_URL"] == nil {
            fault("MONGO_URI is set, but Mosaic keeps its data in PostgreSQL: set DATABASE_URL=postgresql://… instead.")
        }
        guard let url = variables["DATABASE_URL"] else { return .sqlite(path: "\(stateFolder)/mosaic.db") }
        if url.hasPrefix("postgresql://") || url.hasPrefix("postgres://") { return .postgres(Secret(url)) }
        if url.hasPrefix("sqlite:"), url.utf8.count > 7 { return .sqlite(path: String(url.dropFirst(7))) }
        fault(
            "DATABASE_URL is neither PostgreSQL nor SQLite: set it to postgresql://user:password@host:5432/name or "
                + "sqlite:PATH, or unset it to use SQLite under the state folder.")
        return .sqlite(path: ":memory:")
    }

    /// systemd's folder, else the user's (XDG Base Directory Specification).
    private var stateFolder: String {
        if let folder = variables["STATE_DIRECTORY"] { return folder }
        if let folder = variables["XDG_STATE_HOME"] { return "\(folder)/mosaic" }
        return "\(variables["HOME"] ?? ".")/.local/state/mosaic"
    }
}
