package import Timing

/// One conversation with one contact, as decisions see it.
package struct Conversation: Hashable, Sendable {
    package let id: ConversationID
    package let account: AccountID
    package let contact: ContactID
    /// The only address that mail of this conversation may go to.
    package let contactAddress: EmailAddress
    package let subject: String
    package let state: ConversationState
    /// Answers that were sent or may have been: `sent`, `in_doubt` and `needs_human` rows of the outbox; outreach does not
    /// count. Answers in the contact's other conversations count for as long as the caps remember them.
    package let answersSent: Int
    /// How often a sequence has begun in this conversation. Mails of different generations are different mails, also at the
    /// same step, and have different Message-IDs.
    package let generation: Int
    /// Bumped by every inbound and every manual message.
    package let version: Int64
    package let isSuppressed: Bool
    package let nextFollowUpAt: Timestamp?

    package init(
        id: ConversationID, account: AccountID, contact: ContactID, contactAddress: EmailAddress, subject: String,
        state: ConversationState, answersSent: Int, generation: Int, version: Int64, isSuppressed: Bool,
        nextFollowUpAt: Timestamp?
    ) {
        self.id = id
        self.account = account
        self.contact = contact
        self.contactAddress = contactAddress
        self.subject = subject
        self.state = state
        self.answersSent = answersSent
        self.generation = generation
        self.version = version
        self.isSuppressed = isSuppressed
        self.nextFollowUpAt = nextFollowUpAt
    }
}

/// The evidence that ties an inbound message to a conversation, strongest first.
package enum Linkage: String, CaseIterable, Sendable, Codable {
    /// In-Reply-To or References names a message we sent.
    case references
    /// Gmail put both messages into one thread.
    case gmailThread = "gmail_thread"
    /// Same correspondent and same subject: enough for a person, not for an automatic answer.
    case subject
    /// A bounce whose returned part carries our Message-ID.
    case returnedPart = "returned_part"
}
