import Correspondence
import Outreach
import Storage
import Timing

/// How many mails of campaigns a run may still send, where it has a limit. What left is counted in the database, so a mail that
/// was given back is not.
struct CampaignBatch: Sendable {
    let parts: EngineParts
    let scope: RunScope
    let accounts: [AccountID]
    /// By the database's clock.
    let since: Timestamp

    /// Nil: there is no limit.
    func left() async throws -> Int? {
        guard let batch = scope.batch else { return nil }
        let sent = try await parts.store.outbox.campaignMailsLeft(from: accounts, since: since)
        return max(0, batch - sent - parts.progress.campaignMailsInHand)
    }

    /// Campaigns whose mails may leave now; nil: all.
    func campaigns() async throws -> Set<CampaignID>? {
        try await left() == 0 ? [] : scope.campaigns
    }
}
