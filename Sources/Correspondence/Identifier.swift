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
    public enum Conversation {}
    public enum Message {}
    public enum Mail {}
    public enum Handoff {}
    public enum Sequence {}
}

public typealias AccountID = Identifier<Entity.Account>
public typealias ContactID = Identifier<Entity.Contact>
public typealias ConversationID = Identifier<Entity.Conversation>
/// The key of a row in `messages`; not to be confused with the header's `MessageID`.
public typealias MessageKey = Identifier<Entity.Message>
/// The key of a row in `outbox`: one mail of one conversation.
public typealias MailID = Identifier<Entity.Mail>
public typealias HandoffID = Identifier<Entity.Handoff>
package typealias SequenceID = Identifier<Entity.Sequence>
