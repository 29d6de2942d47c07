import Correspondence
import Database
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Storage
import Testing
import Text
import Timing

@testable import Dashboard

/// The log shows what is asked for, however far back it lies.
@Suite struct LogSearchTests {
    private static let other = EmailAddress("other@mosaic.test")!

    /// Two accounts, one of them paused and failing; a handoff of the first; a failed login.
    private static func fill(_ scene: DeskScene) async throws {
        _ = try await Samples.handoff(in: scene.store)
        let other = try await scene.store.accounts.register(account: Self.other, displayName: nil, dailyLimit: 50)
        try await scene.store.accounts.pause(
            other, until: SystemWallClock().now + .seconds(60), reason: "Holiday in May")
        try await scene.store.users.noteLoginFailure(["name:mallory"])
        try await scene.database.transaction { session in
            _ = try await session.execute(
                "INSERT INTO events (id, at, name, account_id) VALUES (0, 0, 'account.rival', \(other))")
        }
    }

    /// The names of the lines that a page shows.
    private static func names(_ page: String) -> Set<String> {
        Set(page.matches(of: /<span class="soft under"><code>([a-z._]+)<\/code>/).map { String($0.1) })
    }

    @Test(arguments: [
        ("level=error", ["account.rival"]), ("event=account.paused", ["account.paused"]),
        ("level=error&event=account.paused", []), ("q=holiday", ["account.paused"]),
        ("account=other@mosaic.test", ["account.paused", "account.rival"]), ("q=mallory", ["user.login_failed"]),
        ("account=nobody@mosaic.test", []), ("at=2001-01-01", ["account.rival"]), ("at=1969-12-30", []),
    ])
    func aFilterShowsWhatItMeans(query: String, names: [String]) async throws {
        try await DeskScene.with { scene in
            try await Self.fill(scene)
            let session = try await scene.enter()
            let page = try await session.get("/log?\(query)").text
            #expect(Self.names(page) == Set(names))
            #expect(names.isEmpty == page.contains("No such line was found"))
            let json = try await JSON(reading: Array(session.get("/api/v1/log?\(query)").text.utf8))
            #expect(json["events"]?.items?.count == names.count)
        }
    }

    @Test func anAccountAndAPersonAreFoundByTheirConversations() async throws {
        try await DeskScene.with { scene in
            try await Self.fill(scene)
            let session = try await scene.enter()
            let all = try await scene.store.audit.events().filter { $0.conversation != nil }
            try #require(all.count > 1)
            let ofAccount = try await Self.names(session.get("/log?account=\(Samples.team)").text)
            #expect(ofAccount.isSuperset(of: all.map(\.name)) && !ofAccount.contains("account.paused"))
            let ofPerson = try await Self.names(session.get("/log?q=creator@creators.example").text)
            #expect(ofPerson == Set(all.map(\.name)))
        }
    }

    /// A request looks at 10,000 lines; the link goes on.
    @Test func aRareLineFarBackIsReached() async throws {
        try await DeskScene.with { scene in
            try await Self.fill(scene)
            try await scene.database.transaction { session in
                _ = try await session.execute(
                    """
                    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 12000)
                    INSERT INTO events (at, name) SELECT 1, 'reply.decided' FROM n
                    """)
            }
            let session = try await scene.enter()
            let first = try await session.get("/log?event=account.paused").text
            #expect(Self.names(first).isEmpty && first.contains("No such line was found back to"))
            let link = try #require(first.firstMatch(of: /href="(\/log\?[^"]+)">Look further back/)?.1)
            let second = try await session.get(String(link).replacing("&amp;", with: "&")).text
            #expect(Self.names(second) == ["account.paused"] && !second.contains("Look further back"))
        }
    }

    @Test func aFullPageGoesOnAndTheFilterGoesWithIt() async throws {
        try await DeskScene.with { scene in
            for number in 1...120 { try await scene.store.users.noteLoginFailure(["name:n\(number)"]) }
            let session = try await scene.enter()
            let first = try await session.get("/log?event=user.login_failed&q=NAME").text
            #expect(first.contains("name:n120") && !first.contains("name:n1<"))
            let link = try #require(first.firstMatch(of: /href="(\/log\?[^"]+)">Older/)?.1)
            #expect(link.contains("event=user.login_failed") && link.contains("q=NAME"))
            let second = try await session.get(String(link).replacing("&amp;", with: "&")).text
            #expect(second.contains("name:n1<") && !second.contains(">Older"))
        }
    }

    @Test func whatCannotBeMeantIsSaidAndStaysTyped() async throws {
        try await DeskScene.with { scene in
            let session = try await scene.enter()
            for (query, sentence) in [("account=team", "whole address"), ("at=yesterday", "2026-11-30")] {
                let answer = try await session.get("/log?\(query)&q=%22%3E%3Cscript%3E")
                #expect(answer.status == .unprocessableContent && answer.text.contains(sentence))
                #expect(
                    answer.text.contains("value=\"&quot;&gt;&lt;script&gt;\"") && !answer.text.contains("\"><script>"))
                #expect(try await session.get("/api/v1/log?\(query)").status == .unprocessableContent)
            }
            #expect(try await session.get("/log?level=%00&event=x&before=y&offset=z").status == .ok)
        }
    }
}
