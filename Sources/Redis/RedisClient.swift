public import Timing

/// One connection to Redis, made when first needed and made anew after it broke.
///
/// hiredis blocks, so the actor runs on a queue of its own; each call is bounded by the command timeout. After a
/// failure every call fails at once until the next try is due: a caller with a slower way takes it without waiting.
public actor RedisClient {
    public nonisolated let url: RedisURL
    private let connectTimeout: Duration
    private let commandTimeout: Duration
    private let limits: RedisLimits
    private let draw: @Sendable () -> Double
    private let executor = SerialQueueExecutor(label: "redis")
    private var context: HiredisContext?
    private var outage: Outage
    private var isClosed = false

    public nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    /// Connects nowhere yet.
    /// - Parameter draw: chance for the jitter of the backoff, 0 ..< 1.
    public init(
        _ url: RedisURL, connectTimeout: Duration = .seconds(2), commandTimeout: Duration = .seconds(2),
        limits: RedisLimits = RedisLimits(), backoff: Backoff = Backoff(base: .milliseconds(100), cap: .seconds(10)),
        draw: @escaping @Sendable () -> Double = { .random(in: 0..<1) }
    ) {
        self.url = url
        self.connectTimeout = connectTimeout
        self.commandTimeout = commandTimeout
        self.limits = limits
        self.draw = draw
        outage = Outage(backoff)
    }

    /// Runs one command, its name first. An error reply is thrown.
    @discardableResult
    public func command(_ arguments: [String]) throws(RedisError) -> RedisValue {
        let replies = try pipeline([arguments])
        guard let reply = replies.first else { throw RedisError(.unexpectedReply, "Redis sent no reply") }
        if case .error(let text) = reply { throw RedisError(errorReply: text) }
        return reply
    }

    /// Sends commands together and returns as many replies; the error of one stands in its place.
    public func pipeline(_ commands: [[String]]) throws(RedisError) -> [RedisValue] {
        guard !commands.isEmpty else { return [] }
        guard !isClosed, !Task.isCancelled else {
            throw RedisError(.cancelled, "the Redis client is closed or cancelled")
        }
        try connectIfNeeded()
        do throws(RedisError) { return try exchange(commands) } catch {
            // A context that failed once is dead, and a late reply would answer the wrong command.
            context = nil
            outage.failed(error, at: .now, draw: draw())
            throw error
        }
    }

    /// Runs commands as one (MULTI … EXEC), with no other client's in between. A command that fails while it runs leaves its error in its
    /// place and does not undo the others: Redis has no rollback.
    public func transaction(_ commands: [[String]]) throws(RedisError) -> [RedisValue] {
        let replies = try pipeline([["MULTI"]] + commands + [["EXEC"]])
        for case .error(let text) in replies { throw RedisError(errorReply: text) }
        guard let results = replies.last?.array else {
            throw RedisError(.unexpectedReply, "Redis answered EXEC with no array")
        }
        return results
    }

    /// Ends the connection. Later calls throw.
    public func close() {
        isClosed = true
        context = nil
    }

    private func connectIfNeeded() throws(RedisError) {
        guard context == nil else { return }
        if let refusal = outage.refusal(at: .now) { throw refusal }
        do throws(RedisError) {
            context = try HiredisContext.connect(
                to: url, connectTimeout: connectTimeout, commandTimeout: commandTimeout)
            try greet()
            outage.ended()
        } catch {
            context = nil
            outage.failed(error, at: .now, draw: draw())
            throw error
        }
    }

    private func greet() throws(RedisError) {
        var greeting: [[String]] = []
        if let password = url.password { greeting.append(["AUTH"] + (url.user.map { [$0] } ?? []) + [password]) }
        if url.database != 0 { greeting.append(["SELECT", "\(url.database)"]) }
        // Asks also if no password was given, to find out that one is needed.
        greeting.append(["PING"])
        for case .error(let text) in try exchange(greeting) {
            let error = RedisError(errorReply: text)
            if error.isRetriable { throw error }
            throw RedisError(
                .refused, "Redis at \(url.place) refused: \(text); check password and database number in the Redis URL")
        }
    }

    private func exchange(_ commands: [[String]]) throws(RedisError) -> [RedisValue] {
        let deadline = ContinuousClock.now + commandTimeout
        var replies: [RedisValue] = []
        replies.reserveCapacity(commands.count)
        for command in commands { try context?.append(command) }
        try context?.flush(until: deadline)
        while replies.count < commands.count {
            guard let reply = try context?.reply(limits, until: deadline) else { throw .notConnected }
            replies.append(reply)
        }
        return replies
    }
}

extension RedisError {
    fileprivate static let notConnected = RedisError(.lost, "the connection to Redis is closed")

    /// An error reply: its first word, in capitals, is a code ("RESP protocol description", simple errors).
    init(errorReply text: String) {
        self.init(.server(code: String(text.prefix { $0 != " " })), "Redis refused a command: \(text)")
    }
}
