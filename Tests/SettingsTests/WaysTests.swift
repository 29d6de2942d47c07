import Correspondence
import Testing

@testable import Settings

/// How accounts log in without a password, and how their mail leaves.
@Suite struct WaysTests {
    static let google = [
        "GMAIL_ACCOUNT_1_EMAIL": "team@mosaic.test", "GMAIL_ACCOUNT_1_OAUTH": "Google", "GOOGLE_OAUTH_CLIENT_ID": "app",
        "GOOGLE_OAUTH_CLIENT_SECRET": "s", "APP_SECRET_KEY": "0123456789abcdef0123456789abcdef",
    ]
    static let ses = [
        "GMAIL_ACCOUNT_1_EMAIL": "team@mosaic.test", "GMAIL_ACCOUNT_1_OUTLET": "ses", "AWS_REGION": "eu-central-1",
        "GMAIL_ACCOUNT_1_IMAP_SERVER": "none",
    ]

    private func load(_ environment: [String: String]) async throws -> MosaicSettings {
        try await SettingsLoader.load(environment: environment, file: nil).settings
    }

    @Test func anAccountIsOpenedByOAuthInPlaceOfAPassword() async throws {
        let settings = try await load(Self.google)
        let address = try #require(EmailAddress("team@mosaic.test"))
        let account = try #require(settings.accounts.first)
        #expect(account.inbox?.login.proof == .token(.grant(.google, address)))
        #expect(account.outlet?.login?.proof == .token(.grant(.google, address)))
        #expect(account.inbox?.login.password == nil)
        #expect(account.connects(to: .google) && !account.connects(to: .microsoft))
        #expect(settings.oauth.apps[.google]?.id == "app")
        #expect(settings.oauth.microsoftTenant == "common")
    }

    @Test func theNamesOfOtherToolsForTheAppAreUnderstood() async throws {
        var environment = Self.google
        environment["GOOGLE_OAUTH_CLIENT_ID"] = nil
        environment["GMAIL_CLIENT_ID"] = "theirs"
        #expect(try await load(environment).oauth.apps[.google]?.id == "theirs")
    }

    @Test func aCommandPrintsTheToken() async throws {
        let settings = try await load([
            "GMAIL_ACCOUNT_1_EMAIL": "team@mosaic.test", "GMAIL_ACCOUNT_1_TOKEN_COMMAND": "pass token | head -1",
        ])
        #expect(settings.accounts.first?.inbox?.login.proof == .token(.command(Secret("pass token | head -1"))))
        #expect(!"\(settings.accounts)".contains("pass token"))
    }

    @Test func oneServerMayHaveAPasswordOfItsOwn() async throws {
        let settings = try await load(Self.google.merging(["GMAIL_ACCOUNT_1_SMTP_PASSWORD": "relay"]) { $1 })
        #expect(settings.accounts.first?.outlet?.login?.password?.revealed == "relay")
        #expect(settings.accounts.first?.inbox?.login.password == nil)
    }

    @Test func anAccountMaySendOverSESAndHaveNoServerAtAll() async throws {
        let environment = Self.ses.merging([
            "SES_CONFIGURATION_SET": "mosaic",
            "SES_EVENTS_QUEUE": "https://sqs.eu-central-1.amazonaws.com/123456789012/mosaic",
            "AWS_ACCESS_KEY_ID": "key", "AWS_SECRET_ACCESS_KEY": "hidden-secret",
        ]) { $1 }
        let account = try #require(try await load(environment).accounts.first)
        #expect(account.inbox == nil)
        guard case .ses(let ses)? = account.outlet else { return #expect(Bool(false)) }
        #expect(ses.region == "eu-central-1" && ses.configurationSet == "mosaic" && ses.baseURL == nil)
        #expect(ses.eventsQueue?.hasSuffix("/mosaic") == true && ses.sender == account.address)
        #expect(ses.environment["AWS_SECRET_ACCESS_KEY"]?.revealed == "hidden-secret")
        #expect(!"\(account)".contains("hidden-secret"))
    }

    @Test func anAccountMaySendOverGmailsWebInterface() async throws {
        let account = try #require(
            try await load(Self.google.merging(["GMAIL_ACCOUNT_1_OUTLET": "gmail-api"]) { $1 }).accounts.first)
        let address = try #require(EmailAddress("team@mosaic.test"))
        #expect(account.outlet == .gmail(GmailSettings(address: address, tokens: .grant(.google, address))))
        #expect(account.inbox != nil && account.connects(to: .google))
        let password = ["GMAIL_ACCOUNT_1_EMAIL": "team@mosaic.test", "GMAIL_ACCOUNT_1_PASSWORD": "x"]
        await expect("takes no passwords", password.merging(["GMAIL_ACCOUNT_1_OUTLET": "gmail-api"]) { $1 })
    }

    @Test(arguments: [
        ("GOOGLE_OAUTH_CLIENT_ID", "", "GOOGLE_OAUTH_CLIENT_ID is missing"),
        ("APP_SECRET_KEY", "", "APP_SECRET_KEY is missing"),
        ("APP_SECRET_KEY", "short", "shorter than 32"), ("GMAIL_ACCOUNT_1_OAUTH", "yahoo", "google or microsoft"),
        ("GMAIL_ACCOUNT_1_PASSWORD", "x", "one way only"), ("GMAIL_ACCOUNT_1_TOKEN_COMMAND", "x", "one way only"),
        ("MICROSOFT_OAUTH_TENANT", "a/b", "is no tenant"), ("GOOGLE_OAUTH_URL", "http://x.example", "unencrypted"),
    ])
    func eachFaultOfAConnectedAccountHasItsSentence(name: String, value: String, sentence: String) async {
        await expect(sentence, Self.google.merging([name: value]) { $1 })
    }

    @Test(arguments: [
        ("AWS_REGION", "", "AWS_REGION is missing"), ("AWS_REGION", "Frankfurt!", "is no AWS region"),
        ("SES_URL", "http://ses.example", "unencrypted"), ("SES_EVENTS_QUEUE", "mosaic", "is no queue"),
        ("SES_EVENTS_QUEUE", "http://sqs.example/1/mosaic", "is no queue"),
        ("SES_EVENTS_QUEUE", "https://sqs.eu-central-1.amazonaws.com/1/mosaic", "SES_CONFIGURATION_SET is missing"),
        ("GMAIL_ACCOUNT_1_OUTLET", "pigeon", "smtp, ses or gmail-api"),
    ])
    func eachFaultOfAnAccountOverSESHasItsSentence(name: String, value: String, sentence: String) async {
        await expect(sentence, Self.ses.merging([name: value]) { $1 })
    }

    private func expect(_ sentence: String, _ environment: [String: String]) async {
        let faults = await SettingsLoaderTests.faults(environment)
        #expect(faults.contains { $0.contains(sentence) }, "\(faults)")
    }
}

/// What a provider likes and allows is data.
@Suite struct SubmissionPresetTests {
    private func preset(_ host: String, at domain: String = "brand.example") -> SubmissionPreset {
        SubmissionPreset.of(ServerAddress(host: host, port: 587, security: .startTLS), user: "anna@\(domain)")
    }

    @Test func gmailTakesLessFromItsOwnMailboxesThanFromWorkspaces() {
        #expect(preset("smtp.gmail.com", at: "gmail.com").mailsPerDay == 500)
        #expect(preset("SMTP.gmail.com", at: "GoogleMail.com").mailsPerDay == 500)
        #expect(preset("smtp.gmail.com").mailsPerDay == 2_000)
        #expect(SubmissionPreset.gmail(of: "anna@brand.example").mailsPerDay == 2_000)
    }

    @Test func microsoftTakesThirtyAMinute() {
        #expect(preset("smtp.office365.com").mailsPerMinute == 30)
        #expect(preset("smtp-mail.outlook.com", at: "outlook.com").mailsPerMinute == 30)
    }

    /// A name that only ends like a provider's is somebody else's.
    @Test(arguments: ["smtp.brand.example", "127.0.0.1", "notoffice365.com", "smtp.gmail.com.brand.example"])
    func ofOthersNothingIsPresumed(host: String) {
        let other = preset(host)
        #expect(other.mailsPerDay == nil && other.mailsPerMinute == nil && other.restTime > .zero)
    }
}
