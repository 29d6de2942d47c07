package import Correspondence

/// Everything that can be set, read once at start and passed on by initialisers.
package struct MosaicSettings: Sendable {
    /// Never empty after loading, in the order of their numbers.
    package var accounts: [AccountSettings]
    package var database: DatabaseLocation
    /// Nil: nothing mirrors due times outside the database.
    package var redisURL: Secret?
    /// Nil: rules alone decide.
    package var groq: GroqSettings?
    /// How often each mailbox is polled even while the server promises to notify.
    package var pollingInterval: Duration
    /// The most decisions and sends in progress at once.
    package var maxConcurrentWorkers: Int
    /// Messages of one conversation within this time are decided together.
    package var debounce: Duration
    package var secondMailDelay: Duration
    package var thirdMailDelay: Duration
    /// Time between two mails of one account.
    var sendSpacing: Duration
    /// Mail that arrived up to this long before the first start is read; nil: none of it.
    package var initialBacklog: Duration?
    /// ISO 3166 region for phone numbers without a country.
    package var defaultRegion: String?
    /// How long evidence is sought for a mail in doubt.
    package var inDoubtGrace: Duration
    package var log: LogSettings
    /// A PEM file of certificates to trust in addition to the system's, for every mail server; nil: the system's only.
    ///
    /// Each account's logins carry it too, or the account's own.
    package var tlsCAFile: String?
    /// Decide and record, but send nothing.
    package var isDryRun: Bool
    /// Which mail of ours counts as outreach. When read from the environment it is `similar` unless set.
    package var outreach = OutreachRule.all
    /// The texts of steps that somebody wrote; every other step says the built-in text.
    package var texts: [StepText] = []
    /// Phrases of the installation's own for judging replies, in addition to those that ship.
    package var rules: [OwnRules] = []
    /// The people who never get an automatic mail.
    package var neverAnswer = NeverAnswer()
    /// Whether a yes whose signature holds a phone number or a postal address goes to a person, as if these had been given.
    package var handsOverSignedContacts = false
    /// Mails of all accounts in one minute above which sending waits; nil: a number that grows with the accounts.
    var sendBurstPerMinute: Int?
    /// The apps and the key for logins by OAuth.
    package var oauth = OAuthSettings()
    /// How long the texts of conversations at rest, and the audit, are kept.
    package var retention = Retention.forever
    /// How long raw sources of decided replies, mail that is no reply, and tries to send are kept.
    package var traceRetention = Retention.after(.seconds(90 * 86_400))
    /// The desk in a browser; nil: `mosaic run` opens none.
    package var web: WebSettings?
    /// Hosts that alerts may reach in a private network, and without encryption.
    package var alertHosts: Set<String> = []
    /// The number of verdicts that change what an account may do.
    package var autonomy = AutonomyRules()
    /// Values for campaigns that do not give their own.
    package var campaigns = CampaignDefaults()
    /// From where alerts leave that people get by mail.
    package var alertMail = AlertMailSettings()
    /// The sheet in which this installation's key must be listed; nil: none.
    package var licence: LicenceSettings?

    package init(
        accounts: [AccountSettings], database: DatabaseLocation, redisURL: Secret? = nil, groq: GroqSettings? = nil,
        pollingInterval: Duration = .seconds(60), maxConcurrentWorkers: Int = 10, debounce: Duration = .seconds(10),
        secondMailDelay: Duration = .seconds(24 * 3_600), thirdMailDelay: Duration = .seconds(48 * 3_600),
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
        self.secondMailDelay = secondMailDelay
        self.thirdMailDelay = thirdMailDelay
        self.sendSpacing = sendSpacing
        self.initialBacklog = initialBacklog
        self.defaultRegion = defaultRegion
        self.inDoubtGrace = inDoubtGrace
        self.log = log
        self.tlsCAFile = tlsCAFile
        self.isDryRun = isDryRun
    }

    /// Decides whether a mail that we sent counts as outreach.
    package var outreachPolicy: OutreachPolicy {
        let own = Set(accounts.flatMap { [$0.address] + $0.aliases })
        // Strangers have addresses at the large providers too.
        return OutreachPolicy(
            outreach, ownAddresses: own,
            ownDomains: Set(own.map(\.domain).filter { MailProvider.of(domain: $0) == nil }))
    }

    /// The built-in sequence with the delays and texts from the settings.
    package var sequence: MailSequence {
        .collectContact(secondDelay: secondMailDelay, thirdDelay: thirdMailDelay).saying(texts)
    }
}

/// A published sheet of keys in CSV, and the key that must stand in it.
package struct LicenceSettings: Sendable {
    package let sheetURL: String
    package let key: Secret

    package init(sheetURL: String, key: Secret) {
        self.sheetURL = sheetURL
        self.key = key
    }
}

/// The location of the database.
package enum DatabaseLocation: Sendable, Hashable {
    /// A libpq URL; it may hold a password.
    case postgres(Secret)
    /// A file path, or `:memory:`.
    case sqlite(path: String)
}

/// A file of additional phrases for judging replies.
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
    /// The outreach's proposal, as the end of "an e-mail that proposed …"; one line.
    package var offer: String
    /// The whole time budget of one classification, retry included.
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

/// The target and level of the log.
package struct LogSettings: Sendable, Hashable {
    package enum Level: String, Sendable, CaseIterable {
        case debug = "DEBUG"
        case info = "INFO"
        case warning = "WARNING"
        case error = "ERROR"
    }

    package var level: Level
    /// Nil: only the terminal.
    package var file: String?

    package init(level: Level = .info, file: String? = "logs/application.log") {
        self.level = level
        self.file = file
    }
}
