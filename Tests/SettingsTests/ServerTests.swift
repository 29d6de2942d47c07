import Correspondence
import Testing

@testable import Settings

@Suite struct ServerTests {
    /// One account at this domain, with more variables.
    private static func read(
        _ domain: String, password: String = "x y", _ more: [String: String] = [:]
    ) -> (account: AccountSettings?, faults: [String], notes: [String]) {
        let account = ["GMAIL_ACCOUNT_1_EMAIL": "Ann.Bee@" + domain, "GMAIL_ACCOUNT_1_PASSWORD": password]
        let environment = account.merging(more) { $1 }
        var reading = SettingsReading(Variables(environment: environment, file: nil), files: .none)
        return (reading.accountSettings().first, reading.faults, reading.notes)
    }

    @Test(arguments: [
        ("gmail.com", "imap.gmail.com", "smtp.gmail.com", 587),
        ("icloud.com", "imap.mail.me.com", "smtp.mail.me.com", 587),
        ("yahoo.co.uk", "imap.mail.yahoo.com", "smtp.mail.yahoo.com", 465),
        ("gmx.de", "imap.gmx.net", "mail.gmx.net", 465),
        ("gmx.com", "imap.gmx.com", "mail.gmx.com", 465), ("web.de", "imap.web.de", "smtp.web.de", 465),
        ("fastmail.com", "imap.fastmail.com", "smtp.fastmail.com", 465),
        ("zoho.eu", "imap.zoho.eu", "smtp.zoho.eu", 465),
        ("hotmail.fr", "outlook.office365.com", "smtp-mail.outlook.com", 587),
        ("YANDEX.ru", "imap.yandex.com", "smtp.yandex.com", 465),
    ])
    func providersAreKnownByDomain(domain: String, imap: String, smtp: String, port: Int) throws {
        let read = Self.read(domain)
        let account = try #require(read.account)
        #expect(account.imap == ServerAddress(host: imap, port: 993, security: .tls))
        #expect(account.smtp == ServerAddress(host: smtp, port: port, security: port == 465 ? .tls : .startTLS))
        #expect(read.faults.isEmpty)
        #expect(read.notes.isEmpty == !(account.imap?.isMicrosoft == true), "\(read.notes)")
    }

    @Test func eachDomainHasOneProviderAndEachServerAName() {
        let domains = MailProvider.table.flatMap(\.domains)
        #expect(Set(domains).count == domains.count)
        for provider in MailProvider.table {
            #expect(!provider.domains.isEmpty)
            #expect(SettingValue.host(provider.imap.host) != nil && SettingValue.host(provider.smtp.host) != nil)
            #expect(provider.domains.allSatisfy { EmailAddress("x@\($0)")?.domain == String($0) })
        }
    }

    @Test(arguments: [
        ("icloud.com", "ann.bee", "Ann.Bee@" + "icloud.com"), ("web.de", "ann.bee", "ann.bee"),
        ("gmx.net", "Ann.Bee@" + "gmx.net", "Ann.Bee@" + "gmx.net"),
    ])
    func someServersWantShortNames(domain: String, imap: String, smtp: String) {
        let account = Self.read(domain).account
        #expect(account?.inbox?.login.user == imap)
        #expect(account?.outlet?.login?.user == smtp)
    }

    @Test(arguments: ["LOGIN", "USERNAME", "USER"])
    func aLoginNameOfItsOwn(part: String) {
        let own = Self.read("brand.test", ["GMAIL_ACCOUNT_1_\(part)": "BRAND\\ann"]).account
        #expect(own?.inbox?.login.user == "BRAND\\ann")
        #expect(own?.outlet?.login?.user == "BRAND\\ann")
        let relay = ["SMTP_SERVER": "relay.test", "SMTP_\(part)": "key", "SMTP_PASSWORD": "other"]
        let mixed = Self.read("gmail.com", relay).account
        #expect(mixed?.inbox?.login.user == "Ann.Bee@" + "gmail.com")
        #expect(mixed?.outlet?.login?.user == "key")
        #expect(mixed?.inbox?.login.password?.revealed == "x y")
        #expect(mixed?.outlet?.login?.password?.revealed == "other")
    }

    @Test(arguments: [
        ("gmail.com", "abcd efgh ijkl mnop", "abcdefghijklmnop"),
        ("gmail.com", "abcd\u{A0}efgh ijkl\u{A0}mnop", "abcdefghijklmnop"),
        ("gmail.com", "correct horse battery", "correct horse battery"),
        ("gmail.com", "abcd efgh ijkl mn0p", "abcd efgh ijkl mn0p"),
        ("gmx.net", "abcd efgh ijkl mnop", "abcd efgh ijkl mnop"),
        ("brand.test", "abcd efgh ijkl mnop", "abcdefghijklmnop"),
    ])
    func onlyGooglesAppPasswordsLoseTheirSpaces(domain: String, written: String, password: String) {
        #expect(Self.read(domain, password: written).account?.inbox?.login.password?.revealed == password)
    }

    @Test(arguments: [
        ("SMTP_PORT", "465", 993, ServerAddress.Security.tls, 465, ServerAddress.Security.tls),
        ("SMTP_PORT", "587", 993, .tls, 587, .startTLS), ("SMTP_PORT", "2525", 993, .tls, 2525, .startTLS),
        ("SMTP_SECURITY", "ssl", 993, .tls, 465, .tls), ("SMTP_SECURITY", "STARTTLS", 993, .tls, 587, .startTLS),
        ("IMAP_PORT", "143", 143, .startTLS, 587, .startTLS),
        ("IMAP_SECURITY", "starttls", 143, .startTLS, 587, .startTLS),
        ("SMTP_USE_TLS", "true", 993, .tls, 587, .startTLS), ("SMTP_STARTTLS", "True", 993, .tls, 587, .startTLS),
        ("SMTP_STARTTLS", "False", 993, .tls, 465, .tls),
    ])
    func portAndSecurityFollowEachOther(
        name: String, value: String, imapPort: Int, imap: ServerAddress.Security, smtpPort: Int,
        smtp: ServerAddress.Security
    ) {
        let servers = ["IMAP_HOST": "mail.brand.test", "SMTP_HOST": "mail.brand.test", name: value]
        let account = Self.read("brand.test", servers).account
        #expect(account?.imap == ServerAddress(host: "mail.brand.test", port: imapPort, security: imap))
        #expect(account?.smtp == ServerAddress(host: "mail.brand.test", port: smtpPort, security: smtp))
    }

    @Test(arguments: [
        ("localhost", true), ("LOCALHOST", true), ("127.0.0.1", true), ("127.9.8.7", true), ("::1", true),
        ("[::1]", true),
        ("127.0.0.1.evil.test", false), ("127.evil.test.com", false), ("127.0.0.256", false), ("10.9.9.9", false),
        ("mail.test", false),
    ])
    func onlyThisMachineMayBeSpokenToInClear(host: String, isAllowed: Bool) {
        let servers = ["IMAP_SERVER": host, "SMTP_SERVER": host, "IMAP_SECURITY": "none", "SMTP_SECURITY": "none"]
        let read = Self.read("brand.test", servers)
        #expect((read.account != nil) == isAllowed)
        #expect(read.faults.isEmpty == isAllowed)
        #expect(read.faults.allSatisfy { $0.contains("sent unencrypted") })
    }

    @Test func aPasswordGoesToNoProviderByMistake() {
        // Only one server is known to be elsewhere.
        #expect(
            Self.read("brand.test", ["IMAP_SERVER": "imap.brand.test"]).faults.map {
                $0.contains("SMTP_SERVER is missing")
            } == [true])
        #expect(
            Self.read("brand.test", ["SMTP_SERVER": "smtp.brand.test"]).faults.map {
                $0.contains("IMAP_SERVER is missing")
            } == [true])
        // On this machine too.
        #expect(
            Self.read("brand.test", ["IMAP_SERVER": "localhost"]).faults.map { $0.contains("SMTP_SERVER is missing") }
                == [true])
        #expect(Self.read("brand.test", ["IMAP_SERVER": "localhost", "SMTP_SERVER": "none"]).faults.isEmpty)
        // The other server of a known provider is known.
        let yahoo = Self.read("brand.test", ["IMAP_SERVER": "imap.mail.yahoo.com"])
        #expect(yahoo.account?.smtp?.host == "smtp.mail.yahoo.com")
        #expect(yahoo.faults.isEmpty)
        // Nothing is known: Google Workspace, or not.
        #expect(Self.read("brand.test").notes.map { $0.contains("as for Google Workspace") } == [true])
        #expect(Self.read("brand.test", password: "abcdefghijklmnop").notes.isEmpty)
    }

    @Test(arguments: ["proton.me", "tutanota.com", "hey.com"])
    func providersThatNoProgramCanReadAreNamed(domain: String) {
        #expect(Self.read(domain).account == nil)
        #expect(Self.read(domain).faults.count == 1)
        let bridge = ["IMAP_SERVER": "127.0.0.1", "SMTP_SERVER": "127.0.0.1", "IMAP_PORT": "1143", "SMTP_PORT": "1025"]
        #expect(Self.read(domain, bridge).faults.isEmpty)
    }

    @Test func microsoftsServersAreSaidToTakeNoPassword() {
        #expect(Self.read("outlook.com").notes.map { $0.contains("no longer takes passwords") } == [true])
        let servers = ["IMAP_SERVER": "outlook.office365.com", "SMTP_SERVER": "smtp.office365.com"]
        #expect(Self.read("brand.test", servers).notes.map { $0.contains("no longer takes passwords") } == [true])
    }

    @Test func aRefusedServerIsNotHandedOn() {
        #expect(Self.read("gmail.com", ["IMAP_PORT": "abc"]).account == nil)
        #expect(Self.read("gmail.com", ["GMAIL_ACCOUNT_1_SMTP_SERVER": "x/y"]).account == nil)
    }

    @Test func anAccountMayHaveNoInboxOrNoWayOut() {
        let sender = Self.read("brand.test", ["IMAP_SERVER": "none", "SMTP_SERVER": "smtp.brand.test"])
        #expect(sender.faults.isEmpty && sender.notes.isEmpty, "\(sender.faults) \(sender.notes)")
        #expect(sender.account?.inbox == nil)
        #expect(sender.account?.smtp?.host == "smtp.brand.test")
        let watched = Self.read("gmail.com", ["GMAIL_ACCOUNT_1_SMTP_SERVER": "None"])
        #expect(watched.faults.isEmpty)
        #expect(watched.account?.outlet == nil)
        #expect(watched.account?.imap?.host == "imap.gmail.com")
        let neither = Self.read("gmail.com", ["IMAP_SERVER": "none", "SMTP_SERVER": "none"])
        #expect(neither.account == nil)
        #expect(neither.faults.map { $0.contains("neither an inbox nor a way out") } == [true])
    }

    @Test func eachServerNeedsAPasswordOfItsOwnOrTheAccounts() {
        let email = [
            "GMAIL_ACCOUNT_1_EMAIL": "one@brand.test", "IMAP_SERVER": "none", "SMTP_SERVER": "smtp.brand.test",
        ]
        func read(_ more: [String: String]) -> (accounts: [AccountSettings], faults: [String]) {
            var reading = SettingsReading(Variables(environment: email.merging(more) { $1 }, file: nil), files: .none)
            return (reading.accountSettings(), reading.faults)
        }
        #expect(read([:]).faults.map { $0.contains("GMAIL_ACCOUNT_1_PASSWORD is missing") } == [true])
        #expect(read(["SMTP_PASSWORD": "x"]).accounts.count == 1)
    }
}
