package import Correspondence
package import Redis
package import Timing

/// The cache in Redis, under documented keys: `followups` (sorted set: conversation, due epoch seconds),
/// `rate_limit:<account>`, `debounce:<conversation>`, `followup:<mail>`.
package struct RedisFollowUpCache: FollowUpCache {
    private let client: RedisClient

    /// Set by `replaceAll`, gone after a flush.
    private static let mark = "followups:synchronised"
    /// The number of members in one ZADD: few round trips, bounded commands.
    private static let chunk = 1_000
    private static let capacity = 100_000

    package init(_ client: RedisClient) {
        self.client = client
    }

    package func replaceAll(_ entries: [DueFollowUp]) async throws {
        // Built beside the old set and renamed over it, so that readers never see a half-filled set.
        let fresh = "followups:fresh"
        var commands: [[String]] = [["DEL", fresh]]
        var rest = entries.prefix(Self.capacity)
        while !rest.isEmpty {
            let part = rest.prefix(Self.chunk)
            rest = rest.dropFirst(part.count)
            commands.append(["ZADD", fresh] + part.flatMap { [$0.dueAt.score, $0.conversation.description] })
        }
        commands.append(entries.isEmpty ? ["DEL", "followups"] : ["RENAME", fresh, "followups"])
        commands.append(["SET", Self.mark, "1"])
        _ = try await client.pipeline(commands)
    }

    package func update(_ changes: [ConversationID: Timestamp?]) async throws {
        let due = changes.compactMap { conversation, dueAt in dueAt.map { [$0.score, conversation.description] } }
        let gone = changes.filter { $0.value == nil }.map(\.key.description)
        var commands: [[String]] = []
        if !due.isEmpty { commands.append(["ZADD", "followups"] + due.flatMap(\.self)) }
        if !gone.isEmpty { commands.append(["ZREM", "followups"] + gone) }
        commands.append(["ZREMRANGEBYRANK", "followups", "\(Self.capacity)", "-1"])
        _ = try await client.pipeline(commands)
    }

    package func isIntact() async throws -> Bool {
        if case .integer(let count) = try await client.command(["EXISTS", Self.mark]) { count == 1 } else { false }
    }

    package func showUsage(of account: EmailAddress, sent: Int) async throws {
        try await client.command(["SET", "rate_limit:\(account.key)", "\(sent)", "EX", "86400"])
    }

    package func showDebounce(of conversation: ConversationID, for span: Duration) async throws {
        try await client.command(["SET", "debounce:\(conversation)", "1", "PX", "\(max(1, span.microseconds / 1_000))"])
    }

    package func showSending(_ followUp: MailID, for span: Duration) async throws {
        try await client.command([
            "SET", "followup:\(followUp)", "1", "NX", "PX", "\(max(1, span.microseconds / 1_000))",
        ])
    }
}

extension Timestamp {
    /// Epoch seconds as Redis scores, with milliseconds as a fraction.
    fileprivate var score: String {
        let milliseconds = microsecondsSince1970 / 1_000
        let fraction = String(milliseconds % 1_000)
        return "\(milliseconds / 1_000)." + String(repeating: "0", count: 3 - fraction.count) + fraction
    }
}
