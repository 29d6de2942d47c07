import Correspondence
import Database
package import Outreach

extension Campaigns {
    /// Leads that are written in one transaction.
    private static var page: Int { 1_000 }

    /// Ends a campaign for good. From the first commit on no dot of it is permitted any more: its jobs end, and what is planned is
    /// taken back. Its leads end behind that, a page to a transaction, so that however many there are hold nobody up; called
    /// again it goes on where it was interrupted.
    ///
    /// - Returns: how many leads ended by it; nil where there is no such campaign.
    package func archive(_ campaign: CampaignID, reason: String?) async throws -> Int? {
        let isThere = try await database.transaction { session in
            let open: SQL = "campaign_id = \(campaign) AND in_doubt_at IS NULL AND state IN ('planned', 'claimed')"
            let conversations = try await session.query("SELECT DISTINCT thread_id FROM outbox WHERE \(open)").map {
                try $0["thread_id", as: ConversationID.self]
            }
            try await session.lock(conversations.sorted())
            let jobs = try await session.query(
                "SELECT id FROM jobs WHERE campaign_id = \(campaign) AND state IN ('pending', 'running') ORDER BY id")
            for job in jobs {
                _ = try await session.end(job["id", as: JobID.self], .cancelled, reason: Self.archived)
            }
            guard try await session.change(campaign, .archived, reason: reason) else {
                return try await session.first("SELECT id FROM campaigns WHERE id = \(campaign)") != nil
            }
            try await session.cancelOpenMails(where: open, reason: Self.archived)
            return true
        }
        guard isThere else { return nil }
        var ended = 0
        while true {
            let page = try await database.transaction { session in
                let open = SQL.page(
                    of: campaign, in: LeadState.allCases.filter { !$0.isEnd }, after: nil, limit: Self.page)
                let leads = try await session.query(
                    "SELECT id FROM campaign_leads WHERE id IN (\(open)) ORDER BY id \(SQL.forUpdate)"
                ).map { try $0["id", as: LeadID.self] }
                try await session.moveLeads("id \(in: leads)", .campaignArchived, reason: Self.archived)
                return leads.count
            }
            ended += page
            if page < Self.page { return ended }
        }
    }

    private static var archived: String { "its campaign was archived" }
}
