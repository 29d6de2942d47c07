import TestServers
import Testing

struct RedisServerTests {
    @Test func answersAndForgetsOnRestart() async throws {
        let redis = try await RedisServer.start()
        #expect(try await redis.cli(["ZADD", "due", "5", "one"]) == "1")
        #expect(try await redis.cli(["ZRANGE", "due", "0", "-1"]) == "one")
        try await redis.restart()
        #expect(try await redis.cli(["EXISTS", "due"]) == "0")
        try await redis.stop()
        await #expect(throws: TestServerError.self) { try await redis.cli(["PING"]) }
    }

    @Test func asksForItsPassword() async throws {
        let redis = try await RedisServer.start(password: "open-sesame")
        #expect(redis.url == "redis://:open-sesame@127.0.0.1:\(redis.port)")
        #expect(try await redis.cli(["PING"]) == "PONG")
        try await redis.kill()
    }

    @Test func settingsReachTheServer() async throws {
        let redis = try await RedisServer.start(settings: ["maxmemory": "2mb"])
        #expect(try await redis.cli(["CONFIG", "GET", "maxmemory"]) == "maxmemory\n2097152")
        try await redis.stop()
    }
}
