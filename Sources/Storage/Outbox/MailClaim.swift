package import Correspondence
package import Outreach
package import Timing

/// The identity of a campaign's mail, independent of row keys: it is the same again after a backup was restored.
package struct CampaignMailName: Sendable, Hashable {
    package let id: CampaignID
    /// The campaign's unique name.
    package let campaign: String
    /// The step's name, unique within the campaign.
    package let step: String
}

/// A mail that this process has claimed: nobody else sends it until the claim's lease ends or a newer claim raises the fence. Of
/// two processes that believe they hold it, only the one with the newer ``fence`` gets a permission for the final dot. The claim
/// carries everything that sending needs.
package struct MailClaim: Sendable {
    package let id: MailID
    package let fence: Int64
    package let conversation: ConversationID
    package let account: AccountID
    package let contact: ContactID
    package let accountState: AccountState
    /// Whether it goes to Drafts, because of its account or its job.
    package let isDraft: Bool
    package let recipient: EmailAddress
    /// The origin of its conversation: the id of the mail that began it, or the instant at which this mail is to begin it.
    package let origin: String
    /// The mail's name within its campaign; nil for a mail of no campaign.
    package let outreach: CampaignMailName?
    package let purpose: Purpose
    package let step: Int
    package let kind: StepKind
    package let generation: Int
    package let dueAt: Timestamp
    /// The step's own subject, if any; otherwise the conversation's is in ``threading``.
    package let subject: String?
    /// The step's text, in the conversation's language if available.
    package let text: String
    /// The same in HTML, if the mail has it.
    package let html: String?
    package let threading: Threading
    /// The sender of our first mail to the contact, if known: the contact knows us by it.
    package let writer: Correspondent?
    /// The contact's own name for itself, if given.
    package let contactName: String?
    /// Set once the mail was rendered; every later try sends these bytes.
    package let rendered: RenderedMail?
    /// The number of failed tries with a server, and the time of the first.
    package let failures: Int
    package let failingSince: Timestamp?
    /// When it was read for this claim, by the database's clock.
    package let claimedAt: Timestamp
    /// How often it was withdrawn at the final dot.
    package let withheld: Int
    /// Failures of the account since its server last accepted a mail.
    package let accountFailures: Int
    /// When the account's last mail left.
    package let accountLastMail: Timestamp?
    /// The gate that holds it back; nil when none does.
    package let obstacle: GateTable.Row?
}
