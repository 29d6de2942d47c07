package import Correspondence
package import Timing

/// One stage of one conversation, held by this process until its lease ends or a newer fence replaces it.
package struct FollowUpClaim: Sendable {
    package let id: FollowUpID
    package let fence: Int64
    package let thread: ThreadID
    package let account: AccountID
    package let contact: ContactID
    package let accountState: AccountState
    package let recipient: EmailAddress
    package let step: Int
    package let generation: Int
    package let dueAt: Timestamp
    /// How often a server was tried in vain, and when first.
    package let failures: Int
    package let failingSince: Timestamp?
    /// Set once the mail was rendered; every later try sends these bytes.
    package let rendered: RenderedMail?
    package let threading: Threading
}

/// A mail as it is sent, byte for byte, every time.
package struct RenderedMail: Sendable, Hashable {
    package let messageID: MessageID
    package let bytes: [UInt8]

    package init(messageID: MessageID, bytes: [UInt8]) {
        self.messageID = messageID
        self.bytes = bytes
    }
}

/// What puts a stage into its conversation (RFC 5322 section 3.6.4).
package struct Threading: Sendable, Hashable {
    package let subject: String
    /// The message that the stage answers: the previous stage, or the reply itself for the first.
    package let parent: MessageID?
    /// The conversation so far, oldest first, `parent` last.
    package let references: [MessageID]
}

/// Whether the final dot may be sent.
package enum DotPermission: Sendable, Hashable {
    /// The stage is in doubt from now on, whatever happens.
    case granted
    /// The claim is void: a reply, a person, a suppression, a pause or another process came first.
    case refused(String)
}

/// One step of a try to send a stage, as `send_attempts.step` keeps it.
package enum SendAttemptStep: String, CaseIterable, Sendable, Codable {
    case claimed
    /// Committed right before the final dot.
    case inDoubt = "in_doubt"
    /// The server took it.
    case accepted
    /// Ended without being sent: the server refuses it for good, or a cap does.
    case refused
    /// A server was tried in vain; counts towards giving up.
    case failed
    /// Withdrawn before the final dot, by our own will.
    case aborted
    /// Given back, certainly unsent, before a server was tried.
    case released
    /// Something in a mailbox proves that it left.
    case evidence
    /// No evidence in time.
    case gaveUp = "gave_up"
}
