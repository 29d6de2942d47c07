import Postgres
import TestServers
import Testing
import Timing

@Suite(.timeLimit(.minutes(10))) struct PostgresConnectionTests {
    // Unstructured because no single test owns it: it lives as long as the process.
    static let server = Task { try await PostgresServer.start() }

    private func connect(_ change: (inout PostgresConfiguration) -> Void = { _ in }) async throws -> PostgresConnection
    {
        var configuration = PostgresConfiguration(url: try await Self.server.value.url)
        change(&configuration)
        return try await PostgresConnection.open(configuration)
    }

    @Test func statementsOfOneRoundTripAnswerInOrder() async throws {
        let connection = try await connect()
        let statements = (0..<500).map { PostgresStatement("SELECT $1 + 1 AS n", [PostgresParameter(.int($0), .int8)]) }
        let results = try await connection.run(statements, effect: .undoable)
        #expect(results.map { $0.rows[0][0] } == (0..<500).map { .int($0 + 1) })
        connection.close()
    }

    @Test func theFirstFailureEndsARoundTripAndTheConnectionGoesOn() async throws {
        let connection = try await connect()
        let error = await #expect(throws: PostgresError.self) {
            try await connection.run(
                [
                    PostgresStatement("SELECT 1"), PostgresStatement("SELECT 1/0"),
                    PostgresStatement("SELECT new_one()"),
                ],
                effect: .undoable)
        }
        #expect(error?.kind == .statement)
        #expect(error?.sqlState == "22012")
        #expect(connection.isClean)
        #expect(try await connection.run(PostgresStatement("SELECT 2"), effect: .undoable).rows == [[.int(2)]])
        connection.close()
    }

    @Test func manyMegabytesGoBothWays() async throws {
        let connection = try await connect()
        let large = String(repeating: "0123456789abcdef", count: 1 << 20)
        let echoed = try await connection.run(
            PostgresStatement("SELECT $1 AS x, octet_length($1)", [PostgresParameter(.text(large), .text)]),
            effect: .undoable)
        #expect(echoed.rows == [[.text(large), .int(16 << 20)]])
        connection.close()
    }

    @Test func statementsGivenAtOnceAllAnswer() async throws {
        let connection = try await connect()
        let sum = try await withThrowingTaskGroup(of: Int64.self) { group in
            for number in 0..<100 {
                group.addTask {
                    let result = try await connection.run(
                        PostgresStatement("SELECT $1", [PostgresParameter(.int(Int64(number)), .int8)]),
                        effect: .undoable)
                    if case .int(let number) = result.rows[0][0] { return number }
                    return -1_000
                }
            }
            return try await group.reduce(0, +)
        }
        #expect(sum == 4_950)
        connection.close()
    }

    @Test func aThousandDifferentTextsDoNotFillTheServer() async throws {
        let connection = try await connect()
        for number in 0..<450 {
            let result = try await connection.run(PostgresStatement("SELECT \(number) AS n"), effect: .undoable)
            #expect(result.rows == [[.int(Int64(number))]])
        }
        let count = try await connection.run(
            PostgresStatement("SELECT count(*) FROM pg_prepared_statements"), effect: .undoable)
        #expect(count.rows == [[.int(200)]])
        connection.close()
    }

    @Test func scriptsAndStatementsTakeTurns() async throws {
        let connection = try await connect()
        try await connection.run(
            script: "CREATE TEMP TABLE a (x int); INSERT INTO a VALUES (1), (2);", effect: .commits)
        #expect(
            try await connection.run(PostgresStatement("SELECT count(*) FROM a"), effect: .undoable).rows == [[.int(2)]]
        )
        let error = await #expect(throws: PostgresError.self) {
            try await connection.run(script: "INSERT INTO a VALUES (3); SELECT broken", effect: .commits)
        }
        #expect(error?.sqlState == "42703")
        #expect(
            try await connection.run(PostgresStatement("SELECT count(*) FROM a"), effect: .undoable).rows == [[.int(2)]]
        )
        connection.close()
    }

    @Test func copyIsRefusedInsteadOfHanging() async throws {
        let connection = try await connect()
        let error = await #expect(throws: PostgresError.self) {
            try await connection.run(script: "COPY (SELECT 1) TO STDOUT", effect: .undoable)
        }
        #expect(error?.kind == .invalid)
    }

    @Test func aStatementPastItsDeadlineIsCancelledOnTheServer() async throws {
        let connection = try await connect()
        let error = await #expect(throws: PostgresError.self) {
            try await connection.run(
                PostgresStatement("SELECT pg_sleep(600) AS deadline_test"), effect: .undoable,
                timeout: .milliseconds(50))
        }
        #expect(error?.kind == .deadline)
        #expect(error?.isRetriable == true)
        #expect(!connection.isClean)
        let server = try await Self.server.value
        while try await server.psql("SELECT count(*) FROM pg_stat_activity WHERE query LIKE '%deadline\\_test'") != "0"
        { try Task.checkCancellation() }
        let after = await #expect(throws: PostgresError.self) { try await connection.ping() }
        #expect(after?.kind == .connectionLost)
    }

    @Test func aFrozenServerDuringACommitLeavesTheOutcomeUnknown() async throws {
        let server = try await PostgresServer.start()
        let connection = try await PostgresConnection.open(PostgresConfiguration(url: server.url))
        _ = try await connection.run(PostgresStatement("BEGIN"), effect: .undoable)
        try await server.psql("SELECT pg_reload_conf()")
        server.pause()
        let error = await #expect(throws: PostgresError.self) {
            try await connection.run(
                PostgresStatement("SELECT pg_sleep(600)"), effect: .commits, timeout: .milliseconds(50))
        }
        #expect(error?.kind == .outcomeUnknown)
        server.resume()
        try await server.kill()
    }

    @Test func closingFailsWhatRuns() async throws {
        let connection = try await connect()
        async let running = #expect(throws: PostgresError.self) {
            try await connection.run(PostgresStatement("SELECT pg_sleep(600) AS close_test"), effect: .undoable)
        }
        let server = try await Self.server.value
        while try await server.psql("SELECT count(*) FROM pg_stat_activity WHERE query LIKE '%close\\_test'") == "0" {
            try Task.checkCancellation()
        }
        connection.close()
        #expect(await running?.kind == .connectionLost)
        let after = await #expect(throws: PostgresError.self) { try await connection.ping() }
        #expect(after?.kind == .closed)
    }
}
