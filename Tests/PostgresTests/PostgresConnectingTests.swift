import Postgres
import TestServers
import Testing
import Timing

@Suite struct PostgresConnectingTests {
    private func failure(_ url: String, timeout: Duration = .seconds(5)) async -> PostgresError? {
        await #expect(throws: PostgresError.self) {
            try await PostgresConnection.open(PostgresConfiguration(url: url, connectTimeout: timeout))
        }
    }

    @Test func nobodyThereIsSaidWithThePlace() async {
        let error = await failure("postgresql://mosaic:hidden@127.0.0.1:1/mosaic")
        #expect(error?.kind == .unreachable)
        #expect(error?.isRetriable == true)
        #expect(error?.sentence.contains("127.0.0.1:1") == true)
        #expect(error?.sentence.contains("hidden") == false)
    }

    @Test func aWrongPasswordIsRefusedWithoutBeingQuoted() async throws {
        let server = try await PostgresConnectionTests.server.value
        let error = await failure("postgresql://mosaic:hidden@127.0.0.1:\(server.port)/mosaic")
        #expect(error?.kind == .refused)
        #expect(error?.sentence.contains("password") == true)
        #expect(error?.sentence.contains("hidden") == false)
    }

    @Test func aMissingDatabaseIsNamedWithTheCommandThatMakesIt() async throws {
        let server = try await PostgresConnectionTests.server.value
        let error = await failure(server.url(database: "absent"))
        #expect(error?.kind == .refused)
        #expect(error?.sentence.contains("createdb absent") == true)
    }

    @Test func aServerWithoutTLSIsRefusedWhenTheURLWantsIt() async throws {
        let server = try await PostgresConnectionTests.server.value
        let error = await failure(server.url + "?sslmode=require")
        #expect(error?.kind == .refused)
        #expect(error?.sentence.contains("sslmode") == true)
    }

    @Test(arguments: [
        "postgresql://mosaic:hid%zzhidden@h/x", "postgresql://h:hidden/x", "nonsense hidden", "host='hidden",
        "postgresql://mosaic:hid@hidden@h/x", "postgresql://mosaic:12/hidden@h/x", "postgresql://mosaic:hidden/x@h/x",
    ])
    func aURLThatDoesNotParseIsNotQuoted(url: String) async {
        let error = await failure(url)
        #expect(error?.kind == .invalid)
        #expect(error?.sentence.contains("hidden") == false)
    }

    @Test func aServerThatAcceptsAndSaysNothingIsGivenUp() async throws {
        let server = try await PostgresServer.start()
        server.pause()
        let error = await failure(server.url, timeout: .milliseconds(100))
        #expect(error?.kind == .unreachable)
        #expect(error?.sentence.contains("did not answer") == true)
        server.resume()
        try await server.kill()
    }

    @Test func aUnixSocketWorks() async throws {
        let server = try await PostgresConnectionTests.server.value
        let folder = try await server.psql("SHOW unix_socket_directories")
        let connection = try await PostgresConnection.open(
            PostgresConfiguration(url: "postgresql:///mosaic?host=\(folder)&port=\(server.port)&user=mosaic"))
        #expect(
            try await connection.run(PostgresStatement("SELECT inet_client_addr()"), effect: .undoable).rows == [
                [.null]
            ])
        connection.close()
    }

    @Test func theSessionReadsValuesTheSameWayWhateverTheRoleSays() async throws {
        let server = try await PostgresConnectionTests.server.value
        let url = try await server.createDatabase()
        let name = url.split(separator: "/").last ?? ""
        for setting in ["TimeZone = 'Asia/Tokyo'", "DateStyle = 'German'", "bytea_output = 'escape'"] {
            try await server.psql("ALTER DATABASE \(name) SET \(setting)", in: "postgres")
        }
        let connection = try await PostgresConnection.open(PostgresConfiguration(url: url, applicationName: "named"))
        let result = try await connection.run(
            PostgresStatement(
                """
                SELECT to_timestamp(0), '\\x00'::bytea,
                    current_setting('application_name'), current_setting('client_connection_check_interval')
                """),
            effect: .undoable)
        #expect(result.rows == [[.timestamp(.epoch), .bytes([0]), .text("named"), .text("1s")]])
        connection.close()
    }
}
