import TestServers
import Testing

struct PostgresServerTests {
    @Test func committedRowsSurviveKillNineAndEachTestHasItsOwnDatabase() async throws {
        let postgres = try await PostgresServer.start(settings: ["max_connections": "17"])
        let first = try await postgres.createDatabase()
        let second = try await postgres.createDatabase()
        #expect(first != second)
        let name = String(first.split(separator: "/").last ?? "")
        try await postgres.psql("CREATE TABLE kept (n int); INSERT INTO kept VALUES (7)", in: name)
        try await postgres.kill()
        await #expect(throws: TestServerError.self) { try await postgres.psql("SELECT 1") }
        try await postgres.start()
        #expect(try await postgres.psql("SELECT n FROM kept", in: name) == "7")
        try await postgres.restart()
        #expect(try await postgres.psql("SHOW max_connections") == "17")
        #expect(try await postgres.psql("SELECT rolsuper, rolcreatedb FROM pg_roles WHERE rolname = 'mosaic'") == "f|t")
        try await postgres.dropDatabase(first)
        await #expect(throws: TestServerError.self) { try await postgres.psql("SELECT 1", in: name) }
        try await postgres.stop()
    }
}
