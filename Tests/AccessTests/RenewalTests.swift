import Access
import Correspondence
import OAuth
import PostOffice
import Settings
import Storage
import Testing

/// A stored permission is renewed once, whoever asks, and its refresh tokens are each sent once.
@Suite(.timeLimit(.minutes(10))) struct RenewalTests {
    /// projectsend PR#1739, frappe PR#40399: two that renewed at once used one refresh token twice, and a good permission was
    /// taken for a dead one.
    @Test func fiftyTasksInTwoProcessesMakeOneRenewal() async throws {
        try await TokenScene.with { scene in
            try await scene.connect()
            scene.provider.change { $0.script = [.delay(.milliseconds(300))] }
            let processes = [scene.tokens(), scene.tokens()]
            let tokens = try await withThrowingTaskGroup(of: String.self) { group in
                for number in 0..<50 {
                    group.addTask { try await processes[number % 2].token(for: TokenScene.origin) }
                }
                return try await group.reduce(into: Set<String>()) { $0.insert($1) }
            }
            #expect(tokens.count == 1)
            #expect(scene.provider.state.renewals == 1)
            #expect(scene.provider.state.forms.count == 1)
            #expect(scene.provider.state.reuses == 0)
            #expect(try await scene.store.tokens.grant(of: TokenScene.ann)?.state == .live)
        }
    }

    @Test func aNewRefreshTokenReplacesTheOldOneAtOnce() async throws {
        try await TokenScene.with { scene in
            try await scene.connect()
            for _ in 0..<5 {
                // Each time another process, which knows only what is stored.
                let tokens = scene.tokens()
                let token = try await tokens.token(for: TokenScene.origin)
                tokens.reject(token, of: TokenScene.origin)
                let next = try await tokens.token(for: TokenScene.origin)
                #expect(next != token)
                scene.provider.change { $0.expireAccessTokens() }
            }
            #expect(scene.sent.count >= 5)
            #expect(Set(scene.sent).count == scene.sent.count)
            #expect(scene.provider.state.reuses == 0)
        }
    }

    @Test func aProviderThatSendsNoNewRefreshTokenKeepsTheOldOne() async throws {
        try await TokenScene.with { scene in
            scene.provider.change { $0.rotates = false }
            try await scene.connect()
            let tokens = scene.tokens()
            let first = try await tokens.token(for: TokenScene.origin)
            tokens.reject(first, of: TokenScene.origin)
            _ = try await tokens.token(for: TokenScene.origin)
            #expect(Set(scene.sent).count == 1 && scene.sent.count == 2)
        }
    }

    @Test func aPermissionThatIsGoneIsSaidInWordsThatHelpAndNotAskedForAgain() async throws {
        try await TokenScene.with { scene in
            try await scene.connect()
            scene.provider.change { $0.revokeAll() }
            let first = await failure { _ = try await scene.tokens().token(for: TokenScene.origin) }
            let second = await failure { _ = try await scene.tokens().token(for: TokenScene.origin) }
            for failure in [first, second] {
                let words = try #require(failure).description
                #expect(failure?.isPassing == false)
                for part in [
                    "seven days", "revoked", "password was changed", "accounts connect google ann@mosaic.test",
                ] {
                    #expect(words.contains(part), "\(words)")
                }
            }
            #expect(scene.provider.state.forms.count == 1)
            #expect(try await scene.store.tokens.grant(of: TokenScene.ann)?.state == .ended)
            // Whoever connects again goes on without a restart.
            try await scene.connect()
            _ = try await scene.tokens().token(for: TokenScene.origin)
        }
    }

    @Test(arguments: [
        OAuthFault.error(status: 503, code: "server_error", description: "later"), .drop,
        .error(status: 429, code: "rate_limited", description: "slow"),
    ])
    func aProviderThatIsAwayEndsNothing(_ fault: OAuthFault) async throws {
        try await TokenScene.with { scene in
            try await scene.connect()
            scene.provider.change { $0.script = [fault] }
            let failure = await failure { _ = try await scene.tokens().token(for: TokenScene.origin) }
            #expect(failure?.isPassing == true)
            _ = try await scene.tokens().token(for: TokenScene.origin)
        }
    }

    @Test func aWrongAppIsNoLostPermission() async throws {
        try await TokenScene.with { scene in
            try await scene.connect()
            scene.provider.change { $0.clientSecret = "another" }
            let failure = await failure { _ = try await scene.tokens().token(for: TokenScene.origin) }
            #expect(failure?.description.contains("client id and secret") == true)
            #expect(try await scene.store.tokens.grant(of: TokenScene.ann)?.state == .live)
        }
    }

    @Test func aScopeThatWasTakenAwayIsNamed() async throws {
        try await TokenScene.with { scene in
            try await scene.connect()
            scene.provider.change { $0.grantedScope = "openid" }
            let failure = await failure { _ = try await scene.tokens().token(for: TokenScene.origin) }
            #expect(failure?.description.contains("unticked") == true)
        }
    }

    @Test func tokensStandSealedAndOpenForTheirMailboxAlone() async throws {
        try await TokenScene.with { scene in
            try await scene.connect()
            let token = try await scene.tokens().token(for: TokenScene.origin)
            let row = try #require(try await scene.store.tokens.grant(of: TokenScene.ann))
            let text = String(decoding: row.sealed, as: UTF8.self)
            #expect(!text.contains(token) && !text.contains("refresh"))
            var dumped = ""
            dump(row, to: &dumped)
            #expect(!dumped.contains(token))

            let stranger = Tokens(grants: scene.keeper(key: Secret(String(repeating: "x", count: 32))))
            let other = await failure { _ = try await stranger.token(for: TokenScene.origin) }
            #expect(other?.description.contains("another APP_SECRET_KEY") == true)

            // Moved to another mailbox by whoever can write the database.
            let thief = try #require(EmailAddress("thief@mosaic.test"))
            try await scene.store.tokens.connect(
                SealedGrant(
                    account: thief, provider: "google", sealed: row.sealed, keyID: row.keyID, scope: row.scope,
                    expiresAt: row.expiresAt))
            let moved = await failure { _ = try await scene.tokens().token(for: .grant(.google, thief)) }
            #expect(moved?.description.contains("changed from outside") == true)
        }
    }

    @Test func whoeverIsNotConnectedIsToldHow() async throws {
        try await TokenScene.with { scene in
            let failure = await failure { _ = try await scene.tokens().token(for: TokenScene.origin) }
            #expect(failure?.description.contains("mosaic accounts connect google ann@mosaic.test") == true)
        }
    }
}
