import Correspondence
import Testing

@testable import Settings

@Suite struct SettingsLoaderTests {
    static let account = [
        "GMAIL_ACCOUNT_1_EMAIL": "team@mosaic.test", "GMAIL_ACCOUNT_1_PASSWORD": "abcd efgh ijkl mnop",
    ]

    static func load(_ more: [String: String] = [:]) async throws(SettingsError) -> MosaicSettings {
        try await SettingsLoader.load(environment: account.merging(more) { _, new in new }, file: nil).settings
    }

    static func faults(_ environment: [String: String]) async -> [String] {
        do {
            _ = try await SettingsLoader.load(environment: environment, file: nil)
            return []
        } catch {
            return error.faults
        }
    }

    @Test func twoVariablesAreEnough() async throws {
        let settings = try await Self.load(["XDG_STATE_HOME": "/state", "STATE_FOLDER": "/state/mosaic"])
        let account = try #require(settings.accounts.first)
        #expect(account.inbox?.login.password?.revealed == "abcdefghijklmnop")
        #expect(account.imap == ServerAddress(host: "imap.gmail.com", port: 993, security: .tls))
        #expect(account.smtp == ServerAddress(host: "smtp.gmail.com", port: 587, security: .startTLS))
        #expect(account.inbox?.login.user == "team@mosaic.test")
        #expect(account.dailyLimit == 500)
        #expect(account.state == nil)
        #expect(settings.pollingInterval == .seconds(60))
        #expect(settings.maxConcurrentWorkers == 10)
        #expect(settings.debounce == .seconds(10))
        #expect(settings.secondMailDelay == .seconds(86_400))
        #expect(settings.thirdMailDelay == .seconds(172_800))
        #expect(settings.database == .sqlite(path: "/state/mosaic/mosaic.db"))
        #expect(settings.redisURL == nil)
        #expect(settings.groq == nil)
        #expect(settings.initialBacklog == nil)
        #expect(settings.outreach == .similar)
        #expect(settings.neverAnswer == NeverAnswer())
        #expect(!settings.handsOverSignedContacts)
        #expect(settings.sendBurstPerMinute == nil)
        #expect(settings.retention == .forever)
        #expect(settings.traceRetention == .after(.seconds(90 * 86_400)))
        #expect(settings.web == nil)
    }

    @Test func campaignsHaveDefaultsByTheNamesOfOtherTools() async throws {
        #expect(try await Self.load().campaigns == CampaignDefaults())
        let all = try await Self.load([
            "MIN_DELAY_SECONDS": "90", "MAX_DELAY_SECONDS": "180", "PAUSE_EVERY_N_EMAILS": "7",
            "PAUSE_MIN_MINUTES": "10", "PAUSE_MAX_MINUTES": "11", "CALENDAR_LINK": "https://cal.example/us",
        ])
        #expect(
            all.campaigns
                == CampaignDefaults(
                    gap: .seconds(90)...(.seconds(180)), mailsBeforePause: 7, pause: .seconds(600)...(.seconds(660)),
                    calendarLink: "https://cal.example/us"))
        // The other end follows the one that is set.
        #expect(try await Self.load(["MIN_DELAY_SECONDS": "300"]).campaigns.gap == .seconds(300)...(.seconds(300)))
        #expect(try await Self.load(["MAX_DELAY_SECONDS": "20"]).campaigns.gap == .seconds(20)...(.seconds(20)))
        for (name, value) in [
            ("MAX_DELAY_SECONDS", "5"), ("PAUSE_EVERY_N_EMAILS", "0"), ("PAUSE_MAX_MINUTES", "1"),
            ("CALENDAR_LINK", "cal.example/us"),
        ] {
            let wrong = ["MIN_DELAY_SECONDS": "90", "PAUSE_MIN_MINUTES": "10", name: value]
            let faults = await Self.faults(Self.account.merging(wrong) { $1 })
            #expect(faults.map { $0.contains(name) } == [true], "\(name): \(faults)")
        }
    }

    @Test func accountsAreNumberedAndMayHaveTheirOwnServers() async throws {
        let settings = try await Self.load([
            "GMAIL_ACCOUNT_4000_EMAIL": "other@mosaic.test", "GMAIL_ACCOUNT_4000_PASSWORD": "x",
            "IMAP_SERVER": "imap.mosaic.test", "SMTP_SERVER": "smtp.mosaic.test",
            "GMAIL_ACCOUNT_4000_IMAP_SERVER": "127.0.0.1", "GMAIL_ACCOUNT_4000_IMAP_SECURITY": "none",
            "GMAIL_ACCOUNT_4000_RATE_LIMIT_PER_DAY": "7",
        ])
        #expect(settings.accounts.map(\.address.text) == ["team@mosaic.test", "other@mosaic.test"])
        #expect(settings.accounts[0].imap?.host == "imap.mosaic.test")
        #expect(settings.accounts[1].imap == ServerAddress(host: "127.0.0.1", port: 993, security: .none))
        #expect(settings.accounts[1].dailyLimit == 7)
    }

    @Test func statesHoldForOneAccountOrForAll() async throws {
        let settings = try await Self.load([
            "GMAIL_ACCOUNT_2_EMAIL": "two@mosaic.test", "GMAIL_ACCOUNT_2_PASSWORD": "x", "ACCOUNT_STATE": "Draft",
            "GMAIL_ACCOUNT_2_STATE": "observe",
        ])
        #expect(settings.accounts.map(\.state) == [.draft, .observe])
    }

    @Test func aSentFolderAndAliasesCanBeNamed() async throws {
        let settings = try await Self.load([
            "SENT_FOLDER": "Sent Items", "GMAIL_ACCOUNT_1_ALIASES": "partners@mosaic.test, anna@mosaic.test",
        ])
        #expect(settings.accounts.first?.inbox?.sentFolder == "Sent Items")
        #expect(settings.accounts.first?.aliases.map(\.text) == ["partners@mosaic.test", "anna@mosaic.test"])
    }

    @Test func theDeskIsOpenedWhereAVariableAsksForIt() async throws {
        let web = try #require(
            try await Self.load(["PORT": "9000", "WEB_HOSTS": "Desk.example.com, other.example"]).web)
        #expect(web.address == "127.0.0.1" && web.port == 9_000)
        #expect(web.hosts == ["desk.example.com", "other.example"] && web.admin == nil)
        let admin = try await Self.load(["ADMIN_USERNAME": "anna", "ADMIN_PASSWORD": "a long password"]).web?.admin
        #expect(admin?.name == "anna" && admin?.password.revealed == "a long password")
        #expect(try await Self.load(["WEB_HOSTS": "desk.example.com"]).web == nil)
        let open = try #require(try await Self.load(["PUBLIC_URL": "https://mail.example.com/team/"]).web)
        #expect(open.publicURL == "https://mail.example.com/team")
        #expect(open.address == "127.0.0.1")
    }

    @Test func namesOfSeedsWithOneAccountAreUnderstood() async throws {
        let environment = [
            "EMAIL_ADDRESS": "one@mosaic.test", "EMAIL_PASSWORD": "p", "SMTP_HOST": "smtp.mosaic.test",
            "SMTP_PORT": "465",
            "IMAP_HOST": "imap.mosaic.test", "SMTP_USERNAME": "u", "SMTP_PASSWORD": "q", "DAILY_EMAIL_LIMIT": "80",
            "DELAY_SECONDS": "45",
        ]
        let settings = try await SettingsLoader.load(environment: environment, file: nil).settings
        let account = try #require(settings.accounts.first)
        #expect(account.smtp == ServerAddress(host: "smtp.mosaic.test", port: 465, security: .tls))
        #expect(account.outlet?.login?.user == "u")
        #expect(account.dailyLimit == 80)
        #expect(settings.sendSpacing == .seconds(45))
    }

    @Test(
        arguments: [
            ([:], "No mailbox"),
            (["GMAIL_ACCOUNT_1_EMAIL": "a@b.test"], "GMAIL_ACCOUNT_1_PASSWORD is missing"),
            (["GMAIL_ACCOUNT_2_PASSWORD": "x"], "GMAIL_ACCOUNT_2_EMAIL is missing"),
            (["GMAIL_ACCOUNT_2_STATE": "draft"], "GMAIL_ACCOUNT_2_EMAIL is missing"),
        ] as [([String: String], String)])
    func whatIsMissingIsNamed(environment: [String: String], sentence: String) async {
        let faults = await Self.faults(environment)
        #expect(faults.contains { $0.contains(sentence) }, "\(faults)")
    }

    @Test(arguments: [
        ("IMAP_SECURITY", "none", "sent unencrypted"), ("SMTP_USE_TLS", "false", "sent unencrypted"),
        ("IMAP_SECURITY", "maybe", "not a valid security"), ("IMAP_PORT", "99999", "not a valid port"),
        ("SMTP_SERVER", "smtp.x.test/evil", "not a valid host name"), ("REDIS_URL", "rediss://x", "rediss://"),
        ("REDIS_URL", "localhost", "not a valid Redis address"),
        ("DATABASE_URL", "mysql://x", "neither PostgreSQL nor SQLite"),
        ("DATABASE_URL", "postgresql://h/d?schema=public", "only Prisma knows"),
        ("MONGO_URI", "mongodb://x", "DATABASE_URL"),
        ("POLLING_INTERVAL", "soon", "not a valid duration"), ("POLLING_INTERVAL", "0", "less than a second"),
        ("MAX_CONCURRENT_WORKERS", "0", "not a number from 1 to 1000"), ("LOG_LEVEL", "LOUD", "not a valid log level"),
        ("DEFAULT_REGION", "Brazil", "not a valid region"), ("GMAIL_ACCOUNT_1_REGION", "XX", "not a valid region"),
        ("GROQ_TIMEOUT", "-1", "not a valid duration"), ("DRY_RUN", "maybe", "true or false"),
        ("INITIAL_BACKLOG", "3", "write 3d for 3 days"), ("TLS_CA_FILE", "/nope/ca.pem", "cannot be read"),
        ("ACCOUNT_STATE", "off", "observe, draft or auto"),
        ("NEVER_ANSWER", "a@b.test, com", "Entry 2 of NEVER_ANSWER"),
        ("OUTREACH", "some", "similar, all, label:NAME"), ("RETENTION", "none", "or forever"),
        ("RETENTION_TRACES", "0", "or forever"),
        ("SEND_BURST_PER_MINUTE", "0", "not a number from 1"),
        ("GMAIL_ACCOUNT_1_ALIASES", "anna", "not a valid mail address"),
        ("PORT", "0", "write a number from 1 to 65535"), ("WEB_ADDRESS", "127.0.0.1:80", "and the port in PORT"),
        ("ADMIN_USERNAME", "anna", "belong together"), ("SES_EVENTS_TOPIC", "mosaic", "is no topic"),
        ("SES_EVENTS_TOPIC", "arn:aws:sns:eu-central-1:1:mosaic", "set PORT too"),
        ("PUBLIC_URL", "http://mail.example.com", "is no https address"),
        ("PUBLIC_URL", "https://mail.example.com/?a=b", "is no https address"),
        ("PUBLIC_URL", "https://localhost", "is no https address"),
        ("DRYRUN", "true", "Did you mean DRY_RUN?"), ("TEXTS_FOLDER", "/nope/texts", "holds no text"),
    ])
    func eachFaultHasItsSentence(name: String, value: String, sentence: String) async {
        let faults = await Self.faults(Self.account.merging([name: value]) { _, new in new })
        #expect(faults.count == 1)
        #expect(faults.contains { $0.contains(sentence) }, "\(faults)")
    }

    @Test(arguments: [
        ("IN_DOUBT_GRACE", "3s", true), ("IN_DOUBT_GRACE", "15m", false),
        ("GROQ_BASE_URL", "http://model.test/v1", true), ("GROQ_BASE_URL", "http://127.0.0.1:8000/v1", false),
        ("GROQ_BASE_URL", "http://localhost/v1", false), ("GROQ_BASE_URL", "http://[::1]:80/v1", false),
        ("GROQ_BASE_URL", "https://model.test/v1", false),
    ])
    func whatWorksButIsHardlyMeantIsNoted(name: String, value: String, isNoted: Bool) async throws {
        let environment = Self.account.merging([name: value, "GROQ_API_KEY": "k"]) { $1 }
        let loaded = try await SettingsLoader.load(environment: environment, file: nil)
        #expect(loaded.warnings.contains { $0.hasPrefix(name) } == isNoted, "\(loaded.warnings)")
    }

    @Test func theOfferIsOneLine() async throws {
        let key = ["GROQ_API_KEY": "k"]
        #expect(try await Self.load(key).groq?.offer == "a paid collaboration")
        let offer = "a free trial of our booking software"
        #expect(try await Self.load(key.merging(["OFFER": offer]) { $1 }).groq?.offer == offer)
        for fault in ["two\nlines", String(repeating: "x", count: 301)] {
            let faults = await Self.faults(Self.account.merging(key) { $1 }.merging(["OFFER": fault]) { $1 })
            #expect(faults.contains { $0.contains("one line of at most 300") }, "\(faults)")
        }
    }

    @Test func allFaultsAreReportedTogether() async {
        let faults = await Self.faults([
            "GMAIL_ACCOUNT_1_EMAIL": "nobody", "POLLING_INTERVAL": "x", "REDIS_URL": "rediss://x", "DATABASE_URL": "x",
            "DRYRUN": "true",
        ])
        #expect(faults.count == 5)
    }

    @Test func anInspectionHandsOnNothingThatWasRefused() async {
        let environment = [
            "GMAIL_ACCOUNT_1_EMAIL": "a@b.test", "GMAIL_ACCOUNT_1_PASSWORD": "x", "IMAP_SERVER": "10.9.9.9",
            "IMAP_SECURITY": "none", "SMTP_SERVER": "127.0.0.1", "REDIS_URL": "rediss://x", "GROQ_API_KEY": "k",
            "GROQ_BASE_URL": "x", "DATABASE_URL": "x", "LOG_LEVEL": "x",
        ]
        let inspection = await SettingsLoader.inspect(environment: environment, file: nil)
        #expect(inspection.settings.accounts.isEmpty)
        #expect(inspection.settings.redisURL == nil)
        #expect(inspection.refused == Set(SettingsLoader.Part.allCases))
        #expect(inspection.faults.count == 5)
        let good = await SettingsLoader.inspect(environment: Self.account, file: nil)
        #expect(good.refused.isEmpty && good.faults.isEmpty && good.settings.accounts.count == 1)
    }

    @Test func oneFaultyAccountDoesNotHideTheOthers() async {
        var environment = Self.account
        environment["GMAIL_ACCOUNT_2_EMAIL"] = "two@mosaic.test"
        let inspection = await SettingsLoader.inspect(environment: environment, file: nil)
        #expect(inspection.settings.accounts.map(\.address.text) == ["team@mosaic.test"])
        #expect(inspection.faults.count == 1)
    }

    @Test func secretsShowNowhere() async throws {
        let settings = try await Self.load([
            "GROQ_API_KEY": "gsk_very_secret", "DATABASE_URL": "postgresql://u:very_secret@h/d",
            "REDIS_URL": "redis://:very_secret@h", "SMTP_PASSWORD": "very_secret",
        ])
        var dumped = ""
        dump(settings, to: &dumped)
        for text in [dumped, "\(settings)", String(reflecting: settings)] {
            #expect(!text.contains("very_secret"))
            #expect(!text.contains("abcdefgh"))
        }
        let faults = await Self.faults([
            "GMAIL_ACCOUNT_1_PASSWORD": "hunter2", "DATABASE_URL": "x://u:hunter2@h", "REDIS_URL": "hunter2",
            "GROQ_API_KEY": "hunter2", "GROQ_BASE_URL": "hunter2", "POLLING_INTERVAL": "hunter2", "OUTREACH": "hunter2",
            "NEVER_ANSWER": "hunter2", "TLS_CA_FILE": "/x", "GMAIL_ACCOUNT_2_EMAIL": "hunter2",
        ])
        #expect(faults.count == 9)
        #expect(!faults.joined().contains("hunter2"))
    }
}
