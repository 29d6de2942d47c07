import NIOCore
import NIOEmbedded
import Testing

@testable import IMAP

@Suite(.timeLimit(.minutes(10))) struct PatienceTests {
    @Test func unansweredCommandFailsAndCloses() async throws {
        let server = try await ScriptedServer.loggedIn()
        async let error = failure { try await server.connection.noop() }
        try await server.expect("A1 NOOP\r\n")
        // Drops of news do not count as an answer.
        await server.pass(.seconds(59))
        try await server.say("* OK wait\r\n")
        await server.pass(.seconds(1))
        #expect(await error == .timedOut(command: "NOOP"))
        #expect(await failure { try await server.connection.noop() } == .closed)
    }

    @Test func fetchMayTakeLongButNotBeSilent() async throws {
        let server = try await ScriptedServer.loggedIn()
        async let error = failure { _ = try await server.connection.fetch(.all, [.flags]) }
        try await server.expect("A1 UID FETCH 1:* (UID FLAGS)\r\n")
        for number in 1...5 {
            await server.pass(.seconds(50))
            try await server.say("* \(number) FETCH (UID \(number) FLAGS ())\r\n")
        }
        await server.pass(.seconds(61))
        #expect(await error == .timedOut(command: "UID FETCH"))
    }

    @Test func waitingCommandGetsItsOwnTime() async throws {
        let server = try await ScriptedServer.loggedIn()
        async let first: Void = server.connection.noop()
        try await server.expect("A1 NOOP\r\n")
        async let second: [UID] = server.connection.search(.all)
        await server.pass(.seconds(50))
        try await server.say("A1 OK\r\n")
        try await first
        try await server.expect("A2 UID SEARCH ALL\r\n")
        await server.pass(.seconds(50))
        try await server.say("* SEARCH 4\r\nA2 OK\r\n")
        #expect(try await second.map(\.rawValue) == [4])
    }

    @Test func cancellingAWaitingCommandTakesItOutOfTheQueue() async throws {
        let server = try await ScriptedServer.loggedIn()
        async let first: Void = server.connection.noop()
        try await server.expect("A1 NOOP\r\n")
        let second = Task { try await server.connection.search(.all) }
        second.cancel()
        await #expect(throws: IMAPError.cancelled) { try await second.value }
        try await server.say("A1 OK\r\n")
        try await first
        #expect(try await server.isSilent())
    }

    @Test func cancellingACommandInFlightCloses() async throws {
        let server = try await ScriptedServer.loggedIn()
        let command = Task { try await server.connection.noop() }
        try await server.expect("A1 NOOP\r\n")
        command.cancel()
        await #expect(throws: IMAPError.cancelled) { try await command.value }
        #expect(await failure { try await server.connection.noop() } == .closed)
    }

    @Test func logoutLeavesASilentServerAfterFiveSeconds() async throws {
        let server = try await ScriptedServer.loggedIn()
        async let done: Void = server.connection.logout()
        try await server.expect("A1 LOGOUT\r\n")
        await server.pass(.seconds(5))
        await done
    }

    @Test func logoutTakesByeAsTheAnswerItIs() async throws {
        let server = try await ScriptedServer.loggedIn()
        async let done: Void = server.connection.logout()
        try await server.expect("A1 LOGOUT\r\n")
        try await server.say("* BYE bye\r\nA1 OK\r\n")
        await done
    }

    @Test func slowReaderStopsTheReading() async throws {
        let server = try await ScriptedServer.loggedIn()
        let reads = ReadCounter()
        try await server.channel.testingEventLoop.executeInContext {
            try server.channel.pipeline.syncOperations.addHandler(reads.handler, position: .first)
        }
        let gate = Gate()
        let fetching = Task {
            var count = 0
            try await server.connection.fetch(.all, [.body(.full)]) { _ in
                count += 1
                await gate.wait()
            }
            return count
        }
        try await server.expect("A1 UID FETCH 1:* (UID BODY.PEEK[])\r\n")
        let body = String(repeating: "x", count: 600_000)
        try await server.say("* 1 FETCH (UID 1 BODY[] {600000}\r\n\(body))\r\n")
        await gate.arrived()
        try await server.say(
            "* 2 FETCH (UID 2 BODY[] {600000}\r\n\(body))\r\n* 3 FETCH (UID 3 BODY[] {600000}\r\n\(body))\r\n")
        let before = reads.count
        server.channel.read()
        await server.channel.testingEventLoop.run()
        #expect(reads.count == before)
        // Nobody is slow but us: the server's clock stands still meanwhile.
        await server.pass(.seconds(200))
        gate.open()
        try await server.say("A1 OK\r\n")
        #expect(try await fetching.value == 3)
        #expect(reads.count > before)
    }
}
