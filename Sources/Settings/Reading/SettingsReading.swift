import Correspondence

/// Reads variables into settings and collects every fault on the way, so that all are reported together.
struct SettingsReading {
    let variables: Variables
    let files: Files
    private(set) var faults: [String] = []
    /// Warnings: it works, but perhaps not as intended.
    private(set) var notes: [String] = []
    /// Counts repeated faults too, so that everybody concerned can notice one.
    private(set) var faultCount = 0
    /// The defaults that hold, by the first name of their settings.
    private(set) var standards: [String: String] = [:]
    /// Faults of certificate files, by path: one file may serve a thousand accounts.
    private var rootsFaults: [String: String?] = [:]

    init(_ variables: Variables, files: Files = .system) {
        self.variables = variables
        self.files = files
    }

    /// One variable may concern several accounts: its fault is reported once.
    mutating func fault(_ sentence: String) {
        faultCount += 1
        if !faults.contains(sentence) { faults.append(sentence) }
    }

    mutating func rootsFault(of path: String) -> String? {
        if let known = rootsFaults[path] { return known }
        let sentence = AdditionalRoots.fault(of: path, files)
        rootsFaults[path] = .some(sentence)
        return sentence
    }

    mutating func note(_ sentence: String) {
        if !notes.contains(sentence) { notes.append(sentence) }
    }

    /// The value of the first name that is set, converted by `convert`; nil when none is set, or the value is invalid.
    mutating func optional<Value>(
        _ names: [String], expecting kind: ValueKind, _ convert: (String) -> Value?
    ) -> Value? {
        guard let (name, text) = variables.first(of: names) else { return nil }
        if let value = convert(text) { return value }
        fault("\(variables.shown(name)) is not a valid \(kind.rawValue): set it to something like \(kind.example).")
        return nil
    }

    /// The same with a default.
    mutating func value<Value>(
        _ names: String..., fallback: Value, expecting kind: ValueKind, _ convert: (String) -> Value?
    ) -> Value {
        if let value = optional(names, expecting: kind, convert) { return value }
        return standard(fallback, of: names)
    }

    mutating func duration(_ names: String..., fallback: Duration) -> Duration {
        if let value = optional(names, expecting: .duration, SettingValue.duration) { return value }
        return standard(fallback, of: names)
    }

    mutating func count(_ names: String..., fallback: Int, in range: ClosedRange<Int>) -> Int {
        guard let (name, text) = variables.first(of: names) else { return standard(fallback, of: names) }
        if let count = SettingValue.count(text, in: range) { return count }
        fault("\(variables.shown(name)) is not a number from \(range.lowerBound) to \(range.upperBound): correct it.")
        return fallback
    }
}

extension SettingsReading {
    /// Notes a default, since nothing else is set.
    private mutating func standard<Value>(_ value: Value, of names: [String]) -> Value {
        if let name = names.first, SettingNames.general.contains(name) { standards[name] = SettingValue.shown(value) }
        return value
    }
}

/// The expected value in a fault, with an example.
enum ValueKind: String {
    case duration
    case port
    case security
    case region
    case flag
    case logLevel = "log level"
    case host = "host name"
    case address = "mail address"
    case state
    case mailbox = "name of a mailbox"
    case retention = "time to keep mail"
    case tokenProvider = "provider"
    case outlet = "way out"

    var example: String {
        switch self {
        case .duration: "10, 10s, 5m, 24h or 3d"
        case .port: "993"
        case .security: "tls, starttls or none"
        case .region: "US, BR or GB (ISO 3166)"
        case .flag: "true or false"
        case .logLevel: "DEBUG, INFO, WARNING or ERROR"
        case .host: "imap.gmail.com"
        case .address: "name@example.com"
        case .state: "observe, draft or auto"
        case .mailbox: "Sent Items"
        case .retention: "90d (a day at least), or forever"
        case .tokenProvider: "google or microsoft"
        case .outlet: "smtp, ses or gmail-api"
        }
    }
}
