import Correspondence
import Testing

@testable import Settings

/// What the desk, alerts by mail and autonomy are set by.
@Suite struct DeskSettingsTests {
    private static func faults(_ more: [String: String]) async -> [String] {
        await SettingsLoaderTests.faults(SettingsLoaderTests.account.merging(more) { $1 })
    }

    /// Otherwise whoever wants links in mail for one click alone would open the whole desk to the world.
    @Test func thePublicAddressIsTheDesksOnlyWhereBrowsersMayCallItByThatName() async throws {
        let settings = try await SettingsLoaderTests.load(["PORT": "8000", "PUBLIC_URL": "https://Desk.example:8443//"])
        #expect(settings.web?.publicURL == "https://Desk.example:8443")
        #expect(settings.web?.publicHost == "desk.example" && settings.web?.hosts == [])
        #expect(settings.web?.optOutURL == "https://Desk.example:8443" && settings.web?.deskURL == nil)
        let named = ["PORT": "8000", "PUBLIC_URL": "https://desk.example", "WEB_HOSTS": "desk.example"]
        #expect(try await SettingsLoaderTests.load(named).web?.deskURL == "https://desk.example")
        let local = try await SettingsLoaderTests.load(["PORT": "8000", "PUBLIC_URL": "http://127.0.0.1:8000"])
        #expect(local.web?.deskURL == "http://127.0.0.1:8000" && local.web?.optOutURL == nil)
        for wrong in [
            "desk.example", "http://desk.example", "https://", "https://a@desk.example", "https://desk.example/?x=y",
        ] {
            let faults = await Self.faults(["PORT": "8000", "PUBLIC_URL": wrong])
            #expect(faults.count == 1 && faults.first?.contains("PUBLIC_URL") == true, "\(wrong): \(faults)")
        }
    }

    @Test func alertsLeaveFromAnAccountOrAServerOfTheirOwn() async throws {
        #expect(try await SettingsLoaderTests.load().alertMail == AlertMailSettings())
        let sender = try #require(EmailAddress("alerts@mosaic.test"))
        #expect(try await SettingsLoaderTests.load(["ALERT_MAIL_FROM": sender.text]).alertMail.sender == sender)
        let own = [
            "ALERT_MAIL_FROM": sender.text, "ALERT_SMTP_SERVER": "mail.mosaic.test", "ALERT_SMTP_PASSWORD": "secret",
        ]
        let login = try #require(try await SettingsLoaderTests.load(own).alertMail.login)
        #expect(login.server == ServerAddress(host: "mail.mosaic.test", port: 465, security: .tls))
        #expect(login.user == sender.text && login.password?.revealed == "secret")
        let started = own.merging(["ALERT_SMTP_PORT": "587", "ALERT_SMTP_USER": "me"]) { $1 }
        let other = try #require(try await SettingsLoaderTests.load(started).alertMail.login)
        #expect(other.server.security == .startTLS && other.user == "me")
        let open = own.merging(["ALERT_SMTP_SECURITY": "none", "ALERT_SMTP_PASSWORD": ""]) { $1 }
        #expect(await Self.faults(open).first?.contains("in clear") == true)
        #expect(await Self.faults(["ALERT_SMTP_SERVER": "mail.mosaic.test"]).first?.contains("ALERT_MAIL_FROM") == true)
    }

    @Test func verdictsThatPromoteAndDemoteAreNumbers() async throws {
        #expect(try await SettingsLoaderTests.load().autonomy == AutonomyRules())
        let set = ["AUTONOMY_AGREEMENTS": "7", "AUTONOMY_DISAGREEMENTS": "0", "AUTONOMY_PROMOTES": "true"]
        let rules = AutonomyRules(agreements: 7, disagreements: 0, promotesBySelf: true)
        #expect(try await SettingsLoaderTests.load(set).autonomy == rules)
        for (name, _) in set {
            let faults = await Self.faults([name: "many"])
            #expect(faults.count == 1 && faults.first?.contains(name) == true, "\(name): \(faults)")
        }
    }
}
