public import Timing

/// Where a conversation stands. Drawn in docs/states.md; the database holds the same list in a CHECK.
public enum ConversationState: String, CaseIterable, Sendable, Codable {
    /// Outreach went out; no person has answered yet.
    case awaitingReply = "awaiting_reply"
    /// Somebody is interested, and stages are planned or sent.
    case inSequence = "in_sequence"
    /// Every stage was sent and nothing came back so far.
    case sequenceFinished = "sequence_finished"
    /// A person has taken over, or must.
    case withPerson = "with_person"
    /// The writer declined; nothing more is to be done.
    case completed
    /// No mail may go to this correspondent any more: opt-out or dead address.
    case stopped
}

/// One conversation with one contact, as decisions see it.
public struct Conversation: Hashable, Sendable {
    public let id: ThreadID
    public let account: AccountID
    public let contact: ContactID
    /// The only address that mail of this conversation may go to.
    public let contactAddress: EmailAddress
    public let subject: String
    public let state: ConversationState
    /// Stages that were sent or may have been: `sent`, `in_doubt` and `needs_human` rows of the outbox.
    public let stagesSent: Int
    /// How many sequences this conversation has begun; part of every stage's identity.
    public let generation: Int
    /// Bumped by every inbound and every manual message.
    public let version: Int64
    public let isSuppressed: Bool
    public let nextFollowUpAt: Timestamp?

    public init(
        id: ThreadID, account: AccountID, contact: ContactID, contactAddress: EmailAddress, subject: String,
        state: ConversationState, stagesSent: Int, generation: Int, version: Int64, isSuppressed: Bool,
        nextFollowUpAt: Timestamp?
    ) {
        self.id = id
        self.account = account
        self.contact = contact
        self.contactAddress = contactAddress
        self.subject = subject
        self.state = state
        self.stagesSent = stagesSent
        self.generation = generation
        self.version = version
        self.isSuppressed = isSuppressed
        self.nextFollowUpAt = nextFollowUpAt
    }
}

/// What ties an inbound message to a conversation, strongest first.
public enum Linkage: String, CaseIterable, Sendable, Codable {
    /// In-Reply-To or References names a message we sent.
    case references
    /// Gmail put both into one thread.
    case gmailThread = "gmail_thread"
    /// Same correspondent and same subject: enough for a person, not for an automatic answer.
    case subject
    /// A bounce whose returned part carries our Message-ID.
    case returnedPart = "returned_part"
}
