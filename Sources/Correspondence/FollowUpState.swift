/// Where one stage of one conversation stands in the outbox. Drawn in docs/states.md.
public enum FollowUpState: String, CaseIterable, Sendable, Codable {
    /// Waits for its due time.
    case planned
    /// A process holds it under a lease and prepares to send; certainly not sent yet.
    case claimed
    /// The final dot may have gone out and its answer is not known.
    case inDoubt = "in_doubt"
    case sent
    /// The server refused it for good.
    case rejected
    case cancelled
    /// No evidence turned up in time: a person decides. Never sent again by itself.
    case needsHuman = "needs_human"

    /// Whether the stage may have reached the recipient.
    public var mayHaveLeft: Bool {
        switch self {
        case .inDoubt, .sent, .needsHuman: true
        case .planned, .claimed, .rejected, .cancelled: false
        }
    }

    /// Whether the stage may still be sent or resolved.
    public var isOpen: Bool {
        switch self {
        case .planned, .claimed, .inDoubt: true
        case .sent, .rejected, .cancelled, .needsHuman: false
        }
    }
}

/// What an account may do with decided mail.
public enum AccountState: String, CaseIterable, Sendable, Codable {
    /// Reads and decides; opens no SMTP connection.
    case observe
    /// Puts the mail into Drafts for a person to send.
    case draft
    /// Sends.
    case auto
}
