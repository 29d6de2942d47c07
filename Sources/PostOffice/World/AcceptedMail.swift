package import Timing

/// One mail for one recipient that the submission server said 250 to (or swallowed before losing its answer).
package struct AcceptedMail: Hashable, Sendable {
    /// Where an accepted mail went.
    package enum Destination: Hashable, Sendable {
        /// Into this user's INBOX.
        case user(String)
        /// Addressed to nobody in this world: kept here for the test that plays the recipient.
        case outside
    }

    /// The position in `MailWorld.accepted`, from 0.
    package let number: Int
    /// The envelope sender (MAIL FROM), empty for the null reverse-path.
    package let sender: String
    /// The envelope recipient (RCPT TO).
    package let recipient: String
    /// The message after dot-unstuffing, as the client sent it.
    package let bytes: [UInt8]
    package let acceptedAt: Timestamp
    /// The user who logged in to submit it.
    package let submittedBy: String?
    package let destination: Destination
}

/// An envelope and its message, as a submission hands it over.
package struct SubmittedMail: Hashable, Sendable {
    package var sender: String
    package var recipients: [String]
    package var bytes: [UInt8]
    /// The user who logged in; nil when nobody did.
    package var user: String?

    package init(from sender: String, to recipients: [String], bytes: [UInt8], user: String? = nil) {
        self.sender = sender
        self.recipients = recipients
        self.bytes = bytes
        self.user = user
    }
}
