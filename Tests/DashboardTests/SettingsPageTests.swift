import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Operations
import Settings
import Storage
import Testing
import Text

@testable import Dashboard

/// Admins see what is in force and where it comes from; nobody sees a secret.
@Suite struct SettingsPageTests {
    static func report(_ more: [String: String]) async -> SettingsReport {
        let account = [
            "GMAIL_ACCOUNT_1_EMAIL": "team@mosaic.test", "GMAIL_ACCOUNT_1_PASSWORD": "hunter2-hunter2",
            "XDG_STATE_HOME": "/state", "GROQ_API_KEY": "gsk-hunter2",
        ]
        return await SettingsLoader.report(environment: account.merging(more) { $1 }, file: nil)
    }

    @Test func namesValuesAndTheirOriginAreShownAndNoSecret() async throws {
        let report = await Self.report(["POLLING_INTERVAL": "5m", "POLING_INTERVAL": "6m"])
        let now = await Self.report(["POLLING_INTERVAL": "7m", "GROQ_API_KEY": "gsk-other"])
        try await DeskScene.with(settings: { SettingsOverview(report, now: now) }) { scene in
            let page = try await scene.enter("root", role: .admin).get("/settings").text
            #expect(page.contains("<code>POLLING_INTERVAL</code>") && page.contains(">5m</td>"))
            #expect(page.contains("<code>DEBOUNCE_SECONDS</code></td><td data-name=\"Value\">10s</td>"))
            #expect(page.contains("<code>GROQ_API_KEY</code>") && page.contains("set, and shown to nobody"))
            #expect(page.contains("Set otherwise since then: GROQ_API_KEY, POLLING_INTERVAL."))
            #expect(!page.contains("hunter2") && !page.contains("gsk-"))
            #expect(page.contains(">team@mosaic.test</td>") && page.contains("the environment"))
        }
    }

    @Test func usersDoNotSeeThem() async throws {
        let report = await Self.report([:])
        try await DeskScene.with(settings: { SettingsOverview(report) }) { scene in
            let user = try await scene.enter()
            #expect(try await user.get("/settings").status == .notFound)
            #expect(try await !user.get("/").text.contains("href=\"/settings\""))
            #expect(try await user.get("/api/v1/settings").status == .forbidden)
            let admin = try await scene.enter("root", role: .admin)
            let json = try await JSON(reading: Array(admin.get("/api/v1/settings").text.utf8))
            let lines = try #require(json["settings"]?.items)
            let key = try #require(lines.first { $0["name"] == .string("GROQ_API_KEY") })
            #expect(key["value"] == .null && key["is_secret"] == .bool(true) && key["is_set"] == .bool(true))
        }
    }
}
