import Access
import Correspondence
import Curl
import Delivery
import Engine
import IMAP
import OAuth
import PostOffice
import Settings
import Synchronization
import TestServers
import Testing
import Timing

enum SystemClock {
    static var now: Timestamp { SystemWallClock().now }
}

/// Logins by token: IMAP at a Dovecot that asks the provider whom a token belongs to, SMTP at a server of our own.
@Suite(.timeLimit(.minutes(10))) struct TokenLoginTests {
    private func dovecot(_ scene: TokenScene, _ mechanisms: String) async throws -> Dovecot {
        let file = try TemporaryFile.file(
            "oauth2.conf",
            """
            introspection_mode = post
            introspection_url = \(scene.provider.baseURL)/introspect
            force_introspection = yes
            username_attribute = username
            active_attribute = active
            active_value = true
            """)
        let dovecot = try await Dovecot.start(
            [MailAccount(TokenScene.ann.text)],
            settings: [
                "auth_mechanisms = plain login \(mechanisms)",
                "passdb {\n  driver = oauth2\n  mechanisms = \(mechanisms)\n  args = \(file)\n}",
            ])
        return dovecot
    }

    private func login(_ port: UInt16) -> ServerLogin {
        ServerLogin(
            server: ServerAddress(host: "127.0.0.1", port: Int(port), security: .none), user: TokenScene.ann.text,
            proof: .token(TokenScene.origin))
    }

    @Test(arguments: ["oauthbearer xoauth2", "xoauth2"])
    func dovecotLetsATokenInAndARefusedOneIsReplacedAtTheNextLogin(_ mechanisms: String) async throws {
        try await TokenScene.with { scene in
            try await scene.connect()
            let dovecot = try await dovecot(scene, mechanisms)
            let tokens = scene.tokens()
            let first = try await IMAPConnection.logIn(login(dovecot.imapPort), tokens)
            #expect(try await first.select(.inbox).exists == 0)
            await first.logout()

            // It should last for an hour, and ends now.
            scene.provider.change { $0.expireAccessTokens() }
            let error = await #expect(throws: IMAPError.self) {
                try await IMAPConnection.logIn(login(dovecot.imapPort), tokens)
            }
            guard case .tokenRefused? = error else {
                Issue.record("\(String(describing: error))")
                return
            }
            let second = try await IMAPConnection.logIn(login(dovecot.imapPort), tokens)
            await second.logout()
            #expect(scene.provider.state.renewals == 2)
            try await dovecot.stop()
        }
    }

    private func mailer(_ scene: TokenScene, _ server: SubmissionServer, _ tokens: Tokens) -> SMTPMailer {
        SMTPMailer(
            server: SMTPServer(
                host: "127.0.0.1", port: UInt16(server.port), security: .none, username: TokenScene.ann.text,
                password: ""),
            tokens: tokens.source(TokenScene.origin), transport: scene.transport)
    }

    private func withSubmission(
        _ body: (TokenScene, PostOffice, SubmissionServer) async throws -> Void
    ) async throws {
        try await TokenScene.with { scene in
            try await scene.connect()
            let office = PostOffice()
            let provider = scene.provider
            try office.change { world in
                world.addUser(TokenScene.ann.text, password: "unused")
                world.userOfToken = { provider.state.user(of: $0, now: SystemClock.now) }
            }
            let server = try await SubmissionServer.open(for: office)
            try await body(scene, office, server)
            await server.close()
        }
    }

    private static let mail = OutgoingMail(
        messageID: MessageID("one@mosaic.test")!, sender: TokenScene.ann,
        recipient: EmailAddress("bob@creators.example")!,
        bytes: Array("Subject: Hello\r\n\r\nHello.\r\n".utf8))

    @Test func aTokenThatEndedEarlyIsReplacedWithinOneSending() async throws {
        try await withSubmission { scene, office, server in
            let tokens = scene.tokens()
            _ = try await tokens.token(for: TokenScene.origin)
            scene.provider.change { $0.expireAccessTokens() }
            let asked = Mutex(0)
            let outcome = await mailer(scene, server, tokens).send(Self.mail) {
                asked.withLock { $0 += 1 }
                return .granted
            }
            guard case .accepted = outcome else {
                Issue.record("\(outcome)")
                return
            }
            #expect(asked.withLock(\.self) == 1)
            #expect(office.world.accepted.count == 1)
            #expect(scene.provider.state.renewals == 2)
        }
    }

    /// Microsoft's way out: a permission by a code on another screen, and SMTP by XOAUTH2, which is all that Outlook offers.
    @Test func aMicrosoftAccountSendsByXOAUTH2Alone() async throws {
        try await withSubmission { scene, office, server in
            try office.change { $0.offersOAuthBearer = false }
            let outlook = ["https://outlook.office.com/IMAP.AccessAsUser.All", "https://outlook.office.com/SMTP.Send"]
            let refresh = scene.provider.change { $0.grant(TokenScene.ann.text, scope: outlook.joined(separator: " ")) }
            let grant = TokenGrant(
                accessToken: "stale", refreshToken: refresh, lifetime: .seconds(-1), scopes: Set(outlook))
            try await scene.keeper().connect(grant, of: TokenScene.ann, at: .microsoft, .microsoft())
            let origin = TokenOrigin.grant(.microsoft, TokenScene.ann)
            let mailer = SMTPMailer(
                server: SMTPServer(
                    host: "127.0.0.1", port: UInt16(server.port), security: .none, username: TokenScene.ann.text,
                    password: ""),
                tokens: scene.tokens().source(origin), transport: scene.transport)
            guard case .accepted = await mailer.send(Self.mail, beforeFinalDot: { .granted }) else {
                return #expect(Bool(false))
            }
            #expect(office.world.accepted.count == 1)
        }
    }

    @Test func aTokenOfSomebodyElseIsRefusedAndNothingIsSent() async throws {
        try await withSubmission { scene, office, server in
            try office.change { $0.userOfToken = { _ in "bob@mosaic.test" } }
            let outcome = await mailer(scene, server, scene.tokens()).send(Self.mail) { .granted }
            guard case .failed(let failure) = outcome else {
                Issue.record("\(outcome)")
                return
            }
            #expect(failure.kind == .authentication && failure.reached == .account)
            #expect(failure.reply?.contains("The token is not accepted") == true)
            #expect(failure.detail.contains("by this very account"))
            #expect(office.world.accepted.isEmpty)
        }
    }

    @Test(arguments: [true, false])
    func withoutATokenNoServerIsAsked(isPassing: Bool) async throws {
        try await withSubmission { scene, _, server in
            scene.provider.change {
                if isPassing { $0.script = [.drop, .drop] } else { $0.revokeAll() }
            }
            let outcome = await mailer(scene, server, scene.tokens()).send(Self.mail) { .granted }
            guard case .failed(let failure) = outcome else {
                Issue.record("\(outcome)")
                return
            }
            #expect(failure.kind == (isPassing ? .connection : .authentication) && failure.reached == .account)
            #expect(server.connectionCount == 0)
        }
    }
}
