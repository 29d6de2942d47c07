public import Correspondence

/// Everything that can be set, read once at start and handed on by initialisers.
public struct MosaicSettings: Sendable {
    /// Never empty after loading, in the order of their numbers.
    public var accounts: [AccountSettings]
    public var database: DatabaseLocation
    /// Nil: due times are cached in memory only.
    public var redisURL: Secret?
    /// Nil: rules alone decide.
    public var groq: GroqSettings?
    /// How often each mailbox is looked at even while the server promises to notify.
    public var pollingInterval: Duration
    /// Decisions and sends that may be under way at once.
    public var maxConcurrentWorkers: Int
    /// Messages of one conversation within this time are decided together.
    public var debounce: Duration
    public var stage2Delay: Duration
    public var stage3Delay: Duration
    /// Time between two mails of one account.
    public var sendSpacing: Duration
    /// Mail that arrived up to this long before the first start is read; nil: none of it.
    public var initialBacklog: Duration?
    /// ISO 3166 region that phone numbers without a country are read in.
    public var defaultRegion: String?
    /// How long evidence is looked for after a send whose outcome is unknown.
    public var inDoubtGrace: Duration
    public var log: LogSettings
    /// A PEM file with certificates to trust besides the system's, for every mail server; nil: the system's alone.
    ///
    /// Each account's logins carry it too, or the account's own.
    public var tlsCAFile: String?
    /// Decide and record, but send nothing.
    public var isDryRun: Bool
    /// Which mail of ours counts as outreach.
    public var outreach = OutreachRule.all
    /// Who never gets an automatic mail.
    public var neverAnswer = NeverAnswer()
    /// Mails of all accounts in one minute above which sending waits; nil: a number that grows with the accounts.
    public var sendBurstPerMinute: Int?
    /// How long is kept what no decision needs any more; nil: not set.
    public var retention: Retention?

    public init(
        accounts: [AccountSettings], database: DatabaseLocation, redisURL: Secret? = nil, groq: GroqSettings? = nil,
        pollingInterval: Duration = .seconds(60), maxConcurrentWorkers: Int = 10, debounce: Duration = .seconds(10),
        stage2Delay: Duration = .seconds(24 * 3_600), stage3Delay: Duration = .seconds(48 * 3_600),
        sendSpacing: Duration = .zero, initialBacklog: Duration? = nil, defaultRegion: String? = nil,
        inDoubtGrace: Duration = .seconds(900), log: LogSettings = LogSettings(), tlsCAFile: String? = nil,
        isDryRun: Bool = false
    ) {
        self.accounts = accounts
        self.database = database
        self.redisURL = redisURL
        self.groq = groq
        self.pollingInterval = pollingInterval
        self.maxConcurrentWorkers = maxConcurrentWorkers
        self.debounce = debounce
        self.stage2Delay = stage2Delay
        self.stage3Delay = stage3Delay
        self.sendSpacing = sendSpacing
        self.initialBacklog = initialBacklog
        self.defaultRegion = defaultRegion
        self.inDoubtGrace = inDoubtGrace
        self.log = log
        self.tlsCAFile = tlsCAFile
        self.isDryRun = isDryRun
    }

    /// The built-in sequence with the delays that were set.
    public var sequence: MailSequence {
        .collectContact(secondDelay: stage2Delay, thirdDelay: stage3Delay)
    }
}

/// Where the truth is kept.
public enum DatabaseLocation: Sendable, Hashable {
    /// A libpq URL; it may hold a password.
    case postgres(Secret)
    /// A file path, or `:memory:`.
    case sqlite(path: String)
}

/// An OpenAI-compatible chat-completions server.
public struct GroqSettings: Sendable {
    public var apiKey: Secret
    public var model: String
    /// Without a trailing slash, `https://api.groq.com/openai/v1`.
    public var baseURL: String
    /// The whole budget of one classification, retry included.
    public var timeout: Duration

    public init(
        apiKey: Secret, model: String = "openai/gpt-oss-20b", baseURL: String = "https://api.groq.com/openai/v1",
        timeout: Duration = .seconds(8)
    ) {
        self.apiKey = apiKey
        self.model = model
        self.baseURL = baseURL
        self.timeout = timeout
    }
}

/// Where and how much is logged.
public struct LogSettings: Sendable, Hashable {
    public enum Level: String, Sendable, CaseIterable {
        case debug = "DEBUG"
        case info = "INFO"
        case warning = "WARNING"
        case error = "ERROR"
    }

    public var level: Level
    /// Nil: the terminal alone.
    public var file: String?

    public init(level: Level = .info, file: String? = "logs/application.log") {
        self.level = level
        self.file = file
    }
}
