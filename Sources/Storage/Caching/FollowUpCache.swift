package import Correspondence
package import Timing

/// Due times and counters where other tools can read them quickly. Everything here can be lost at any moment: the database is
/// the truth, and losing the cache changes latency only.
package protocol FollowUpCache: Sendable {
    /// Replaces everything with these due times, nearest first; at most 100,000 are kept.
    func replaceAll(_ entries: [DueFollowUp]) async throws

    /// Sets single conversations, or removes them where the due time is nil.
    func update(_ changes: [ConversationID: Timestamp?]) async throws

    /// Whether it still holds what `replaceAll` wrote; false after it was flushed or restarted empty.
    func isIntact() async throws -> Bool

    /// Shows how many mails an account sent within 24 h.
    func showUsage(of account: EmailAddress, sent: Int) async throws

    /// Shows that messages of a conversation are being collected until this instant.
    func showDebounce(of conversation: ConversationID, for span: Duration) async throws

    /// Shows that a mail is being sent.
    func showSending(_ followUp: MailID, for span: Duration) async throws
}

/// A conversation and when its next mail is due.
package struct DueFollowUp: Sendable, Hashable {
    package let conversation: ConversationID
    package let dueAt: Timestamp

    package init(conversation: ConversationID, dueAt: Timestamp) {
        self.conversation = conversation
        self.dueAt = dueAt
    }
}

/// The next events in a conversation.
package struct ConversationTimes: Sendable, Hashable {
    /// When its next mail is due; nil when none is planned.
    package let dueAt: Timestamp?
    /// How much longer, by the database's clock, its messages are collected before the decision; nil when none wait.
    package let debounce: Duration?
}

extension FollowUpCache {
    /// Shows when the next mails of these conversations are due according to the database; conversations without one are removed.
    package func update(_ conversations: Set<ConversationID>, by times: [ConversationID: ConversationTimes])
        async throws
    {
        try await update(conversations.reduce(into: [:]) { $0[$1] = .some(times[$1]?.dueAt) })
    }
}
