import Access
import Correspondence
import Curl
import Delivery
import Engine
import GmailAPI
import IMAP
import OAuth
import Operations
import PostOffice
import SES
import Settings
import Testing
import Timing

/// What `mosaic doctor` says of an account that is set up wrongly: one sentence that says what to do.
@Suite(.timeLimit(.minutes(10))) struct BrokenSetupTests {
    /// The counterparts of one account, all of them in order.
    struct World: Sendable {
        let scene: TokenScene
        let gmail: HTTPCounter<GmailDesk>
        let ses: HTTPCounter<SESDesk>
        let office: PostOffice
        let smtp: SubmissionServer
        let account: EmailAddress

        /// Set right: connected to Google, and sending over the way that `outlet` names.
        func settings(_ outlet: Way) -> AccountSettings {
            let origin = TokenOrigin.grant(.google, account)
            switch outlet {
            case .gmail:
                return sending(over: .gmail(GmailSettings(address: account, tokens: origin, baseURL: gmail.baseURL)))
            case .command(let command):
                let tokens = TokenOrigin.command(Secret(command))
                return sending(over: .gmail(GmailSettings(address: account, tokens: tokens, baseURL: gmail.baseURL)))
            case .ses(let region, let environment):
                return sending(
                    over: .ses(
                        SESSettings(
                            region: region, baseURL: environment["url"] ?? ses.baseURL,
                            environment: environment.mapValues { Secret($0) })))
            case .smtp(let port):
                let server = ServerAddress(host: "127.0.0.1", port: port ?? smtp.port, security: .none)
                return sending(over: .smtp(ServerLogin(server: server, user: account.text, proof: .token(origin))))
            }
        }

        private func sending(over outlet: OutletSettings) -> AccountSettings {
            AccountSettings(address: account, inbox: nil, outlet: outlet)
        }

        func access(key: Secret) -> AccountAccess {
            let tokens = Tokens(grants: scene.keeper(key: key))
            return AccountAccess(
                logIn: { try await IMAPConnection.logIn($0.login, tokens) },
                mailer: { mailer($0, tokens) }, token: { _ = try await tokens.token(for: $0) })
        }

        private func mailer(_ outlet: OutletSettings, _ tokens: Tokens) -> any Mailer {
            switch outlet {
            case .gmail(let gmail):
                return GmailMailer(
                    client: GmailClient(baseURL: gmail.baseURL, transport: scene.transport), address: gmail.address,
                    tokens: tokens.source(gmail.tokens))
            case .ses(let ses):
                let now: @Sendable () -> Int64 = { SystemWallClock().now.secondsSince1970 }
                let chain = CredentialChain(
                    environment: ses.environment.mapValues(\.revealed), transport: scene.transport, now: now)
                let client = SESClient(
                    region: ses.region, baseURL: ses.baseURL, chain: chain, transport: scene.transport, now: now)
                return SESMailer(client: client, sender: ses.sender ?? account)
            case .smtp(let login):
                let server = SMTPServer(
                    host: login.server.host, port: UInt16(login.server.port), security: .none, username: login.user,
                    password: Password(""))
                return SMTPMailer(
                    server: server, tokens: tokens.source(.grant(.google, account)), transport: scene.transport)
            }
        }
    }

    enum Way: Sendable {
        case gmail
        case command(String)
        case ses(region: String = "eu-central-1", [String: String] = keys)
        /// - Parameter port: another than that of the server in order.
        case smtp(port: Int? = nil)

        static let keys = ["AWS_ACCESS_KEY_ID": "AKIDEXAMPLE", "AWS_SECRET_ACCESS_KEY": "x"]
    }

    struct Setup: Sendable, CustomTestStringConvertible {
        let testDescription: String
        var way = Way.gmail
        var key = TokenScene.key
        /// What the report must hold.
        let words: String
        var verdict = Finding.Verdict.failed
        var isConnected = true
        var breaks: @Sendable (World) async throws -> Void = { _ in }
    }

    private static func oauth(_ code: String, _ description: String = "no") -> @Sendable (World) async throws -> Void {
        {
            $0.scene.provider.change {
                $0.script = .init(repeating: .error(status: 400, code: code, description: description), count: 8)
            }
        }
    }

    private static func gmail(_ status: Int, _ reason: String) -> @Sendable (World) async throws -> Void {
        { $0.gmail.change { $0.refusal = .error(status: status, reason: reason, message: "no") } }
    }

    private static func ses(_ status: Int, _ type: String, _ message: String = "no")
        -> @Sendable (World) async throws -> Void
    {
        { $0.ses.change { $0.refusal = .error(status: status, type: type, message: message) } }
    }

    static let setups: [Setup] = [
        // Permissions.
        Setup(
            testDescription: "never connected", words: "mosaic accounts connect google ann@mosaic.test",
            isConnected: false),
        Setup(
            testDescription: "wrong client", words: "Check its client id and secret", breaks: oauth("invalid_client")),
        Setup(testDescription: "app not allowed", words: "Check its client id", breaks: oauth("unauthorized_client")),
        Setup(
            testDescription: "mail not allowed to the app", words: "Add the mail permissions",
            breaks: oauth("invalid_scope")),
        Setup(
            testDescription: "grant expired or revoked", words: "accounts connect google",
            breaks: { $0.scene.provider.change { $0.revokeAll() } }),
        Setup(
            testDescription: "app in testing", words: "publish it",
            breaks: oauth("invalid_grant", "Token has been expired or revoked.")),
        Setup(
            testDescription: "a new login demanded by the domain", words: "session control",
            breaks: oauth("invalid_grant", "reauth related error (invalid_rapt)")),
        Setup(
            testDescription: "redirect address not registered", words: "Register the app as a desktop app",
            breaks: oauth("redirect_uri_mismatch")),
        Setup(
            testDescription: "box unticked", words: "leave all boxes ticked",
            breaks: { $0.scene.provider.change { $0.grantedScope = "openid" } }),
        Setup(
            testDescription: "another APP_SECRET_KEY", key: Secret("another-key-another-key-another-k"),
            words: "set that one again"),
        Setup(
            testDescription: "provider away", words: "asked again by itself", breaks: oauth("temporarily_unavailable")),
        Setup(testDescription: "command fails", way: .command("exit 3"), words: "Run it by hand"),
        Setup(testDescription: "command prints nothing", way: .command("true"), words: "printed no token"),
        // Gmail's web interface.
        Setup(
            testDescription: "another account agreed", words: "connect again, and choose ann@mosaic.test",
            breaks: { $0.gmail.change { $0.userOfToken = { _ in "bob@mosaic.test" } } }),
        Setup(
            testDescription: "Gmail API off", words: "Turn it on under APIs & Services",
            breaks: gmail(403, "accessNotConfigured")),
        Setup(
            testDescription: "scope too small", words: "all boxes ticked", breaks: gmail(403, "insufficientPermissions")
        ),
        Setup(testDescription: "forbidden by the domain", words: "Admin console", breaks: gmail(403, "domainPolicy")),
        Setup(testDescription: "no Gmail", words: "Turn Gmail on", breaks: gmail(400, "failedPrecondition")),
        // Amazon SES.
        Setup(
            testDescription: "wrong keys", way: .ses(), words: "Check key, secret and region",
            breaks: ses(403, "UnrecognizedClientException", "The security token included in the request is invalid.")),
        Setup(
            testDescription: "clock off", way: .ses(), words: "Set it by NTP",
            breaks: ses(
                403, "InvalidSignatureException",
                "Signature expired: 20261130T000000Z is now earlier than 20261130T001000Z")),
        Setup(
            testDescription: "IAM", way: .ses(), words: "Allow ses:SendEmail",
            breaks: ses(403, "AccessDeniedException", "not authorized")),
        Setup(
            testDescription: "sandbox", way: .ses(), words: "Ask for production access", verdict: .warning,
            breaks: { $0.ses.change { $0.isInProduction = false } }),
        Setup(
            testDescription: "watched by AWS", way: .ses(), words: "Reputation metrics", verdict: .warning,
            breaks: { $0.ses.change { $0.standing = "PROBATION" } }),
        Setup(
            testDescription: "paused by AWS", way: .ses(), words: "look into the SES console",
            breaks: { $0.ses.change { $0.maySend = false } }),
        Setup(
            testDescription: "sender not verified, or in another region", way: .ses(),
            words: "Verify mosaic.test in eu-central-1", breaks: { $0.ses.change { $0.verified = ["other.example"] } }),
        Setup(
            testDescription: "sender waits to be verified", way: .ses(), words: "Finish what SES waits for",
            verdict: .warning, breaks: { $0.ses.change { $0.isVerifying = true } }),
        Setup(
            testDescription: "no such region",
            way: .ses(region: "eu-moon-1", Way.keys.merging(["url": "https://email.eu-moon-1.invalid"]) { $1 }),
            words: "Check AWS_REGION"),
        Setup(
            testDescription: "metadata blocked", way: .ses(["AWS_EC2_METADATA_DISABLED": "true", "HOME": "/nowhere"]),
            words: "No AWS credentials were found"),
        Setup(
            testDescription: "no such profile", way: .ses(["AWS_PROFILE": "work", "HOME": "/nowhere"]),
            words: "has that profile"),
        // SMTP.
        Setup(testDescription: "no server", way: .smtp(port: 1), words: "127.0.0.1"),
        Setup(
            testDescription: "authenticated SMTP is off", way: .smtp(), words: "Turn on Authenticated SMTP",
            breaks: {
                let words = "5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Tenant."
                $0.smtp.script { $0.add(.reply(SubmissionReply(535, words)), at: .authentication, times: nil) }
            }),
        Setup(
            testDescription: "the token is somebody else's", way: .smtp(), words: "given by this very account",
            breaks: { try $0.office.change { $0.userOfToken = { _ in "bob@mosaic.test" } } }),
        Setup(
            testDescription: "passwords alone", way: .smtp(), words: "or log in with a password",
            breaks: { try $0.office.change { $0.userOfToken = nil } }),
    ]

    /// Counterparts that are all in order.
    private func with(_ body: (World) async throws -> Void) async throws {
        try await TokenScene.with { scene in
            let provider = scene.provider
            let owner: @Sendable (String) -> String? = { provider.state.user(of: $0, now: SystemClock.now) }
            var mail = MailWorld(style: .plain)
            mail.addUser(TokenScene.ann.text, password: "secret")
            mail.userOfToken = owner
            let office = PostOffice(mail)
            let world = World(
                scene: scene, gmail: try await HTTPCounter.open(GmailDesk(userOfToken: owner)),
                ses: try await HTTPCounter.open(SESDesk()), office: office,
                smtp: try await SubmissionServer.open(for: office), account: TokenScene.ann)
            try await body(world)
            await world.smtp.close()
            await world.gmail.close()
            await world.ses.close()
        }
    }

    private func findings(_ world: World, _ way: Way, key: Secret = TokenScene.key) async -> [Finding] {
        let check = AccountCheck(
            world.settings(way), pollingInterval: .seconds(60), access: world.access(key: key))
        return await Checkup.run(check.parts)
    }

    @Test(arguments: setups) func theDoctorSaysWhatToDo(_ setup: Setup) async throws {
        try await with { world in
            if setup.isConnected { try await world.scene.connect() }
            try await setup.breaks(world)
            let findings = await findings(world, setup.way, key: setup.key)
            let worst = try #require(findings.first { $0.verdict == setup.verdict }, "\(findings)")
            let sentence = [worst.fact, worst.advice].compactMap(\.self).joined(separator: " ")
            #expect(sentence.contains(setup.words), "\(findings)")
            #expect(sentence.split(separator: "\n").count == 1)
        }
    }

    /// The numbers of Microsoft, by which alone its causes can be told apart.
    @Test(arguments: [
        (
            "invalid_client", "AADSTS7000218: The request body must contain 'client_secret'.",
            "Allow public client flows"
        ),
        ("invalid_client", "AADSTS7000222: The provided client secret keys are expired.", "has run out"),
        ("invalid_client", "AADSTS7000215: Invalid client secret provided.", "not its id"),
        ("invalid_client", "AADSTS9: no.", "Check its client id and secret"),
        ("unauthorized_client", "AADSTS700016: Application was not found in the directory.", "tenant"),
        (
            "invalid_request", "AADSTS50194: The application is not configured as a multi-tenant application.",
            "account types"
        ),
        ("invalid_request", "AADSTS90002: Tenant was not found.", "tenant"),
        ("invalid_request", "AADSTS50011: The redirect URI does not match.", "redirect URIs"),
        ("invalid_request", "AADSTS9: no.", "registration"),
        ("invalid_grant", "AADSTS50173: The grant was revoked.", "password"),
        ("invalid_grant", "AADSTS700082: The refresh token has expired due to inactivity.", "90 days"),
        ("invalid_grant", "AADSTS53003: Blocked by Conditional Access.", "organisation demands"),
        ("invalid_grant", "AADSTS9: no.", "usual reasons"),
    ])
    func whatMicrosoftNumbersIsSaidInWords(_ code: String, _ description: String, _ advice: String) async throws {
        try await TokenScene.with { scene in
            scene.provider.change { $0.script = [.error(status: 400, code: code, description: description)] }
            let endpoint = try #require(scene.settings.endpoints(scene.transport)[.microsoft])
            let failure = await #expect(throws: OAuthFailure.self) { try await endpoint.refresh("any") }
            #expect(failure?.description.contains(advice) == true, "\(String(describing: failure))")
        }
    }

    @Test func anAccountInOrderHasNothingToMend() async throws {
        try await with { world in
            try await world.scene.connect()
            for way in [Way.gmail, .ses(), .smtp()] {
                let findings = await findings(world, way)
                #expect(findings.allSatisfy { $0.verdict == .ok }, "\(findings)")
            }
        }
    }
}
