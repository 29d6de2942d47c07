package import Correspondence
package import Timing

/// The mail that leaves next.
package struct PlannedMail: Hashable, Sendable {
    package let account: AccountID
    package let at: Timestamp
    /// `followUp`, or `newLead` for the first mail of a lead, which from then on belongs to the account.
    package let rank: MailRank
    /// Whether the lead had been assigned to the account.
    package let isDealt: Bool
    /// Why it does not leave earlier.
    package let delays: [SlotDelay]
}
