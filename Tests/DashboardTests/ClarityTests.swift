import Correspondence
import Database
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Logging
import NIOCore
import NIOEmbedded
import Operations
import Storage
import Testing

@testable import Dashboard

/// What pages say can be taken as it stands.
@Suite struct ClarityTests {
    @Test(arguments: [
        ("spring", "spring"), ("ada@one.example", "ada@one.example"), ("spring/intro", "spring/intro"),
        ("Autumn creators", "'Autumn creators'"), ("$(reboot)", "'$(reboot)'"), ("it's", "'it'\\''s'"), ("-x", "'-x'"),
        ("", "''"), ("größer", "'größer'"),
    ])
    func aNameIsOneWordOfACommand(name: String, word: String) { #expect(name.shellWord == word) }

    @Test func commandsQuoteNamesAndTheEditorBeginsWithALead() async throws {
        try await DeskScene.with { scene in
            _ = try await scene.store.accounts.register(account: Samples.team, displayName: "Team", dailyLimit: 50)
            let session = try await scene.enter()
            let file = try await NewCampaignTests.mapped(session)
            let named = NewCampaignTests.written.merging(["name": "Autumn creators"]) { $1 }
            _ = try await session.post("\(file)/write", named)
            let page = try await session.get("/campaigns/1").text
            #expect(page.contains("mosaic campaigns show &#39;Autumn creators&#39;"))
            let lead = try #require(try await scene.store.leads.list(of: nil, limit: 1).first)
            #expect(try await session.get("/campaigns/1/edit").text.contains("name=\"lead\" value=\"\(lead.id)\""))
        }
    }

    @Test func aMailOfAPausedCampaignIsNotCalledOnItsWay() async throws {
        try await DeskScene.with { scene in
            _ = try await scene.store.sequences.register(
                .collectContact(secondDelay: .seconds(3_600), thirdDelay: .seconds(7_200)))
            _ = try await Samples.planned(in: scene.store)
            let session = try await scene.enter()
            #expect(try await !session.get("/followups").text.contains("its campaign is paused"))
            try await scene.database.transaction { session in
                _ = try await session.execute(
                    """
                    INSERT INTO campaigns (name, sequence_id, state, zone, hours, holidays, gap_min_seconds, gap_max_seconds,
                        pause_min_seconds, pause_max_seconds, min_wait_seconds, busy, created_at, updated_at)
                    SELECT 'spring', MIN(id), 'paused', 'UTC', '', '', 60, 120, 300, 480, 240, 'switch', 0, 0 FROM sequences
                    """)
                _ = try await session.execute("UPDATE outbox SET campaign_id = (SELECT MAX(id) FROM campaigns)")
            }
            #expect(try await session.get("/followups").text.contains("its campaign is paused"))
        }
    }

    @Test func aCharacterThatNoTextHoldsIsNoFaultOfTheDatabase() async throws {
        #expect(Form.parsed("a=x%00y")["a"] == "x\u{FFFD}y")
        try await DeskScene.with { scene in
            let session = try await scene.enter()
            for path in ["/people?q=%00", "/templates?after=%00", "/api/v1/people?q=a%00b"] {
                #expect(try await session.get(path).status == .ok, "\(path)")
            }
            #expect(try await session.get("/campaigns/new?campaign=%00").status == .notFound)
        }
    }

    /// RFC 9112, 3.2.
    @Test func twoHostsAreRefused() async throws {
        let head = HTTPRequest(
            method: .get, scheme: "http", authority: "localhost", path: "/", headerFields: [.secondHost: "evil.example"]
        )
        let context = DeskContext(
            source: ApplicationRequestContextSource(channel: NIOAsyncTestingChannel(), logger: Logger(label: "test")))
        let request = Request(head: head, body: RequestBody(buffer: ByteBuffer()))
        let answer = try await HeaderRules(options: DeskOptions()).handle(request, context: context) { _, _ in
            Issue.record("it was let through")
            return Response(status: .ok)
        }
        #expect(answer.status == .badRequest)
    }
}
