import Testing
import Text

@testable import IMAP

@Suite(.timeLimit(.minutes(10))) struct AuthenticationTests {
    private let password = IMAPCredentials.password(user: "ann", password: "pass word")

    @Test func plainGoesInOneLineWithInitialResponse() async throws {
        let server = try await greeted("IMAP4rev1 AUTH=PLAIN SASL-IR")
        async let done: Void = server.connection.authenticate(password)
        try await server.expect("A1 AUTHENTICATE PLAIN AGFubgBwYXNzIHdvcmQ=\r\n")
        try await server.say("A1 OK [CAPABILITY IMAP4rev1 IDLE] in\r\n")
        try await done
        #expect(server.connection.capabilities.contains(.idle))
        #expect(try await server.isSilent())
    }

    @Test func plainWaitsForTheServerWithoutInitialResponse() async throws {
        let server = try await greeted("IMAP4rev1 AUTH=PLAIN")
        async let done: Void = server.connection.authenticate(password)
        try await server.expect("A1 AUTHENTICATE PLAIN\r\n")
        try await server.say("+ \r\n")
        try await server.expect("AGFubgBwYXNzIHdvcmQ=\r\n")
        try await server.say("* CAPABILITY IMAP4rev1 MOVE\r\nA1 OK in\r\n")
        try await done
        #expect(server.connection.capabilities.contains(.move))
    }

    @Test func capabilitiesAreAskedForWhenTheLoginDoesNotTellThem() async throws {
        let server = try await greeted("IMAP4rev1")
        async let done: Void = server.connection.authenticate(password)
        try await server.expect("A1 LOGIN \"ann\" \"pass word\"\r\n")
        try await server.say("A1 OK in\r\n")
        try await server.expect("A2 CAPABILITY\r\n")
        try await server.say("* CAPABILITY IMAP4rev1 X-GM-EXT-1\r\nA2 OK\r\n")
        try await done
        #expect(server.connection.capabilities.contains(.gmailExtensions))
    }

    @Test func loginSendsOddPasswordsAsLiterals() async throws {
        let server = try await greeted("IMAP4rev1")
        async let done: Void = server.connection.authenticate(.password(user: "a\"n\\n", password: "é\r\nA9 LOGOUT"))
        try await server.expect("A1 LOGIN \"a\\\"n\\\\n\" {13}\r\n")
        try await server.say("+ go\r\n")
        try await server.expect("é\r\nA9 LOGOUT\r\n")
        try await server.say("A1 OK [CAPABILITY IMAP4rev1] in\r\n")
        try await done
    }

    @Test func disabledLoginSendsNoPassword() async throws {
        let server = try await greeted("IMAP4rev1 LOGINDISABLED")
        let error = await failure { try await server.connection.authenticate(password) }
        guard case .unsupported? = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(try await server.isSilent())
    }

    @Test func tokenGoesAsXOAuth2() async throws {
        let server = try await greeted("IMAP4rev1 AUTH=XOAUTH2 SASL-IR")
        async let done: Void = server.connection.authenticate(.bearer(user: "u@x.example", token: "t0ken"))
        let message = "dXNlcj11QHguZXhhbXBsZQFhdXRoPUJlYXJlciB0MGtlbgEB"
        try await server.expect("A1 AUTHENTICATE XOAUTH2 \(message)\r\n")
        try await server.say("A1 OK [CAPABILITY IMAP4rev1] in\r\n")
        try await done
    }

    @Test func theStandardMechanismIsPreferredAndItsRefusalAcknowledged() async throws {
        let server = try await greeted("IMAP4rev1 AUTH=XOAUTH2 AUTH=OAUTHBEARER SASL-IR")
        async let error = failure {
            try await server.connection.authenticate(.bearer(user: "u,=@x.example", token: "t0ken"))
        }
        let endpoint = server.connection.endpoint
        let message =
            "n,a=u=2C=3D@x.example,\u{1}host=\(endpoint.host)\u{1}port=\(endpoint.port)\u{1}auth=Bearer t0ken\u{1}\u{1}"
        try await server.expect("A1 AUTHENTICATE OAUTHBEARER \(Base64.encoded(message.utf8))\r\n")
        try await server.say("+ eyJzdGF0dXMiOiJpbnZhbGlkX3Rva2VuIn0=\r\n")
        // One 0x01 (RFC 7628 section 3.2.3).
        try await server.expect("AQ==\r\n")
        try await server.say("A1 NO [AUTHENTICATIONFAILED] expired\r\n")
        #expect(await error == .tokenRefused(serverText: "expired", code: .authenticationFailed))
    }

    @Test(
        arguments: [
            ("[ALERT] Too many simultaneous connections. (Failure)", false), ("Lookup failed", false),
            ("[UNAVAILABLE] Temporary System Error", false), ("[LIMIT] enough", false), ("[CONTACTADMIN] no", false),
            ("[AUTHENTICATIONFAILED] Too many wrong passwords", true), ("[EXPIRED] Password expired", true),
            ("LOGIN failed.", true), ("[ALERT] Application-specific password required", true),
            ("Authentication failed, try again later: too many failures", false),
        ])
    func onlyWhatIsSurelyAboutThePasswordIsAWrongPassword(_ text: String, isWrong: Bool) async throws {
        let server = try await greeted("IMAP4rev1")
        async let error = failure { try await server.connection.authenticate(password) }
        try await server.expect("A1 LOGIN \"ann\" \"pass word\"\r\n")
        try await server.say("A1 NO \(text)\r\n")
        let isCredentialFault = if case .authenticationFailed? = await error { true } else { false }
        #expect(isCredentialFault == isWrong)
    }

    @Test func refusedTokenIsAnsweredWithAnEmptyLine() async throws {
        let server = try await greeted("IMAP4rev1 AUTH=XOAUTH2 SASL-IR")
        async let error = failure {
            try await server.connection.authenticate(.bearer(user: "u@x.example", token: "t0ken"))
        }
        try await server.expect("A1 AUTHENTICATE XOAUTH2 dXNlcj11QHguZXhhbXBsZQFhdXRoPUJlYXJlciB0MGtlbgEB\r\n")
        try await server.say("+ eyJzdGF0dXMiOiI0MDAifQ==\r\n")
        try await server.expect("\r\n")
        try await server.say("A1 NO [AUTHENTICATIONFAILED] Invalid credentials (Failure)\r\n")
        #expect(
            await error == .tokenRefused(serverText: "Invalid credentials (Failure)", code: .authenticationFailed))
    }

    @Test func passingTroubleOfTheServerIsNotAWrongPassword() async throws {
        let server = try await greeted("IMAP4rev1")
        async let error = failure { try await server.connection.authenticate(password) }
        try await server.expect("A1 LOGIN \"ann\" \"pass word\"\r\n")
        try await server.say("A1 NO [UNAVAILABLE] database is down\r\n")
        let thrown = await error
        #expect(thrown == .no(serverText: "database is down", code: .unavailable))
        #expect(thrown?.isRetriable == true)
    }

    @Test(arguments: [
        "A1 NO cannot check 'pass word'\r\n", "A1 BAD LOGIN ann \"pass word\"\r\n", "* BYE AGFubgBwYXNzIHdvcmQ=\r\n",
        "A1 NO [X pass word] x\r\n", "A1 WHAT pass word\r\n",
    ])
    func secretsTheServerRepeatsAreNotPassedOn(_ answer: String) async throws {
        let server = try await greeted("IMAP4rev1")
        async let error = failure { try await server.connection.authenticate(password) }
        try await server.expect("A1 LOGIN \"ann\" \"pass word\"\r\n")
        try await server.say(answer)
        let thrown = try #require(await error)
        #expect(!String(reflecting: thrown).contains("pass word"))
        #expect(!"\(thrown)".contains("pass word"))
        #expect(!String(reflecting: thrown).contains("AGFubg"))
    }

    @Test func secretsShowNowhere() {
        var dumped = ""
        dump([password, .bearer(user: "ann", token: "pass word")], to: &dumped)
        let command = Command(
            name: "LOGIN", segments: [Array("LOGIN ann \"pass word\"\r\n".utf8)], patience: .total(.seconds(1)))
        dump(command, to: &dumped)
        let texts = [dumped, "\(password)", String(reflecting: password), "\(command)", String(reflecting: command)]
        #expect(!texts.contains { $0.contains("pass word") || $0.contains("112") })
    }

    @Test(arguments: [
        IMAPCredentials.password(user: "a\0b", password: "p"), .password(user: "a", password: "p\0"),
        .bearer(user: "a\u{1}auth=Bearer x", token: "t"),
    ])
    func credentialsThatCouldForgeTheExchangeAreRefused(_ credentials: IMAPCredentials) async throws {
        let server = try await greeted("IMAP4rev1 AUTH=PLAIN AUTH=XOAUTH2 SASL-IR")
        let error = await failure { try await server.connection.authenticate(credentials) }
        #expect(error == .invalidArgument("credentials with a control character in them"))
        #expect(try await server.isSilent())
    }

    private func greeted(_ capabilities: String) async throws -> ScriptedServer {
        let server = try await ScriptedServer.open()
        async let begun: Void = server.begin()
        try await server.say("* OK [CAPABILITY \(capabilities)] hello\r\n")
        try await begun
        return server
    }
}
