import Correspondence
import Settings
import Testing

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
        let settings = try await Self.load(["HOME": "/var/lib/somebody"])
        let account = try #require(settings.accounts.first)
        #expect(account.password.revealed == "abcdefghijklmnop")
        #expect(account.imap == ServerAddress(host: "imap.gmail.com", port: 993, security: .tls))
        #expect(account.smtp == ServerAddress(host: "smtp.gmail.com", port: 587, security: .startTLS))
        #expect(account.dailyLimit == 500)
        #expect(settings.pollingInterval == .seconds(60))
        #expect(settings.maxConcurrentWorkers == 10)
        #expect(settings.debounce == .seconds(10))
        #expect(settings.stage2Delay == .seconds(86_400))
        #expect(settings.stage3Delay == .seconds(172_800))
        #expect(settings.database == .sqlite(path: "/var/lib/somebody/.local/state/mosaic/mosaic.db"))
        #expect(settings.redisURL == nil)
        #expect(settings.groq == nil)
        #expect(settings.initialBacklog == nil)
    }

    @Test(arguments: [
        ("10", 10_000), ("500ms", 500), ("10s", 10_000), ("5m", 300_000), ("24h", 86_400_000), ("3d", 259_200_000),
    ])
    func durationsReadAsPeopleWriteThem(text: String, milliseconds: Int) async throws {
        #expect(try await Self.load(["FOLLOWUP_STAGE_2_DELAY": text]).stage2Delay == .milliseconds(milliseconds))
    }

    @Test func accountsAreNumberedAndMayHaveTheirOwnServers() async throws {
        let settings = try await Self.load([
            "GMAIL_ACCOUNT_4_EMAIL": "other@mosaic.test", "GMAIL_ACCOUNT_4_PASSWORD": "x",
            "IMAP_SERVER": "imap.mosaic.test",
            "GMAIL_ACCOUNT_4_IMAP_SERVER": "127.0.0.1", "GMAIL_ACCOUNT_4_IMAP_SECURITY": "none",
            "GMAIL_ACCOUNT_4_RATE_LIMIT_PER_DAY": "7",
        ])
        #expect(settings.accounts.map(\.address.text) == ["team@mosaic.test", "other@mosaic.test"])
        #expect(settings.accounts[0].imap.host == "imap.mosaic.test")
        #expect(settings.accounts[1].imap == ServerAddress(host: "127.0.0.1", port: 993, security: .none))
        #expect(settings.accounts[1].dailyLimit == 7)
    }

    @Test(
        arguments: [
            ([:], "No mailbox"),
            (["GMAIL_ACCOUNT_1_EMAIL": "a@b.test"], "GMAIL_ACCOUNT_1_PASSWORD is missing"),
            (["GMAIL_ACCOUNT_2_PASSWORD": "x"], "GMAIL_ACCOUNT_2_EMAIL is missing"),
        ] as [([String: String], String)])
    func whatIsMissingIsNamed(environment: [String: String], sentence: String) async {
        let faults = await Self.faults(environment)
        #expect(faults.contains { $0.contains(sentence) })
    }

    @Test(arguments: [
        ("IMAP_SECURITY", "none", "password would travel readable"), ("IMAP_SECURITY", "ssl", "no security"),
        ("IMAP_PORT", "99999", "no port"), ("SMTP_SERVER", "smtp.x.test/evil", "no host name"),
        ("REDIS_URL", "rediss://x", "rediss://"), ("REDIS_URL", "localhost", "no Redis address"),
        ("DATABASE_URL", "mysql://x", "neither PostgreSQL nor SQLite"), ("MONGO_URI", "mongodb://x", "DATABASE_URL"),
        ("POLLING_INTERVAL", "soon", "no duration"), ("MAX_CONCURRENT_WORKERS", "0", "no count"),
        ("LOG_LEVEL", "LOUD", "no log level"), ("DEFAULT_REGION", "Brazil", "no region"),
        ("GROQ_TIMEOUT", "-1", "no duration"),
    ])
    func eachFaultHasItsSentence(name: String, value: String, sentence: String) async {
        let faults = await Self.faults(Self.account.merging([name: value]) { _, new in new })
        #expect(faults.contains { $0.contains(sentence) }, "\(faults)")
    }

    @Test func allFaultsAreReportedTogether() async {
        let faults = await Self.faults([
            "GMAIL_ACCOUNT_1_EMAIL": "nobody", "POLLING_INTERVAL": "x", "REDIS_URL": "rediss://x", "DATABASE_URL": "x",
        ])
        #expect(faults.count >= 5)
    }

    @Test func secretsShowNowhere() async throws {
        let settings = try await Self.load([
            "GROQ_API_KEY": "gsk_very_secret", "DATABASE_URL": "postgresql://u:very_secret@h/d",
            "REDIS_URL": "redis://:very_secret@h",
        ])
        var dumped = ""
        dump(settings, to: &dumped)
        for text in [dumped, "\(settings)", String(reflecting: settings)] {
            #expect(!text.contains("very_secret"))
            #expect(!text.contains("abcdefgh"))
        }
        let faults = await Self.faults(["GMAIL_ACCOUNT_1_PASSWORD": "hunter2", "DATABASE_URL": "x://u:hunter2@h"])
        #expect(!faults.joined().contains("hunter2"))
    }
}
