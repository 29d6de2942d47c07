import Redis
package import Settings

/// Checks Redis, where it is used.
package struct RedisCheck: Sendable {
    /// Redis 6 is the oldest that Mosaic supports.
    static let oldest = 6
    private let url: Secret?

    /// - Parameter url: nil where Redis is not used.
    package init(url: Secret?) {
        self.url = url
    }

    package var check: Check {
        Check("Redis", fallback: "Meanwhile due times are read from the database; unset REDIS_URL to do without.") {
            try await look()
        }
    }

    private func look() async throws -> [Finding] {
        guard let url else { return [.ok("Redis", "not set: due times are kept in the database alone")] }
        let address = try RedisURL(url.revealed)
        let client = RedisClient(address)
        let reply = try await client.command(["INFO", "server"])
        await client.close()
        let version = Self.version(in: reply)
        let fact = "\(address.place), version \(version ?? "unknown")"
        guard let major = version.flatMap({ Int($0.prefix { $0 != "." }) }), major < Self.oldest else {
            return [.ok("Redis", fact)]
        }
        return [.warning("Redis", fact, do: "Upgrade to Redis \(Self.oldest) or later.")]
    }

    private static func version(in reply: RedisValue) -> String? {
        let line = reply.string?.split(whereSeparator: \.isNewline).first { $0.hasPrefix("redis_version:") }
        return line.map { String($0.dropFirst("redis_version:".count)) }
    }
}
