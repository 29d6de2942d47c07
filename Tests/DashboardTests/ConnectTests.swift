import Access
import Correspondence
import Curl
import Events
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import OAuth
import Operations
import PostOffice
import Settings
import Storage
import Testing
import Text
import Timing

@testable import Dashboard

/// An account is connected from the desk: for the login that asked, once.
@Suite(.timeLimit(.minutes(10))) struct ConnectTests {
    private static let key = Secret("0123456789abcdef0123456789abcdef")

    private struct Provider {
        let counter: HTTPCounter<OAuthDesk>
        let transport: CurlTransport
        let scene: DeskScene

        /// Where the provider sends the browser that opened the link of this page.
        func visit(_ page: String) async throws -> String {
            let link = try #require(page.firstMatch(of: /href="(http[^"]+)" rel="noreferrer"/)?.1)
            let answer = try await transport.perform(Curl.HTTPRequest(url: String(link).replacing("&amp;", with: "&")))
            let location = try #require(answer.headers["location"])
            #expect(location.hasPrefix("http://127.0.0.1:8000/accounts/connected?"), "\(location)")
            return String(location.dropFirst("http://127.0.0.1:8000".count))
        }
    }

    private static func with(_ body: @escaping @Sendable (Provider) async throws -> Void) async throws {
        let counter = try await HTTPCounter.open(OAuthDesk())
        let transport = CurlTransport()
        let app = OAuthSettings.App(id: "mosaic-app", secret: Secret("app-secret"), baseURL: counter.baseURL)
        let endpoints = OAuthSettings(apps: [.google: app], secretKey: key).endpoints(transport)
        try await DeskScene.with(connecting: { store in
            BrowserConnecting(
                accounts: [Samples.team: .google], endpoints: endpoints,
                keeper: GrantKeeper(
                    store: store, seal: TokenSeal(key), endpoints: endpoints, clock: SystemWallClock()),
                publicURL: "http://127.0.0.1:8000")
        }) { scene in
            _ = try await scene.store.accounts.register(account: Samples.team, displayName: nil, dailyLimit: 50)
            try await body(Provider(counter: counter, transport: transport, scene: scene))
        }
        await transport.shutdown()
        await counter.close()
    }

    @Test func anAdminAgreesAtTheProviderAndTheTokensAreStoredSealed() async throws {
        try await Self.with { provider in
            let admin = try await provider.scene.enter("root", role: .admin)
            #expect(try await admin.get("/accounts").text.contains("not connected"))
            let page = try await admin.post("/accounts/connect", ["account": Samples.team.text])
            #expect(page.status == .ok && page.text.contains("Go on to Google"))
            let back = try await admin.get(try await provider.visit(page.text))
            #expect(back.status == .seeOther && back.headers[.location] == "/accounts?done=connected")
            let grant = try #require(try await provider.scene.store.tokens.grant(of: Samples.team))
            #expect(grant.state == .live && grant.provider == "google")
            #expect(try await admin.get("/accounts").text.contains("connected by OAuth"))
            let noted = try await provider.scene.store.audit.events().last { $0.event == .oauthConnected }
            #expect(noted?.actor == "root")
        }
    }

    @Test func anAnswerCountsForTheLoginThatAskedOnce() async throws {
        try await Self.with { provider in
            let scene = provider.scene
            let admin = try await scene.enter("root", role: .admin)
            let other = try await scene.enter("second", role: .admin)
            let page = try await admin.post("/accounts/connect", ["account": Samples.team.text])
            let path = try await provider.visit(page.text)
            #expect(try await other.get(path).status == .conflict, "another login has asked for nothing")
            #expect(try await scene.get(path).headers[.location] == "/login")
            let forged = path.replacing(/state=[^&]+/, with: "state=forged")
            #expect(try await admin.get(forged).status == .conflict)
            #expect(try await admin.get(path).status == .conflict, "the first answer was the only one")
            #expect(try await scene.store.tokens.all().isEmpty)
        }
    }

    @Test func usersConnectNothingAndOnlyAccountsOfTheSettingsAreConnected() async throws {
        try await Self.with { provider in
            let user = try await provider.scene.enter()
            #expect(!(try await user.get("/accounts").text.contains("/accounts/connect")))
            #expect(try await user.post("/accounts/connect", ["account": Samples.team.text]).status == .notFound)
            #expect(try await user.get("/accounts/connected?state=a&code=b").status == .notFound)
            let admin = try await provider.scene.enter("root", role: .admin)
            let foreign = try await admin.post("/accounts/connect", ["account": "eve@evil.example"])
            #expect(foreign.status == .notFound && foreign.text.contains("no account that the settings open by OAuth"))
            #expect(try await admin.post("/accounts/connect", ["account": "x"]).status == .unprocessableContent)
        }
    }

    @Test func withoutASettingItSaysWhatToSet() async throws {
        try await DeskScene.with { scene in
            _ = try await scene.store.accounts.register(account: Samples.team, displayName: nil, dailyLimit: 50)
            let admin = try await scene.enter("root", role: .admin)
            let answer = try await admin.post("/accounts/connect", ["account": Samples.team.text])
            #expect(answer.status == .serviceUnavailable && answer.text.contains("PUBLIC_URL"))
            #expect(!(try await admin.get("/accounts").text.contains("/accounts/connect")))
        }
    }
}
