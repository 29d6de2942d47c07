/// The unique identifier of a message in a mailbox, never zero (RFC 9051 section 2.3.1.1).
///
/// It means something only together with the mailbox's `UIDValidity`.
public struct UID: RawRepresentable, Hashable, Comparable, Sendable, CustomStringConvertible {
    public let rawValue: UInt32

    /// Nil for zero.
    public init?(rawValue: UInt32) {
        guard rawValue != 0 else { return nil }
        self.rawValue = rawValue
    }

    /// The smallest UID there is.
    public static let first = UID(unchecked: 1)
    /// The largest UID there can be.
    public static let last = UID(unchecked: .max)

    init(unchecked rawValue: UInt32) { self.rawValue = rawValue }

    /// The UID after this one; nil after the last.
    public var next: UID? { rawValue == .max ? nil : UID(unchecked: rawValue + 1) }

    public static func < (one: UID, other: UID) -> Bool { one.rawValue < other.rawValue }
    public var description: String { "\(rawValue)" }
}

/// The generation of a mailbox's UIDs, never zero. When it changes, every UID known before is void (RFC 9051 section 2.3.1.1).
public struct UIDValidity: RawRepresentable, Hashable, Sendable, CustomStringConvertible {
    public let rawValue: UInt32

    /// Nil for zero.
    public init?(rawValue: UInt32) {
        guard rawValue != 0 else { return nil }
        self.rawValue = rawValue
    }

    public var description: String { "\(rawValue)" }
}
