import Testing

@testable import IMAP

@Suite(.timeLimit(.minutes(10))) struct HostileServerTests {
    @Test(arguments: [
        "A1 OK before any command\r\n", "+ go on\r\n", "\r\n", "*\r\n", "* \r\nx", "A1\r\n", "A0 OK\r\n",
        "* 99999999999999999999999999 EXISTS\r\n", "* 4294967296 EXISTS\r\n",
    ])
    func nonsenseBetweenCommandsEndsTheSession(_ text: String) async throws {
        let server = try await ScriptedServer.loggedIn()
        try await server.say(text + "* OK\r\n")
        let error = await failure { try await server.connection.noop() }
        if text == "* \r\nx" { return #expect(error != nil) }
        guard case .protocolViolation? = error else {
            Issue.record("\(String(describing: error))")
            return
        }
    }

    @Test(arguments: [
        "A2 OK not this one\r\n", "+ nobody asked\r\n", "* 1 FETCH (UID 0)\r\n", "* 1 FETCH (UID 4294967296)\r\n",
        "* 1 FETCH (UID 1 RFC822.SIZE 18446744073709551616)\r\n", "* 1 FETCH (BODY[] {5}\r\nabc)\r\nA1 OK\r\n",
        "* 1 FETCH (BODY[\r\n", "* SEARCH 1 2 x\r\n", "* SEARCH 0\r\n", "* ESEARCH UID ALL 1:x\r\n", "A1 PREAUTH\r\n",
        "* LIST () \"/\" \"unfinished\r\n", "* STATUS INBOX (MESSAGES -1)\r\n",
    ])
    func nonsenseDuringACommandEndsTheSession(_ text: String) async throws {
        let server = try await ScriptedServer.loggedIn()
        async let error = failure { try await server.connection.noop() }
        try await server.expect("A1 NOOP\r\n")
        try await server.say(text)
        guard case .protocolViolation? = await error else {
            Issue.record("accepted")
            return
        }
        await #expect(throws: IMAPError.self) { try await server.connection.noop() }
    }

    @Test(arguments: [
        ("* 1 FETCH (UID 1 BODY[] {67108865}\r\n", ParserLimits.Kind.literalSize),
        ("* 1 FETCH (UID 1 BODY[] {99999999999999999999999999}\r\n", .literalSize),
        ("* ESEARCH UID ALL 1:4294967295\r\n", .elements),
        ("* 1 FETCH (X " + String(repeating: "(", count: 40) + "\r\n", .nesting),
    ])
    func greedEndsTheSession(_ text: String, _ limit: ParserLimits.Kind) async throws {
        let server = try await ScriptedServer.loggedIn()
        async let error = failure { try await server.connection.noop() }
        try await server.expect("A1 NOOP\r\n")
        try await server.say(text)
        #expect(await error == .limitExceeded(limit))
    }

    @Test func lineWithoutEndIsCutOff() async throws {
        let server = try await ScriptedServer.loggedIn { $0.limits.lineLength = 1_000 }
        async let error = failure { try await server.connection.noop() }
        try await server.expect("A1 NOOP\r\n")
        for _ in 0..<11 { try await server.say(String(repeating: "x", count: 100)) }
        #expect(await error == .limitExceeded(.lineLength))
    }

    @Test func floodOfResponsesToOneCommandIsCutOff() async throws {
        let server = try await ScriptedServer.loggedIn { $0.limits.elements = 100 }
        async let error = failure { try await server.connection.noop() }
        try await server.expect("A1 NOOP\r\n")
        for _ in 0..<102 { try await server.say("* OK and\r\n") }
        #expect(await error == .limitExceeded(.elements))
    }

    @Test func manyLargeResponsesToOneCommandAreCutOff() async throws {
        let server = try await ScriptedServer.loggedIn { $0.limits.responseSize = 1_000 }
        async let error = failure { _ = try await server.connection.list() }
        try await server.expect("A1 LIST \"\" \"*\"\r\n")
        let listing = "* LIST () \"/\" {400}\r\n" + String(repeating: "x", count: 400) + "\r\n"
        try await server.say(listing + listing + listing)
        #expect(await error == .limitExceeded(.responseSize))
    }

    @Test func okBeforeTheLiteralWasSentIsAViolation() async throws {
        let server = try await ScriptedServer.loggedIn()
        async let error = failure { _ = try await server.connection.append([1, 2, 3], to: "Sent") }
        try await server.expect("A1 APPEND \"Sent\" {3}\r\n")
        try await server.say("A1 OK done already\r\n")
        #expect(await error == .protocolViolation("OK to a command before all of it was sent"))
    }

    @Test func refusalBeforeTheLiteralKeepsTheConversationInStep() async throws {
        let server = try await ScriptedServer.loggedIn()
        async let error = failure { _ = try await server.connection.append([1, 2, 3], to: "Nowhere") }
        try await server.expect("A1 APPEND \"Nowhere\" {3}\r\n")
        try await server.say("A1 NO [TRYCREATE] no such mailbox\r\n")
        #expect(await error == .no(serverText: "no such mailbox", code: .tryCreate))
        async let done: Void = server.connection.noop()
        try await server.expect("A2 NOOP\r\n")
        try await server.say("A2 OK\r\n")
        try await done
    }

    @Test func byeDuringACommandIsItsError() async throws {
        let server = try await ScriptedServer.loggedIn()
        async let error = failure { try await server.connection.noop() }
        try await server.expect("A1 NOOP\r\n")
        try await server.say("* BYE shutting down\r\n")
        #expect(await error == .bye("shutting down"))
        #expect(await failure { try await server.connection.noop() } == .bye("shutting down"))
    }

    @Test func byeBetweenCommandsIsTheErrorOfTheNext() async throws {
        let server = try await ScriptedServer.loggedIn()
        try await server.say("* BYE autologout\r\n")
        #expect(await failure { try await server.connection.noop() } == .bye("autologout"))
    }

    @Test func unknownResponsesAreAccepted() async throws {
        let server = try await ScriptedServer.loggedIn()
        async let done: Void = server.connection.noop()
        try await server.expect("A1 NOOP\r\n")
        try await server.say(
            "* METADATA \"x\" (a {3}\r\nb)c)\r\n* 17 NEWTHING (((\r\n* OK [FUTURE (x {3}] y {3}\r\nA1 OK\r\n")
        try await done
    }
}
