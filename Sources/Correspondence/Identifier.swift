/// The database's key of one `Entity`; keys of different entities cannot be mixed up.
package struct Identifier<Entity>: RawRepresentable, Hashable, Comparable, Sendable, CustomStringConvertible {
    package let rawValue: Int64

    package init(rawValue: Int64) { self.rawValue = rawValue }

    package static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
    package var description: String { String(rawValue) }
}

/// The kinds of rows that have a key. Most of these types exist only to keep the keys apart.
package enum Entity {
    package enum Account {}
    package enum Contact {}
    package enum Conversation {}
    package enum Message {}
    package enum Mail {}
    package enum Handoff {}
    package enum Sequence {}
}

package typealias AccountID = Identifier<Entity.Account>
package typealias ContactID = Identifier<Entity.Contact>
package typealias ConversationID = Identifier<Entity.Conversation>
/// The key of a row in `messages`; not to be confused with the header's `MessageID`.
package typealias MessageKey = Identifier<Entity.Message>
/// The key of a row in `outbox`: one mail of one conversation.
package typealias MailID = Identifier<Entity.Mail>
package typealias HandoffID = Identifier<Entity.Handoff>
package typealias SequenceID = Identifier<Entity.Sequence>
