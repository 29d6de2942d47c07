import Postgres
import Synchronization
import TestServers
import Testing
import Timing

@Suite struct PostgresPoolTests {
    private func pool(_ change: (inout PostgresConfiguration) -> Void = { _ in }) async throws -> PostgresPool {
        var configuration = PostgresConfiguration(url: try await PostgresConnectionTests.server.value.url)
        change(&configuration)
        return PostgresPool(configuration)
    }

    private func backend(_ connection: PostgresConnection) async throws -> PostgresValue {
        try await connection.run(PostgresStatement("SELECT pg_backend_pid()"), effect: .undoable).rows[0][0]
    }

    @Test func atMostSoManySessionsServeAll() async throws {
        let pool = try await pool {
            $0.maximumConnections = 3
            $0.acquireTimeout = .seconds(60)
        }
        let backends = try await withThrowingTaskGroup(of: PostgresValue.self) { group in
            for _ in 0..<60 { group.addTask { try await pool.withConnection { try await backend($0) } } }
            return try await group.reduce(into: Set()) { $0.insert($1) }
        }
        #expect((1...3).contains(backends.count))
        pool.close()
    }

    @Test func whoWaitsTooLongIsTold() async throws {
        let pool = try await pool {
            $0.maximumConnections = 1
            $0.acquireTimeout = .milliseconds(20)
        }
        var error: PostgresError?
        // Opening the one connection may itself take longer than that, on a busy machine.
        while error == nil {
            do {
                error = try await pool.withConnection { _ in
                    await #expect(throws: PostgresError.self) { try await pool.withConnection { _ in } }
                }
            } catch let slow as PostgresError { #expect(slow.kind == .poolExhausted) }
        }
        #expect(error?.kind == .poolExhausted)
        pool.close()
    }

    @Test func aCancelledWaiterLeavesTheLine() async throws {
        let pool = try await pool { $0.maximumConnections = 1 }
        try await pool.withConnection { _ in
            let waiting = Task { try await pool.withConnection { _ in } }
            waiting.cancel()
            let error = await #expect(throws: PostgresError.self) { try await waiting.value }
            #expect(error?.kind == .cancelled)
        }
        try await pool.withConnection { try await $0.ping() }
        pool.close()
    }

    @Test func aTransactionLeftOpenIsNotPassedOn() async throws {
        let pool = try await pool { $0.maximumConnections = 1 }
        let first = try await pool.withConnection { connection in
            _ = try await connection.run(PostgresStatement("BEGIN"), effect: .undoable)
            return try await backend(connection)
        }
        let second = try await pool.withConnection { try await backend($0) }
        #expect(first != second)
        pool.close()
    }

    @Test func anIdleSessionThatTheServerEndedIsReplaced() async throws {
        let pool = try await pool {
            $0.maximumConnections = 1
            $0.applicationName = "idle_ended"
            $0.idleCheck = .zero
        }
        let first = try await pool.withConnection { try await backend($0) }
        let server = try await PostgresConnectionTests.server.value
        try await server.psql(
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE application_name = 'idle_ended'")
        let second = try await pool.withConnection { try await backend($0) }
        #expect(first != second)
        pool.close()
    }

    @Test func aClosedPoolRefuses() async throws {
        let pool = try await pool()
        try await pool.withConnection { try await $0.ping() }
        pool.close()
        let error = await #expect(throws: PostgresError.self) { try await pool.withConnection { _ in } }
        #expect(error?.kind == .closed)
    }
}
