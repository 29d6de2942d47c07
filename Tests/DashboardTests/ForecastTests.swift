import Database
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Storage
import Testing
import Text

@testable import Dashboard

/// A forecast has an address of its own, and no page waits for it.
@Suite struct ForecastTests {
    private static func with(
        _ body: @escaping @Sendable (DeskScene, Session) async throws -> Void
    ) async throws {
        try await DeskScene.with { scene in
            _ = try await scene.store.instance.secret(orElse: Array(1...32))
            _ = try await scene.store.accounts.register(account: Samples.team, displayName: "Team", dailyLimit: 50)
            let session = try await scene.enter()
            _ = try await session.post("\(try await NewCampaignTests.mapped(session))/write", NewCampaignTests.written)
            try await body(scene, session)
        }
    }

    @Test func itSaysWhenTheLastMailLeaves() async throws {
        try await Self.with { scene, session in
            #expect(try await session.get("/campaigns/1").text.contains("href=\"/campaigns/1/forecast\""))
            let page = try await session.get("/campaigns/1/forecast").text
            #expect(page.contains("4 mails") && page.contains("the last <time") && page.contains("It does not run"))
            #expect(page.contains("<h2>Mails by day") && page.contains("<dd>2 leads</dd>"))
            #expect(!page.contains("data-poll") && !page.contains("first 100,000"))
            let json = try await JSON(reading: Array(session.get("/api/v1/campaigns/1/forecast").text.utf8))
            #expect(json["whole"] == .bool(true) && json["forecast"]?["mails"] == .int(4))
            #expect(try await session.get("/campaigns/99/forecast").status == .notFound)
        }
    }

    @Test func aFaultIsSaidInPlaceOfIt() async throws {
        try await Self.with { scene, session in
            try await scene.database.transaction { session in
                _ = try await session.execute("UPDATE campaigns SET zone = 'Nowhere/Town'")
            }
            let page = try await session.get("/campaigns/1/forecast").text
            #expect(page.contains("Nothing of it can leave:") && page.contains("Nowhere/Town"))
        }
    }
}
