package import Correspondence

/// A rendered mail with its envelope, as the outbox stores it and a mailer sends it: the same at every try.
package struct OutgoingMail: Sendable, Hashable {
    package let messageID: MessageID
    /// The envelope sender, where bounces go.
    package let sender: EmailAddress
    package let recipient: EmailAddress
    /// Header and body, lines ending in CR LF.
    package let bytes: [UInt8]

    package init(messageID: MessageID, sender: EmailAddress, recipient: EmailAddress, bytes: [UInt8]) {
        self.messageID = messageID
        self.sender = sender
        self.recipient = recipient
        self.bytes = bytes
    }
}
