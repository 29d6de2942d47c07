package import Correspondence
import Database
package import Timing

/// Drafts of a campaign that lie in one account's Drafts, and that nobody is known to have sent.
package struct WaitingDrafts: Sendable, Hashable {
    package let campaign: String
    package let account: EmailAddress
    package let count: Int
    /// When the oldest of them was made.
    package let since: Timestamp
}

extension Outbox {
    /// The drafts of campaigns that wait for a person, the oldest first. One that has a handoff of its own is told by that.
    package func draftsWaiting() async throws -> [WaitingDrafts] {
        try await database.rows(
            """
            SELECT p.name, a.address, COUNT(*) AS count, MIN(o.in_doubt_at) AS since
            FROM outbox o JOIN campaigns p ON p.id = o.campaign_id JOIN accounts a ON a.id = o.account_id
            JOIN campaign_leads l ON l.id = o.lead_id AND l.state NOT IN ('replied', 'stopped', 'finished', 'failed')
            WHERE \(SQL.isDraft("o")) AND NOT EXISTS (
                SELECT 1 FROM handoffs h WHERE h.thread_id = o.thread_id AND h.closed_at IS NULL)
            GROUP BY p.name, a.address ORDER BY since, p.name, a.address
            """
        ).map { row in
            WaitingDrafts(
                campaign: try row.string("name"), account: try row.address("address"), count: try row.int("count"),
                since: try row.timestamp("since"))
        }
    }
}
