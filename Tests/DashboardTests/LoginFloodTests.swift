import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Operations
import Storage
import Testing
import Timing

@testable import Dashboard

/// Whoever floods the login with wrong tries keeps nobody out who has logged in before, and fills nothing.
@Suite struct LoginFloodTests {
    private static let right = ["name": "anna", "password": DeskScene.password]
    private static let wrong = ["name": "anna", "password": "wrong password"]

    /// The cookie of a browser in which `fields` has logged in.
    private static func browser(_ scene: DeskScene, _ fields: [String: String] = right) async throws -> HTTPFields {
        let answer = try await scene.post("/login", fields)
        let cookie = try #require(answer.headers[values: .setCookie].first { $0.hasPrefix("mosaic-browser=") })
        #expect(cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax"))
        return [.fetchSite: "same-origin", .cookie: String(cookie.prefix { $0 != ";" })]
    }

    private static func fail(_ scene: DeskScene, _ times: Int, _ headers: HTTPFields) async throws {
        for _ in 0..<times {
            #expect(try await scene.post("/login", wrong, headers).status == .unprocessableContent)
        }
        // Some more of the same, so that the next try waits for minutes, however slow this machine is.
        let cookie = headers[.cookie]?.dropFirst("mosaic-browser=".count).prefix { $0 != "." }
        for _ in 0..<9 { try await scene.store.users.noteLoginFailure([cookie.map { "browser:\($0)" } ?? "name:anna"]) }
    }

    @Test func triesOfOthersDoNotKeepAKnownBrowserOut() async throws {
        try await DeskScene.with { scene in
            _ = try await scene.enter()
            let browser = try await Self.browser(scene)
            try await Self.fail(scene, 5, [.fetchSite: "same-origin"])
            #expect(try await scene.post("/login", Self.right).status == .tooManyRequests)
            #expect(try await scene.post("/login", Self.right, browser).status == .seeOther)
            #expect(try await scene.post("/login", Self.right).status == .tooManyRequests, "the others still wait")
        }
    }

    @Test func aKnownBrowserWaitsForItsOwnTries() async throws {
        try await DeskScene.with { scene in
            _ = try await scene.enter()
            let browser = try await Self.browser(scene)
            try await Self.fail(scene, 5, browser)
            #expect(try await scene.post("/login", Self.right, browser).status == .tooManyRequests)
            #expect(try await scene.post("/login", Self.right).status == .seeOther, "they count for nobody else")
        }
    }

    @Test func onlyItsOwnUserIsKnownInABrowserAndOnlyByTheirPassword() async throws {
        try await DeskScene.with { scene in
            let admin = try await scene.enter("root", role: .admin)
            _ = try await scene.enter()
            let own = try await Self.browser(scene)
            let other = try await Self.browser(scene, ["name": "root", "password": DeskScene.password])
            try await Self.fail(scene, 5, [.fetchSite: "same-origin"])
            let forged = ["mosaic-browser=", "mosaic-browser=x.y", "mosaic-browser=AAAAAAAAAAAAAAAAAAAAAA.AAAA"]
            for headers in [other] + forged.map({ [.fetchSite: "same-origin", .cookie: $0] as HTTPFields }) {
                #expect(try await scene.post("/login", Self.right, headers).status == .tooManyRequests)
            }
            let anew = ["name": "anna", "password": "another password"]
            _ = try await admin.post("/users/password", anew)
            #expect(try await scene.post("/login", anew, own).status == .tooManyRequests, "a new password voids it")
            // It opens nothing by itself.
            #expect(try await scene.get("/", own).status == .seeOther)
        }
    }

    @Test func aFloodFromEverywhereIsBoundedAndKnownBrowsersGetIn() async throws {
        let cost = PasswordHash.Cost(logN: 13, blockSize: 8, parallelism: 2)
        try await DeskScene.with { scene in
            let doorkeeper = Doorkeeper(scene.store, cost: cost)
            _ = try await doorkeeper.add("anna", password: DeskScene.password, role: .user)
            let first = try await doorkeeper.logIn("anna", password: DeskScene.password, from: "home")
            guard case .welcome(_, let browser, _) = first else {
                Issue.record("\(first)")
                return
            }
            let outcomes = try await withThrowingTaskGroup(of: Doorkeeper.Outcome.self) { group in
                for number in 0..<60 {
                    group.addTask {
                        try await doorkeeper.logIn("n\(number)", password: "wrong", from: "network \(number)")
                    }
                }
                let known = try await doorkeeper.logIn(
                    "anna", password: DeskScene.password, from: "elsewhere", with: browser.text)
                guard case .welcome = known else {
                    Issue.record("\(known)")
                    return [Doorkeeper.Outcome]()
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(outcomes.contains { if case .busy = $0 { true } else { false } })
            #expect(!outcomes.contains { if case .welcome = $0 { true } else { false } })
        }
    }

    @Test(arguments: [
        ("192.0.2.7", "192.0.2.7"), ("2001:db8:1:2:a::1", "2001:db8:1:2"), ("2001:db8::1", "2001:db8:0:0"),
        ("2001:DB8:0:0:ffff::", "2001:db8:0:0"), ("2001:0db8::2", "2001:db8:0:0"), ("::1", "0:0:0:0"),
        ("fe80::1%eth0", "fe80:0:0:0"), ("::ffff:192.0.2.7", "::ffff:192.0.2.7"), ("unknown", "unknown"), ("", ""),
    ])
    func addressesOfOneNetworkAreOne(address: String, network: String) { #expect(NetworkName.of(address) == network) }
}
