import Correspondence
import Outreach
import Storage
import Timing

/// What of campaigns may still leave in a run that ends by itself: the run may have a limit, and each campaign one of its own. What
/// left is counted in the database, so a mail that was given back is not.
struct CampaignBatch: Sendable {
    /// What may be claimed now.
    struct Room: Sendable, Hashable {
        /// Mails that may be claimed together; nil: there is no limit.
        var mails: Int?
        /// Whose mails; nil: all campaigns'.
        var campaigns: Set<CampaignID>?

        func includes(_ campaign: CampaignID) -> Bool { campaigns?.contains(campaign) ?? true }
    }

    let parts: EngineParts
    let scope: RunScope
    let accounts: [AccountID]
    /// By the database's clock.
    let since: Timestamp

    func room() async throws -> Room {
        guard scope.endsByItself else { return Room(campaigns: scope.campaigns) }
        // What is in hand is read before what has left: a mail that leaves in between is counted twice, and not never.
        let inHand = parts.progress.campaignMailsInHand
        let left = try await left(inHand: inHand.values.reduce(0, +))
        if left == 0 { return Room(mails: 0, campaigns: []) }
        let own = try await parts.store.outbox.batches(from: accounts, since: since).map { batch in
            (id: batch.campaign, left: max(0, batch.size - batch.sent - inHand[batch.campaign, default: 0]))
        }
        var room = Room(mails: ([left] + own.map { $0.left > 0 ? $0.left : nil }).compactMap(\.self).min())
        room.campaigns = scope.campaigns
        let over = own.filter { $0.left == 0 }.map(\.id)
        guard !over.isEmpty else { return room }
        room.campaigns = try await meant().subtracting(over)
        return room
    }

    private func meant() async throws -> Set<CampaignID> {
        if let named = scope.campaigns { return named }
        return Set(try await parts.store.campaigns.active())
    }

    /// Of the run's own limit; nil: it has none.
    private func left(inHand: Int) async throws -> Int? {
        guard let batch = scope.batch else { return nil }
        let sent = try await parts.store.outbox.campaignMailsLeft(from: accounts, since: since)
        return max(0, batch - sent - inHand)
    }
}
