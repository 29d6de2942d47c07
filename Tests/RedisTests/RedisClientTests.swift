import Redis
import TestServers
import Testing
import Timing

@Suite struct RedisClientTests {
    // Unstructured because no single test owns it: it lives as long as the process.
    private static let server = Task { try await RedisServer.start() }

    /// A client on a database of its own: Redis has sixteen, and each test empties the one it takes.
    private func client(database: Int) async throws -> RedisClient {
        let client = RedisClient(try RedisURL("\(try await Self.server.value.url)/\(database)"))
        try await client.command(["FLUSHDB"])
        return client
    }

    @Test func valuesOfAnyBytesComeBack() async throws {
        let redis = try await client(database: 1)
        for text in ["", "plain", "%s %b %n", "line\r\n$5\r\n", "nul\0inside", "naïve 🙂"] {
            #expect(try await redis.set("key", text))
            #expect(try await redis.get("key").map { String(decoding: $0, as: UTF8.self) } == text)
        }
        #expect(try await redis.get("absent") == nil)
        await redis.close()
    }

    @Test func aLockIsTakenOnceAndEnds() async throws {
        let redis = try await client(database: 2)
        #expect(try await redis.set("lock", "a", ifAbsent: true, expiry: .seconds(60)))
        #expect(try await redis.set("lock", "b", ifAbsent: true, expiry: .seconds(60)) == false)
        let rest = try #require(try await redis.command(["PTTL", "lock"]).integer)
        #expect(rest > 0 && rest <= 60_000)
        #expect(try await redis.delete(["lock", "absent"]) == 1)
        #expect(try await redis.delete([]) == 0)
        #expect(try await redis.set("lock", "b", ifAbsent: true))
        await redis.close()
    }

    @Test func countersCountAndExpire() async throws {
        let redis = try await client(database: 3)
        #expect(try await redis.increment("n") == 1)
        #expect(try await redis.increment("n", by: 41) == 42)
        #expect(try await redis.expire("n", after: .milliseconds(90_500)))
        #expect(try await redis.expire("absent", after: .seconds(1)) == false)
        #expect(try #require(try await redis.command(["PTTL", "n"]).integer) > 60_000)
        await redis.close()
    }

    @Test func sortedSetsKeepTheirOrder() async throws {
        let redis = try await client(database: 4)
        let members = [("late", 1_795_000_000.25), ("early", -1), ("middle", 1e10), ("never", .infinity)]
            .map { ScoredMember($0.0, score: $0.1) }
        #expect(try await redis.add(members, toSortedSet: "z") == 4)
        #expect(try await redis.add(members, toSortedSet: "z") == 0)
        #expect(try await redis.sortedSet("z").map(\.member) == ["early", "late", "middle", "never"])
        #expect(try await redis.sortedSet("z", from: 1, to: 1) == [ScoredMember("late", score: 1_795_000_000.25)])
        #expect(try await redis.remove(["early", "absent"], fromSortedSet: "z") == 1)
        #expect(try await redis.sortedSetCount("z") == 3)
        #expect(try await redis.add([], toSortedSet: "z") == 0)
        await redis.close()
    }

    @Test func aHundredThousandMembersGoInBatches() async throws {
        let redis = try await client(database: 5)
        let members = (0..<100_000).map { ScoredMember("thread-\($0)", score: Double($0)) }
        #expect(try await redis.add(members, toSortedSet: "z") == 100_000)
        #expect(try await redis.sortedSet("z") == members)
        await redis.close()
    }

    @Test func aPipelineAnswersInOrderAndKeepsErrorsInPlace() async throws {
        let redis = try await client(database: 6)
        let replies = try await redis.pipeline([["SET", "a", "1"], ["LPUSH", "a", "x"], ["GET", "a"]])
        #expect(replies[0] == .status("OK"))
        guard case .error(let text) = replies[1] else { return #expect(Bool(false), "\(replies)") }
        #expect(text.hasPrefix("WRONGTYPE"))
        #expect(replies[2].string == "1")
        #expect(try await redis.pipeline([]) == [])
        await redis.close()
    }

    @Test func aTransactionRunsAsOne() async throws {
        let redis = try await client(database: 7)
        #expect(try await redis.transaction([["INCRBY", "a", "5"], ["GET", "a"]]) == [.integer(5), .bytes([53])])
        let error = await #expect(throws: RedisError.self) {
            try await redis.transaction([["SET", "a", "9"], ["NONSENSE"]])
        }
        #expect(error?.kind == .server(code: "ERR"))
        #expect(try await redis.get("a") == [53])
        await redis.close()
    }

    @Test func anErrorReplyIsThrownAndTheConnectionGoesOn() async throws {
        let redis = try await client(database: 8)
        try await redis.set("text", "x")
        let error = await #expect(throws: RedisError.self) { try await redis.increment("text") }
        #expect(error?.kind == .server(code: "ERR"))
        #expect(try await redis.get("text") == [120])
        await redis.close()
    }

    @Test func aWrongPasswordIsRefusedWithoutBeingQuoted() async throws {
        let server = try await RedisServer.start(password: "right")
        for url in ["redis://:wrong-one@127.0.0.1:\(server.port)", "redis://127.0.0.1:\(server.port)"] {
            let redis = RedisClient(try RedisURL(url))
            let error = await #expect(throws: RedisError.self) { try await redis.ping() }
            #expect(error?.kind == .refused)
            #expect(error?.sentence.contains("password") == true)
            #expect(error?.sentence.contains("wrong-one") == false)
        }
        let redis = RedisClient(try RedisURL(server.url + "/2"))
        try await redis.ping()
        let missing = RedisClient(try RedisURL(server.url + "/99"))
        let error = await #expect(throws: RedisError.self) { try await missing.ping() }
        #expect(error?.kind == .refused)
        try await server.stop()
    }

    @Test func aClosedClientThrows() async throws {
        let redis = try await client(database: 9)
        await redis.close()
        let error = await #expect(throws: RedisError.self) { try await redis.ping() }
        #expect(error?.kind == .cancelled)
    }
}
