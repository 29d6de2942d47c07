import NIOEmbedded
import Testing

@testable import IMAP

@Suite(.timeLimit(.minutes(10))) struct GreetingTests {
    @Test func okIsFollowedByCapability() async throws {
        let server = try await ScriptedServer.open()
        async let begun: Void = server.begin()
        try await server.say("* OK hello\r\n")
        try await server.expect("A1 CAPABILITY\r\n")
        try await server.say("* CAPABILITY IMAP4rev1 IDLE\r\nA1 OK done\r\n")
        try await begun
        #expect(server.connection.capabilities == CapabilitySet([.imap4rev1, .idle]))
    }

    @Test func capabilitiesInTheGreetingAreEnough() async throws {
        let server = try await ScriptedServer.open()
        async let begun: Void = server.begin()
        try await server.say("* OK [CAPABILITY IMAP4rev1 LITERAL+] hello\r\n")
        try await begun
        #expect(server.connection.capabilities.contains(.literalPlus))
        #expect(try await server.isSilent())
    }

    @Test func preauthNeedsNoLogin() async throws {
        let server = try await ScriptedServer.loggedIn()
        try await server.connection.authenticate(.password(user: "u", password: "p"))
        #expect(try await server.isSilent())
    }

    @Test func byeIsAnErrorWithItsText() async throws {
        let server = try await ScriptedServer.open()
        async let error = failure { try await server.begin() }
        try await server.say("* BYE too many connections\r\n")
        #expect(await error == .bye("too many connections"))
    }

    @Test(arguments: [
        "* CAPABILITY IMAP4rev1\r\n", "* NO later\r\n", "A1 OK early\r\n", "+ go\r\n", "220 smtp ready\r\n",
    ])
    func anythingElseIsNoGreeting(_ text: String) async throws {
        let server = try await ScriptedServer.open()
        async let error = failure { try await server.begin() }
        try await server.say(text)
        guard case .protocolViolation? = await error else {
            Issue.record("accepted")
            return
        }
    }

    @Test func silenceEndsAtTheConnectTimeout() async throws {
        let server = try await ScriptedServer.open { $0.connectTimeout = .seconds(30) }
        async let error = failure { try await server.begin() }
        // The clock starts with the caller's wait, so it is turned until the wait has begun and ended.
        while server.channel.isActive { await server.pass(.seconds(31)) }
        #expect(await error == .timedOut(command: "the connection"))
    }

    @Test func closedBeforeTheGreetingIsRetriable() async throws {
        let server = try await ScriptedServer.open()
        async let error = failure { try await server.begin() }
        try await server.hangUp()
        #expect(await error == .closed)
        #expect(IMAPError.closed.isRetriable)
    }
}
