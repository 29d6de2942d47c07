import IMAP
import TestServers
import Testing

/// Waiting for mail at a real Dovecot, and what ends it.
extension DovecotTests {
    @Test func idleReturnsWhenMailComes() async throws {
        let connection = try await open()
        _ = try await connection.select(.inbox)
        async let outcome = connection.idle(for: .seconds(60))
        try await house.dovecot.deliver(message(1), to: account)
        #expect(try await outcome == .changed)
        #expect(try await connection.search(.all).count == 1)
        await connection.logout()
    }

    @Test func anotherCommandInterruptsIdle() async throws {
        let connection = try await open()
        _ = try await connection.select(.inbox)
        async let outcome = connection.idle(for: .seconds(60))
        while try await connection.status("Sent").messages != 0 {}
        connection.interruptIdle()
        #expect(try await outcome == .interrupted)
        await connection.logout()
    }

    @Test func cancelledIdleLeavesTheConnectionUsable() async throws {
        let connection = try await open()
        _ = try await connection.select(.inbox)
        let idling = Task { try await connection.idle(for: .seconds(60)) }
        idling.cancel()
        await #expect(throws: IMAPError.cancelled) { try await idling.value }
        try await connection.noop()
        await connection.logout()
    }

    @Test func kickedSessionFailsRetriably() async throws {
        let connection = try await open()
        _ = try await connection.select(.inbox)
        async let outcome = connection.idle(for: .seconds(60))
        try await house.dovecot.kick(account)
        do {
            _ = try await outcome
            Issue.record("the session survived")
        } catch let error as IMAPError {
            #expect(error.isRetriable)
        }
    }

    @Test func frozenServerIsNoticed() async throws {
        let server = try await Dovecot.start([account])
        var endpoint = server.endpoint(.tls)
        endpoint.commandTimeout = .seconds(2)
        let connection = try await IMAPConnection.connect(to: endpoint)
        try await connection.authenticate(account.credentials)
        _ = try await connection.select(.inbox)
        server.pause()
        let error = await failure { _ = try await connection.idle(for: .milliseconds(10)) }
        server.resume()
        #expect(error == .timedOut(command: "IDLE"))
        #expect(await failure { try await connection.noop() } == .closed)
        try await server.stop()
    }
}
