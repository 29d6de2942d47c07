import Testing

@testable import IMAP

@Suite(.timeLimit(.minutes(10))) struct IdleTests {
    @Test(arguments: ["* 5 EXISTS\r\n", "* 2 EXPUNGE\r\n", "* 1 FETCH (FLAGS (\\Seen))\r\n", "* VANISHED 3:4\r\n"])
    func newsEndIt(_ news: String) async throws {
        let server = try await ScriptedServer.loggedIn()
        async let outcome = server.connection.idle(for: .seconds(60))
        try await server.expect("A1 IDLE\r\n")
        try await server.say("+ idling\r\n* OK still here\r\n")
        try await server.say(news)
        try await server.expect("DONE\r\n")
        try await server.say("A1 OK done\r\n")
        #expect(try await outcome == .changed)
    }

    @Test func newsBeforeTheContinuationEndItToo() async throws {
        let server = try await ScriptedServer.loggedIn()
        async let outcome = server.connection.idle(for: .seconds(60))
        try await server.expect("A1 IDLE\r\n")
        try await server.say("* 5 EXISTS\r\n")
        #expect(try await server.isSilent())
        try await server.say("+ idling\r\n")
        try await server.expect("DONE\r\n")
        try await server.say("A1 OK done\r\n")
        #expect(try await outcome == .changed)
    }

    @Test func newsDuringAnotherCommandAreReportedByTheNextIdle() async throws {
        let server = try await ScriptedServer.loggedIn()
        async let done: Void = server.connection.noop()
        try await server.expect("A1 NOOP\r\n")
        try await server.say("* 5 EXISTS\r\nA1 OK\r\n")
        try await done
        #expect(try await server.connection.idle(for: .seconds(60)) == .changed)
        async let outcome = server.connection.idle(for: .seconds(60))
        try await server.expect("A2 IDLE\r\n")
        try await server.say("+ idling\r\n")
        server.connection.interruptIdle()
        try await server.expect("DONE\r\n")
        try await server.say("A2 OK\r\n")
        #expect(try await outcome == .interrupted)
    }

    @Test func newsAfterDoneAreNotLost() async throws {
        let server = try await ScriptedServer.loggedIn()
        async let outcome = server.connection.idle(for: .seconds(10))
        try await server.expect("A1 IDLE\r\n")
        try await server.say("+ idling\r\n")
        await server.pass(.seconds(11))
        try await server.expect("DONE\r\n")
        try await server.say("* 9 EXISTS\r\nA1 OK\r\n")
        #expect(try await outcome == .timedOut)
        #expect(try await server.connection.idle(for: .seconds(10)) == .changed)
    }

    @Test func newsOfTheOldMailboxEndWithSelect() async throws {
        let server = try await ScriptedServer.loggedIn()
        try await server.say("* 5 EXISTS\r\n")
        async let selected = server.connection.select(.inbox)
        try await server.expect("A1 SELECT \"INBOX\"\r\n")
        try await server.say("* 7 EXISTS\r\n* OK [UIDVALIDITY 3] x\r\nA1 OK [READ-WRITE] done\r\n")
        #expect(try await selected.exists == 7)
        async let outcome = server.connection.idle(for: .seconds(10))
        try await server.expect("A2 IDLE\r\n")
        try await server.say("+ idling\r\n")
        await server.pass(.seconds(10))
        try await server.expect("DONE\r\n")
        try await server.say("A2 OK\r\n")
        #expect(try await outcome == .timedOut)
    }

    @Test func longIdleIsRenewed() async throws {
        let server = try await ScriptedServer.loggedIn()
        async let outcome = server.connection.idle(for: .seconds(500), rearmingEvery: .seconds(300))
        try await server.expect("A1 IDLE\r\n")
        try await server.say("+ idling\r\n")
        await server.pass(.seconds(300))
        try await server.expect("DONE\r\n")
        try await server.say("A1 OK\r\n")
        try await server.expect("A2 IDLE\r\n")
        try await server.say("+ idling\r\n")
        await server.pass(.seconds(200))
        try await server.expect("DONE\r\n")
        try await server.say("A2 OK\r\n")
        #expect(try await outcome == .timedOut)
    }

    @Test func deadServerIsNoticedWhenDoneHasNoAnswer() async throws {
        let server = try await ScriptedServer.loggedIn()
        async let error = failure { _ = try await server.connection.idle(for: .seconds(300)) }
        try await server.expect("A1 IDLE\r\n")
        try await server.say("+ idling\r\n")
        await server.pass(.seconds(300))
        try await server.expect("DONE\r\n")
        await server.pass(.seconds(60))
        #expect(await error == .timedOut(command: "IDLE"))
    }

    @Test func waitingCommandInterruptsIt() async throws {
        let server = try await ScriptedServer.loggedIn()
        async let outcome = server.connection.idle(for: .seconds(60))
        try await server.expect("A1 IDLE\r\n")
        try await server.say("+ idling\r\n")
        async let done: Void = server.connection.noop()
        try await server.expect("DONE\r\n")
        try await server.say("A1 OK\r\n")
        #expect(try await outcome == .interrupted)
        try await server.expect("A2 NOOP\r\n")
        try await server.say("A2 OK\r\n")
        try await done
    }

    @Test func interruptionBeforeIdleIsRemembered() async throws {
        let server = try await ScriptedServer.loggedIn()
        server.connection.interruptIdle()
        #expect(try await server.connection.idle(for: .seconds(60)) == .interrupted)
        #expect(try await server.isSilent())
    }

    @Test func interruptionWhileItIsRenewedIsNotLost() async throws {
        let server = try await ScriptedServer.loggedIn()
        async let outcome = server.connection.idle(for: .seconds(500), rearmingEvery: .seconds(300))
        try await server.expect("A1 IDLE\r\n")
        try await server.say("+ idling\r\n")
        await server.pass(.seconds(300))
        try await server.expect("DONE\r\n")
        server.connection.interruptIdle()
        try await server.say("A1 OK\r\n")
        #expect(try await outcome == .interrupted)
    }

    @Test func cancellationSendsDoneAndKeepsTheConnection() async throws {
        let server = try await ScriptedServer.loggedIn()
        let idling = Task { try await server.connection.idle(for: .seconds(60)) }
        try await server.expect("A1 IDLE\r\n")
        try await server.say("+ idling\r\n")
        idling.cancel()
        await #expect(throws: IMAPError.cancelled) { try await idling.value }
        async let done: Void = server.connection.noop()
        try await server.expect("DONE\r\n")
        try await server.say("A1 OK\r\n")
        try await server.expect("A2 NOOP\r\n")
        try await server.say("A2 OK\r\n")
        try await done
    }

    @Test(arguments: ["", "+ idling\r\n", "+ idling\r\n* OK still here\r\n"])
    func whoeverEndsItByItselfIsAskedAgain(_ beginning: String) async throws {
        let server = try await ScriptedServer.loggedIn()
        for number in 1...2 {
            async let outcome = server.connection.idle(for: .seconds(60))
            try await server.expect("A\(number) IDLE\r\n")
            try await server.say("\(beginning)A\(number) OK that is enough\r\n")
            #expect(try await outcome == .ended)
        }
        #expect(try await server.isSilent())
    }

    /// A server that ends IDLE with the news, or just before our DONE, answers DONE as a command that it does not know.
    @Test(arguments: ["DONE BAD what?\r\n", "* BAD what?\r\n"])
    func aDoneThatComesTooLateDoesNoHarm(_ answer: String) async throws {
        let server = try await ScriptedServer.loggedIn()
        async let outcome = server.connection.idle(for: .seconds(60))
        try await server.expect("A1 IDLE\r\n")
        try await server.say("+ idling\r\n* 5 EXISTS\r\nA1 OK news\r\n")
        try await server.expect("DONE\r\n")
        #expect(try await outcome == .changed)
        async let done: Void = server.connection.noop()
        try await server.expect("A2 NOOP\r\n")
        try await server.say("\(answer)A2 OK\r\n")
        try await done
        try await server.say(answer)
        async let again: Void = server.connection.noop()
        try await server.expect("A3 NOOP\r\n")
        try await server.say("A3 OK\r\n")
        try await again
    }

    @Test func anInterruptionOfAnIdleThatIsGrantedAndEndedAtOnceIsNotLost() async throws {
        let server = try await ScriptedServer.loggedIn()
        async let outcome = server.connection.idle(for: .seconds(60))
        try await server.expect("A1 IDLE\r\n")
        server.connection.interruptIdle()
        try await server.say("A1 OK no idling here\r\n")
        #expect(try await outcome == .interrupted)
    }

    @Test func serverWithoutIdleIsNotAsked() async throws {
        let server = try await ScriptedServer.loggedIn("IMAP4rev1")
        #expect(await failure { _ = try await server.connection.idle(for: .seconds(60)) } == .unsupported("IDLE"))
    }
}
