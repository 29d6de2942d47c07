import Correspondence
package import Outreach

/// What a process looks after, where that is less than everything, and for how long. Which accounts it has is said by those that
/// it is given.
package struct RunScope: Sendable, Hashable {
    /// Campaigns that it plans, and whose mails it sends; nil: all. Answers are no campaign's.
    package var campaigns: Set<CampaignID>?
    /// Mails of campaigns that leave in this run at most; nil: no limit.
    package var batch: Int?
    /// Whether it ends by itself once nothing is left to do for now.
    package var endsByItself: Bool
    /// Whether other processes have accounts of the same settings.
    package var isForSomeAccounts: Bool

    package init(
        campaigns: Set<CampaignID>? = nil, batch: Int? = nil, endsByItself: Bool = false,
        isForSomeAccounts: Bool = false
    ) {
        self.campaigns = campaigns
        self.batch = batch
        self.endsByItself = endsByItself
        self.isForSomeAccounts = isForSomeAccounts
    }
}
