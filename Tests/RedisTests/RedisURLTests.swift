import Redis
import Testing

@Suite struct RedisURLTests {
    @Test(
        arguments: [
            ("redis://localhost:6379", "localhost", 6_379, nil, nil, 0),
            ("redis://localhost", "localhost", 6_379, nil, nil, 0),
            ("REDIS://cache.example:7000/3", "cache.example", 7_000, nil, nil, 3),
            ("redis://:s%40cret@127.0.0.1:1/", "127.0.0.1", 1, nil, "s@cret", 0),
            ("redis://mosaic:a:b@host/15", "host", 6_379, "mosaic", "a:b", 15),
            ("redis://u:p@w@host", "host", 6_379, "u", "p@w", 0),
            ("redis://[::1]:6380/1?timeout=1#x", "::1", 6_380, nil, nil, 1),
        ] as [(String, String, UInt16, String?, String?, Int)])
    func partsAreRead(
        text: String, host: String, port: UInt16, user: String?, password: String?, database: Int
    ) throws {
        let url = try RedisURL(text)
        #expect(url.host == host)
        #expect(url.port == port)
        #expect(url.user == user)
        #expect(url.password == password)
        #expect(url.database == database)
    }

    @Test(arguments: [
        "", "localhost:6379", "http://h", "redis://", "redis://h:0", "redis://h:65536", "redis://h:x", "redis://h/-1",
        "redis://h/db", "redis://user@h", "redis://:a%2@h", "redis://:%zz@h", "redis://:%ff@h", "redis://:p@",
        "redis://h:",
    ])
    func whatIsNoURLIsRefused(text: String) {
        let error = #expect(throws: RedisError.self) { try RedisURL(text) }
        #expect(error?.kind == .invalidURL)
    }

    @Test func TLSIsRefusedWithAWayOut() {
        let error = #expect(throws: RedisError.self) { try RedisURL("rediss://:hidden@h") }
        #expect(error?.sentence.contains("stunnel") == true)
        #expect(error?.sentence.contains("hidden") == false)
    }
}
