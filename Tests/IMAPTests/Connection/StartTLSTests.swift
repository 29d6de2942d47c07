import Testing

@testable import IMAP

@Suite(.timeLimit(.minutes(10))) struct StartTLSTests {
    @Test(arguments: ["* OK injected\r\n", "A3 OK injected\r\n", "*", "\r\n", "* BYE\r\n"])
    func bytesAfterTheAnswerEndTheConnection(_ injected: String) async throws {
        let server = try await open()
        async let error = failure { try await server.begin() }
        try await server.say("* OK [CAPABILITY IMAP4rev1 STARTTLS] hello\r\n")
        try await server.expect("A1 STARTTLS\r\n")
        try await server.say("A1 OK begin\r\n" + injected)
        #expect(await error == .protocolViolation("clear text after STARTTLS"))
        #expect(try await server.isSilent())
    }

    @Test func clearTextInPlaceOfTheHandshakeIsATLSFailure() async throws {
        let server = try await open()
        async let error = failure { try await server.begin() }
        try await server.say("* OK [CAPABILITY IMAP4rev1 STARTTLS] hello\r\n")
        try await server.expect("A1 STARTTLS\r\n")
        try await server.say("A1 OK begin\r\n")
        // The TLS handler reports the garbage on the channel as well; the test is about what the caller sees.
        try? await server.say("* OK [CAPABILITY IMAP4rev1] all yours\r\n")
        guard case .tlsFailed? = await error else {
            Issue.record("\(String(describing: await error))")
            return
        }
    }

    @Test func serverWithoutStartTLSGetsNothingInClear() async throws {
        let server = try await open()
        async let error = failure { try await server.begin() }
        try await server.say("* OK [CAPABILITY IMAP4rev1 AUTH=PLAIN] hello\r\n")
        #expect(await error == .unsupported("STARTTLS"))
        #expect(try await server.isSilent())
    }

    @Test func refusedStartTLSIsATLSFailure() async throws {
        let server = try await open()
        async let error = failure { try await server.begin() }
        try await server.say("* OK [CAPABILITY IMAP4rev1 STARTTLS] hello\r\n")
        try await server.expect("A1 STARTTLS\r\n")
        try await server.say("A1 NO not today\r\n")
        #expect(await error == .tlsFailed(.handshake("STARTTLS was refused: not today")))
    }

    @Test func preauthWouldPreventEncryptionAndIsRefused() async throws {
        let server = try await open()
        async let error = failure { try await server.begin() }
        try await server.say("* PREAUTH [CAPABILITY IMAP4rev1 STARTTLS] welcome\r\n")
        #expect(await error == .unsupported("STARTTLS after a PREAUTH greeting"))
    }

    private func open() async throws -> ScriptedServer {
        try await ScriptedServer.open { $0.security = .startTLS }
    }
}
