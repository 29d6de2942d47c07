/// A reply of Redis (RESP2).
public enum RedisValue: Sendable, Hashable {
    case null
    case integer(Int64)
    /// A simple string, such as `OK`.
    case status(String)
    case bytes([UInt8])
    case array([RedisValue])
    /// An error of one command among several. Alone, it is thrown.
    case error(String)
}

extension RedisValue {
    /// A status or bulk string as text; bytes that are no UTF-8 are repaired.
    public var string: String? {
        switch self {
        case .status(let text): text
        case .bytes(let bytes): String(decoding: bytes, as: UTF8.self)
        default: nil
        }
    }

    public var integer: Int64? {
        if case .integer(let number) = self { return number }
        return nil
    }

    public var array: [RedisValue]? {
        if case .array(let values) = self { return values }
        return nil
    }
}

/// How large a reply may be before the connection is given up. hiredis itself takes arrays of 10⁸ elements.
public struct RedisLimits: Sendable, Hashable {
    /// The bytes of one reply.
    public var replyBytes: Int

    public init(replyBytes: Int = 64 << 20) { self.replyBytes = replyBytes }

    /// The elements of one array, checked before memory is taken for them: room for half a million members and scores.
    static let elements = 1 << 20
}
