package import Correspondence

/// Everything that can be set, read once at start and handed on by initialisers.
package struct MosaicSettings: Sendable {
    /// Never empty after loading, in the order of their numbers.
    package var accounts: [AccountSettings]
    package var database: DatabaseLocation
    /// Nil: due times are cached in memory only.
    package var redisURL: Secret?
    /// Nil: rules alone decide.
    package var groq: GroqSettings?
    /// How often each mailbox is looked at even while the server promises to notify.
    package var pollingInterval: Duration
    /// Decisions and sends that may be under way at once.
    package var maxConcurrentWorkers: Int
    /// Messages of one conversation within this time are decided together.
    package var debounce: Duration
    package var stage2Delay: Duration
    package var stage3Delay: Duration
    /// Time between two mails of one account.
    var sendSpacing: Duration
    /// Mail that arrived up to this long before the first start is read; nil: none of it.
    package var initialBacklog: Duration?
    /// ISO 3166 region that phone numbers without a country are read in.
    package var defaultRegion: String?
    /// How long evidence is looked for after a send whose outcome is unknown.
    package var inDoubtGrace: Duration
    package var log: LogSettings
    /// A PEM file with certificates to trust besides the system's, for every mail server; nil: the system's alone.
    ///
    /// Each account's logins carry it too, or the account's own.
    package var tlsCAFile: String?
    /// Decide and record, but send nothing.
    package var isDryRun: Bool
    /// Which mail of ours counts as outreach. What is read from the environment says `similar` unless it is set.
    package var outreach = OutreachRule.all
    /// What the stages say where somebody wrote it; otherwise they say what is built in.
    package var texts: [StageText] = []
    /// Phrases of their own by which replies are judged, beside those that ship.
    package var rules: [OwnRules] = []
    /// Who never gets an automatic mail.
    package var neverAnswer = NeverAnswer()
    /// A yes whose signature holds a number or a postal address goes to a person, as if they had been given.
    package var handsOverSignedContacts = false
    /// Mails of all accounts in one minute above which sending waits; nil: a number that grows with the accounts.
    var sendBurstPerMinute: Int?
    /// How mailboxes are opened by OAuth.
    package var oauth = OAuthSettings()
    /// How long is kept what was written in conversations that are at rest, and the audit.
    package var retention = Retention.forever
    /// How long are kept raw sources of decided replies, mail that is no reply, and tries to send.
    package var traceRetention = Retention.after(.seconds(90 * 86_400))
    /// The desk in a browser; nil: `mosaic run` opens none.
    package var web: WebSettings?
    /// Hosts that alerts may reach in a private network, and without encryption.
    package var alertHosts: Set<String> = []
    /// How many verdicts of people change what an account may do.
    package var autonomy = AutonomyRules()
    /// What holds for campaigns that do not say it themselves.
    package var campaigns = CampaignDefaults()
    /// From where alerts leave that people get by mail.
    package var alertMail = AlertMailSettings()

    package init(
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

    /// What decides whether a mail that we sent counts as outreach.
    package var outreachPolicy: OutreachPolicy {
        let own = Set(accounts.flatMap { [$0.address] + $0.aliases })
        // Strangers have addresses at the large providers too.
        return OutreachPolicy(
            outreach, ownAddresses: own,
            ownDomains: Set(own.map(\.domain).filter { MailProvider.of(domain: $0) == nil }))
    }

    /// The built-in sequence with the delays and the texts that were set.
    package var sequence: MailSequence {
        .collectContact(secondDelay: stage2Delay, thirdDelay: stage3Delay).saying(texts)
    }
}

/// Where the truth is kept.
package enum DatabaseLocation: Sendable, Hashable {
    /// A libpq URL; it may hold a password.
    case postgres(Secret)
    /// A file path, or `:memory:`.
    case sqlite(path: String)
}

/// A file of phrases by which replies are judged, beside those that ship.
package struct OwnRules: Sendable, Hashable {
    package let file: String
    package let text: [UInt8]
}

/// An OpenAI-compatible chat-completions server.
package struct GroqSettings: Sendable {
    package var apiKey: Secret
    package var model: String
    /// Without a trailing slash, `https://api.groq.com/openai/v1`.
    package var baseURL: String
    /// What the outreach proposes, as the end of "an e-mail that proposed …"; one line.
    package var offer: String
    /// The whole budget of one classification, retry included.
    package var timeout: Duration

    package init(
        apiKey: Secret, model: String = "openai/gpt-oss-20b", baseURL: String = "https://api.groq.com/openai/v1",
        offer: String = "a paid collaboration", timeout: Duration = .seconds(8)
    ) {
        self.apiKey = apiKey
        self.model = model
        self.baseURL = baseURL
        self.offer = offer
        self.timeout = timeout
    }
}

/// Where and how much is logged.
package struct LogSettings: Sendable, Hashable {
    package enum Level: String, Sendable, CaseIterable {
        case debug = "DEBUG"
        case info = "INFO"
        case warning = "WARNING"
        case error = "ERROR"
    }

    package var level: Level
    /// Nil: the terminal alone.
    package var file: String?

    package init(level: Level = .info, file: String? = "logs/application.log") {
        self.level = level
        self.file = file
    }
}
