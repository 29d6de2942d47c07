public import Correspondence

/// A rendered mail with its envelope: what the outbox stores and a mailer sends, unchanged however often it is tried.
public struct OutgoingMail: Sendable, Hashable {
    public let messageID: MessageID
    /// The envelope sender, where bounces go.
    public let sender: EmailAddress
    public let recipient: EmailAddress
    /// Header and body, lines ending in CR LF.
    public let bytes: [UInt8]

    public init(messageID: MessageID, sender: EmailAddress, recipient: EmailAddress, bytes: [UInt8]) {
        self.messageID = messageID
        self.sender = sender
        self.recipient = recipient
        self.bytes = bytes
    }
}
