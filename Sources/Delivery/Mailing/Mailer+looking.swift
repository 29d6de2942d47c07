package import Correspondence
package import Timing

/// A way out that can be asked afterwards whether a mail has left.
///
/// Only a yes counts: what is not found may still turn up, so nothing is ever sent again because of a no.
package protocol MailFinding: Mailer {
    /// The mail as the provider has it; nil where it does not know of it, or not yet.
    func find(_ mail: SoughtMail) async throws(DeliveryFailure) -> FoundMail?
}

/// A mail of which nobody knows whether it left.
package struct SoughtMail: Sendable, Hashable {
    package let messageID: MessageID
    package let recipient: EmailAddress
    /// When it may have left.
    package let since: Timestamp

    package init(messageID: MessageID, recipient: EmailAddress, since: Timestamp) {
        self.messageID = messageID
        self.recipient = recipient
        self.since = since
    }
}

/// A mail that certainly left.
package struct FoundMail: Sendable, Hashable {
    /// The Message-ID that its recipient knows it by.
    package let messageID: MessageID
    /// How that is known, for people.
    package let proof: String

    package init(messageID: MessageID, proof: String) {
        self.messageID = messageID
        self.proof = proof
    }
}

/// A way out that keeps drafts itself, in the conversation that they belong to.
package protocol DraftKeeping: Mailer {
    /// Leaves a mail among the drafts, and writes the request for it once.
    ///
    /// - Returns: where it lies, for people.
    func draft(_ bytes: [UInt8]) async throws(DeliveryFailure) -> String
}
