package import Correspondence
package import Timing

/// A mailer that can be asked later whether a mail has left.
///
/// Only a yes counts: a mail that is not found may still turn up, so a no never causes a second send.
package protocol MailFinding: Mailer {
    /// The mail as the provider has it; nil where it does not know the mail, or not yet.
    func find(_ mail: SoughtMail) async throws(DeliveryFailure) -> FoundMail?
}

/// A mail of which it is unknown whether it left.
package struct SoughtMail: Sendable, Hashable {
    package let messageID: MessageID
    package let recipient: EmailAddress
    /// The earliest time it may have left.
    package let since: Timestamp

    package init(messageID: MessageID, recipient: EmailAddress, since: Timestamp) {
        self.messageID = messageID
        self.recipient = recipient
        self.since = since
    }
}

/// A mail that certainly left.
package struct FoundMail: Sendable, Hashable {
    /// The Message-ID that its recipient sees.
    package let messageID: MessageID
    /// The evidence, for people.
    package let proof: String

    package init(messageID: MessageID, proof: String) {
        self.messageID = messageID
        self.proof = proof
    }
}

/// A mailer that stores drafts itself, in the conversation they belong to.
package protocol DraftKeeping: Mailer {
    /// Stores a mail as a draft; the request is written only once.
    ///
    /// - Returns: its place, for people.
    func draft(_ bytes: [UInt8]) async throws(DeliveryFailure) -> String
}
