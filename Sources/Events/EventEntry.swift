/// The entry of one event in the catalogue.
package struct EventEntry: Sendable, Hashable {
    /// The level of its line in the log; nil when it is not logged.
    package let level: Event.Level?
    /// The keys that its line may carry.
    package let facts: [String]
    /// The columns that its row of the audit may fill; nil when it is not audited.
    package let columns: [Event.Column]?
    /// One plain sentence: what has happened.
    package let meaning: String

    /// A line of the log, and nothing else.
    static func logged(_ level: Event.Level, _ facts: [String], _ meaning: String) -> EventEntry {
        EventEntry(level: level, facts: facts, columns: nil, meaning: meaning)
    }

    /// A row of the audit, and nothing else.
    static func audited(_ columns: [Event.Column], _ meaning: String) -> EventEntry {
        EventEntry(level: nil, facts: [], columns: columns, meaning: meaning)
    }

    /// Both.
    static func written(
        _ level: Event.Level, _ facts: [String], audit columns: [Event.Column], _ meaning: String
    ) -> EventEntry {
        EventEntry(level: level, facts: facts, columns: columns, meaning: meaning)
    }
}

extension Event {
    /// The severity of an event.
    package enum Level: String, CaseIterable, Sendable {
        /// Useful only while a fault is being looked for.
        case debug = "DEBUG"
        /// Normal work.
        case info = "INFO"
        /// Mosaic continues by itself, but something is not as it should be.
        case warning = "WARNING"
        /// Something failed: a person should look, at once or if it happens again.
        case error = "ERROR"
    }

    /// A column of the table `events` that an event may fill, beside the row's number, instant and name.
    package enum Column: String, CaseIterable, Sendable {
        case account = "account_id"
        case conversation = "thread_id"
        case message = "message_key"
        case mail = "outbox_id"
        case detail
    }

    /// Facts of every line about a mail of ours: its account, conversation, step and recipient.
    package static let factsOfMail = ["protocol", "account", "thread", "stage", "to"]
}
