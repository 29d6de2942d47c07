public import Timing

/// One mail for one recipient that the submission server said 250 to (or swallowed before losing its answer).
public struct AcceptedMail: Hashable, Sendable {
    /// Where an accepted mail went.
    public enum Destination: Hashable, Sendable {
        /// Into this user's INBOX.
        case user(String)
        /// Out of this world: kept here for whoever plays the recipient.
        case outside
    }

    /// The position in `MailWorld.accepted`, from 0.
    public let number: Int
    /// The envelope sender (MAIL FROM), empty for the null reverse-path.
    public let sender: String
    /// The envelope recipient (RCPT TO).
    public let recipient: String
    /// The message after dot-unstuffing, as the client sent it.
    public let bytes: [UInt8]
    public let acceptedAt: Timestamp
    /// The user who logged in to submit it.
    public let submittedBy: String?
    public let destination: Destination
}

/// An envelope and its message, as a submission hands it over.
public struct SubmittedMail: Hashable, Sendable {
    public var sender: String
    public var recipients: [String]
    public var bytes: [UInt8]
    /// The user who logged in; nil when nobody did.
    public var user: String?

    public init(from sender: String, to recipients: [String], bytes: [UInt8], user: String? = nil) {
        self.sender = sender
        self.recipients = recipients
        self.bytes = bytes
        self.user = user
    }
}
