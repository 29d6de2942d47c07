import Access
import Correspondence
import Curl
import OAuth
import Operations
import PostOffice
import Settings
import Storage
import Testing

/// A person gives a permission, by a browser or by a code.
@Suite(.timeLimit(.minutes(10))) struct ConnectingTests {
    private static let random = (0..<64).map { UInt8($0) }

    private func connecting(_ scene: TokenScene, _ provider: TokenProvider = .google) throws -> MailboxConnecting {
        MailboxConnecting(
            TokenScene.ann, at: provider, endpoint: try #require(scene.settings.endpoints(scene.transport)[provider]),
            keeper: scene.keeper())
    }

    /// What a browser does with the address: the provider's page, and then where that sends it.
    private func browse(_ url: String, _ transport: CurlTransport, changing change: (String) -> String = { $0 }) async {
        guard let page = try? await transport.perform(HTTPRequest(url: url)),
            let location = page.headers["location"]
        else { return }
        _ = try? await transport.perform(HTTPRequest(url: change(location)))
    }

    private func byBrowser(
        _ scene: TokenScene, _ provider: TokenProvider = .google,
        changing change: @escaping @Sendable (String) -> String = { $0 }
    ) async throws {
        let (urls, shown) = AsyncStream.makeStream(of: String.self)
        async let visit: Void = {
            for await url in urls { await self.browse(url, scene.transport, changing: change) }
        }()
        defer { shown.finish() }
        do {
            try await connecting(scene, provider).byBrowser(port: 0, random: Self.random, patience: .seconds(60)) {
                shown.yield($0)
                shown.finish()
            }
        } catch {
            await visit
            throw error
        }
        await visit
    }

    @Test func theBrowserBringsAPermissionThatWorks() async throws {
        try await TokenScene.with { scene in
            try await byBrowser(scene)
            let token = try await scene.tokens().token(for: TokenScene.origin)
            #expect(scene.provider.state.user(of: token, now: SystemClock.now) == TokenScene.ann.text)
        }
    }

    /// Each as its provider lets people register it.
    @Test(arguments: [(TokenProvider.google, "127.0.0.1"), (.microsoft, "localhost")])
    func theBrowserComesBackToTheRegisteredAddress(_ provider: TokenProvider, _ host: String) async throws {
        try await TokenScene.with { scene in
            scene.provider.change { $0.redirectHost = host }
            try await byBrowser(scene, provider)
            let stored = try await scene.store.tokens.grant(of: TokenScene.ann)
            #expect(stored?.provider == provider.rawValue)
        }
    }

    @Test func anOldCodeIsNoLostPermission() async throws {
        try await TokenScene.with { scene in
            scene.provider.change {
                $0.script = [.error(status: 400, code: "invalid_grant", description: "Malformed auth code.")]
            }
            let error = await #expect(throws: OAuthFailure.self) { try await byBrowser(scene) }
            #expect(error?.description.contains("start again") == true)
        }
    }

    @Test func anAnswerToAnotherRequestIsRefused() async throws {
        try await TokenScene.with { scene in
            let error = await #expect(throws: OAuthFailure.self) {
                try await byBrowser(scene) { $0.replacing("state=", with: "state=x") }
            }
            #expect(error?.description.contains("another request") == true)
            let stored = try await scene.store.tokens.grant(of: TokenScene.ann)
            #expect(stored == nil)
        }
    }

    @Test func whoSaysNoIsTakenAtTheirWord() async throws {
        try await TokenScene.with { scene in
            scene.provider.change { $0.declines = true }
            let error = await #expect(throws: OAuthFailure.self) { try await byBrowser(scene) }
            #expect(error?.kind == .denied)
        }
    }

    @Test func aBoxThatWasUntickedIsNamed() async throws {
        try await TokenScene.with { scene in
            scene.provider.change { $0.grantedScope = "openid email" }
            let error = await #expect(throws: TokenFailure.self) { try await byBrowser(scene) }
            #expect(error?.description.contains("https://mail.google.com/ is missing") == true)
            let stored = try await scene.store.tokens.grant(of: TokenScene.ann)
            #expect(stored == nil)
        }
    }

    @Test func aCodeOnAnotherScreenConnectsToo() async throws {
        try await TokenScene.with { scene in
            let mail = "https://outlook.office.com/IMAP.AccessAsUser.All https://outlook.office.com/SMTP.Send"
            scene.provider.change {
                $0.grantedScope = mail
                $0.pendingPolls = 1
            }
            try await connecting(scene, .microsoft).byDevice { #expect($0.userCode == "ABCD-EFGH") }
            let token = try await scene.tokens().token(for: .grant(.microsoft, TokenScene.ann))
            #expect(scene.provider.state.user(of: token, now: SystemClock.now) == TokenScene.ann.text)
        }
    }
}
