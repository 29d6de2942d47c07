import Testing

@testable import TestServers

/// A frozen server takes connections (the kernel does) and says nothing, until it goes on.
struct PausedServerTests {
    @Test func redisIsSilent() async throws {
        let redis = try await RedisServer.start()
        redis.pause()
        #expect(try await answer(from: redis.port, to: "PING") == "silence")
        redis.resume()
        #expect(try await answer(from: redis.port, to: "PING") == "+PONG")
        try await redis.stop()
    }

    @Test func dovecotIsSilentInItsSessionsToo() async throws {
        let dovecot = try await Dovecot.start()
        dovecot.pause()
        #expect(try await answer(from: dovecot.imapPort, to: "a1 NOOP") == "silence")
        dovecot.resume()
        #expect(try await answer(from: dovecot.imapPort, to: "a1 NOOP").hasPrefix("* OK"))
        try await dovecot.stop()
    }

    @Test func postgresIsStoppedEvenWhilePaused() async throws {
        let postgres = try await PostgresServer.start()
        postgres.pause()
        try await postgres.stop()
        try await postgres.start()
        #expect(try await postgres.psql("SELECT 1") == "1")
        try await postgres.kill()
    }

    private func answer(from port: UInt16, to line: String) async throws -> String {
        let script = """
            import socket, sys
            session = socket.create_connection(("127.0.0.1", int(sys.argv[1])), timeout=5)
            session.sendall(sys.argv[2].encode() + b"\\r\\n")
            session.settimeout(float(sys.argv[3]))
            try:
                print(session.recv(200).decode())
            except TimeoutError:
                print("silence")
            """
        // A server that is not frozen answers in milliseconds; one that is gets long enough to prove it.
        let output = try await run("/usr/bin/python3", ["-c", script, "\(port)", line, "0.7"])
        return output.split(separator: "\r\n").first.map { $0.split(separator: "\n").first.map(String.init) ?? "" }
            ?? ""
    }
}
