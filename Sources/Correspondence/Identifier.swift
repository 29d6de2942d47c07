/// The database's key of one `Entity`; keys of different entities cannot be mixed up.
public struct Identifier<Entity>: RawRepresentable, Hashable, Comparable, Sendable, CustomStringConvertible {
    public let rawValue: Int64

    public init(rawValue: Int64) { self.rawValue = rawValue }

    public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
    public var description: String { String(rawValue) }
}

/// The entities that have a key and, where they have no value type of their own, nothing else.
public enum Entity {
    public enum Account {}
    public enum Contact {}
    public enum Thread {}
    public enum Message {}
    public enum FollowUp {}
    public enum Handoff {}
}

public typealias AccountID = Identifier<Entity.Account>
public typealias ContactID = Identifier<Entity.Contact>
public typealias ThreadID = Identifier<Entity.Thread>
/// The key of a row in `messages`; not to be confused with the header's `MessageID`.
public typealias MessageKey = Identifier<Entity.Message>
/// The key of a row in `outbox`: one stage of one conversation.
public typealias FollowUpID = Identifier<Entity.FollowUp>
public typealias HandoffID = Identifier<Entity.Handoff>
