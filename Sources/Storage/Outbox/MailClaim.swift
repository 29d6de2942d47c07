package import Correspondence
package import Outreach
package import Timing

/// What a mail of a campaign is, whatever rows the database has for it: after a backup was restored it is the same again.
package struct CampaignMailName: Sendable, Hashable {
    package let id: CampaignID
    /// The campaign's, which no other has.
    package let campaign: String
    /// The step's, which no other of the campaign has.
    package let step: String
}

/// One mail of one conversation, held by this process until its lease ends or a newer fence replaces it. It carries
/// everything that sending needs.
package struct MailClaim: Sendable {
    package let id: MailID
    package let fence: Int64
    package let conversation: ConversationID
    package let account: AccountID
    package let contact: ContactID
    package let accountState: AccountState
    /// Whether it goes to Drafts, be it by its account or by its job.
    package let isDraft: Bool
    package let recipient: EmailAddress
    /// What began its conversation: the id of the mail that did, or the instant at which it is to begin with this one.
    package let origin: String
    /// Which mail of which campaign it is; nil for a mail of none.
    package let outreach: CampaignMailName?
    package let purpose: Purpose
    package let step: Int
    package let kind: StepKind
    package let generation: Int
    package let dueAt: Timestamp
    /// Of the step itself, where it has one; otherwise the conversation's stands in ``threading``.
    package let subject: String?
    /// What the step says, in the conversation's language where it has that.
    package let text: String
    /// The same in HTML, where the mail has that.
    package let html: String?
    package let threading: Threading
    /// From whom our first mail to the contact came, where that is known: the contact knows us by it.
    package let writer: Correspondent?
    /// What the contact calls itself, where it said.
    package let contactName: String?
    /// Set once the mail was rendered; every later try sends these bytes.
    package let rendered: RenderedMail?
    /// How often a server was tried in vain, and when first.
    package let failures: Int
    package let failingSince: Timestamp?
    /// When it was read for this claim, by the database's clock.
    package let claimedAt: Timestamp
    /// How often it was withdrawn at the final dot.
    package let withheld: Int
    /// Failures of the account since its server last took a mail.
    package let accountFailures: Int
    /// When the account's last mail left.
    package let accountLastMail: Timestamp?
    /// What keeps it from going out now; nil when nothing does.
    package let obstacle: GateTable.Row?
}
