import Redis
import TestServers
import Testing
import Timing

@Suite struct RedisFaultTests {
    private static let never = Backoff(base: .seconds(600), cap: .seconds(600))
    private static let atOnce = Backoff(base: .zero, cap: .zero)

    @Test func nobodyThereIsSaidWithThePlace() async throws {
        let redis = RedisClient(try RedisURL("redis://:secret@127.0.0.1:1"))
        let error = await #expect(throws: RedisError.self) { try await redis.ping() }
        #expect(error?.kind == .unreachable)
        #expect(error?.sentence.contains("127.0.0.1:1") == true)
        #expect(error?.sentence.contains("secret") == false)
    }

    @Test func afterAFailureCallsFailWithoutTrying() async throws {
        let server = try await RedisServer.start()
        let redis = RedisClient(try RedisURL(server.url), backoff: Self.never)
        try await redis.ping()
        try await server.kill()
        let first = await #expect(throws: RedisError.self) { try await redis.ping() }
        #expect(first?.kind == .lost)
        // Back again, but the next try is not due for minutes.
        try await server.start()
        let second = await #expect(throws: RedisError.self) { try await redis.ping() }
        #expect(second?.kind == .unreachable)
        try await server.stop()
    }

    @Test func aRestartIsFollowedByANewConnection() async throws {
        let server = try await RedisServer.start()
        let redis = RedisClient(try RedisURL(server.url + "/3"), backoff: Self.atOnce)
        try await redis.set("key", "before")
        try await server.restart()
        let error = await #expect(throws: RedisError.self) { try await redis.ping() }
        #expect(error?.isRetriable == true)
        try await redis.set("key", "after")
        #expect(try await server.cli(["-n", "3", "GET", "key"]) == "after")
        try await server.stop()
    }

    @Test func aFrozenServerCostsOneTimeout() async throws {
        let server = try await RedisServer.start()
        let redis = RedisClient(try RedisURL(server.url), commandTimeout: .milliseconds(50), backoff: Self.never)
        try await redis.ping()
        server.pause()
        let error = await #expect(throws: RedisError.self) { try await redis.ping() }
        #expect(error?.kind == .lost)
        #expect(error?.sentence.contains("in time") == true)
        server.resume()
        try await server.stop()
    }

    @Test func aReplyLargerThanAllowedEndsTheConnection() async throws {
        let server = try await RedisServer.start()
        let redis = RedisClient(
            try RedisURL(server.url), limits: RedisLimits(replyBytes: 100_000), backoff: Self.atOnce)
        try await redis.set("small", String(repeating: "x", count: 50_000))
        #expect(try await redis.get("small")?.count == 50_000)
        try await redis.set("large", String(repeating: "x", count: 500_000))
        let error = await #expect(throws: RedisError.self) { try await redis.get("large") }
        #expect(error?.kind == .unexpectedReply)
        #expect(try await redis.get("small")?.count == 50_000)
        try await server.stop()
    }

    @Test(arguments: [
        "*100000000\r\n", "*2147483647\r\n:1\r\n", "$999999999999\r\n", "HTTP/1.1 400 Bad Request\r\n",
        "*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n:1\r\n",
    ])
    func whatOnlySpeaksLikeRedisIsRefused(answer: String) async throws {
        let imposter = try Imposter(answer: answer)
        let redis = RedisClient(
            try RedisURL("redis://127.0.0.1:\(imposter.port)"), commandTimeout: .milliseconds(200), backoff: Self.never)
        let error = await #expect(throws: RedisError.self) { try await redis.ping() }
        #expect(error?.kind == .unexpectedReply || error?.kind == .lost)
    }

    @Test func aCancelledTaskSendsNothing() async throws {
        let redis = RedisClient(try RedisURL("redis://127.0.0.1:1"))
        let task = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            try await redis.ping()
        }
        let error = await #expect(throws: RedisError.self) { try await task.value }
        #expect(error?.kind == .cancelled)
    }
}
