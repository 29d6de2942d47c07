import Timing

/// A member of a sorted set.
public struct ScoredMember: Sendable, Hashable {
    public var member: String
    public var score: Double

    public init(_ member: String, score: Double) {
        self.member = member
        self.score = score
    }
}

extension RedisClient {
    public func ping() throws(RedisError) { try command(["PING"]) }

    public func get(_ key: String) throws(RedisError) -> [UInt8]? {
        switch try command(["GET", key]) {
        case .null: nil
        case .bytes(let bytes): bytes
        default: throw .unexpected("GET")
        }
    }

    /// Sets a value that lasts until `expiry` has passed.
    /// - Parameter ifAbsent: leaves a key that exists as it is (`NX`).
    /// - Returns: whether it was set.
    @discardableResult
    public func set(
        _ key: String, _ value: String, ifAbsent: Bool = false, expiry: Duration? = nil
    ) throws(RedisError) -> Bool {
        var arguments = ["SET", key, value]
        if ifAbsent { arguments.append("NX") }
        if let expiry { arguments += ["PX", "\(max(1, expiry.microseconds / 1_000))"] }
        return try command(arguments) != .null
    }

    /// Returns how many of the keys existed.
    @discardableResult
    public func delete(_ keys: [String]) throws(RedisError) -> Int {
        keys.isEmpty ? 0 : try count(["DEL"] + keys)
    }

    /// Adds to a counter, from 0 where there is none, and returns the new value.
    @discardableResult
    public func increment(_ key: String, by amount: Int = 1) throws(RedisError) -> Int {
        try count(["INCRBY", key, "\(amount)"])
    }

    /// Lets a key end after `span`; false when there is none.
    @discardableResult
    public func expire(_ key: String, after span: Duration) throws(RedisError) -> Bool {
        try count(["PEXPIRE", key, "\(max(1, span.microseconds / 1_000))"]) == 1
    }

    /// Adds members or moves them to a new score, many in one command; returns how many are new.
    @discardableResult
    public func add(_ members: [ScoredMember], toSortedSet key: String) throws(RedisError) -> Int {
        var added = 0
        // Redis serves nobody else during a command: 10,000 members take it about 10 ms.
        for start in stride(from: 0, to: members.count, by: 10_000) {
            var arguments = ["ZADD", key]
            for entry in members[start..<min(start + 10_000, members.count)] {
                arguments.append("\(entry.score)")
                arguments.append(entry.member)
            }
            added += try count(arguments)
        }
        return added
    }

    /// Removes members; returns how many were there.
    @discardableResult
    public func remove(_ members: [String], fromSortedSet key: String) throws(RedisError) -> Int {
        members.isEmpty ? 0 : try count(["ZREM", key] + members)
    }

    /// Members by ascending score, from position `first` to `last`; negative positions count from the end.
    public func sortedSet(_ key: String, from first: Int = 0, to last: Int = -1) throws(RedisError) -> [ScoredMember] {
        guard let flat = try command(["ZRANGE", key, "\(first)", "\(last)", "WITHSCORES"]).array else {
            throw .unexpected("ZRANGE")
        }
        var members: [ScoredMember] = []
        members.reserveCapacity(flat.count / 2)
        for index in stride(from: 0, to: flat.count - 1, by: 2) {
            guard let member = flat[index].string, let score = flat[index + 1].string.flatMap(Double.init) else {
                throw .unexpected("ZRANGE")
            }
            members.append(ScoredMember(member, score: score))
        }
        return members
    }

    /// How many members a sorted set has.
    public func sortedSetCount(_ key: String) throws(RedisError) -> Int { try count(["ZCARD", key]) }

    private func count(_ arguments: [String]) throws(RedisError) -> Int {
        guard let number = try command(arguments).integer, let count = Int(exactly: number) else {
            throw .unexpected(arguments[0])
        }
        return count
    }
}

extension RedisError {
    fileprivate static func unexpected(_ command: String) -> RedisError {
        RedisError(.unexpectedReply, "Redis answered \(command) with another kind of reply than it promises")
    }
}
