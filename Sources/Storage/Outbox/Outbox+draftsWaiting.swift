package import Correspondence
import Database
package import Timing

/// A campaign's drafts in one account's Drafts that are not known to have been sent.
package struct WaitingDrafts: Sendable, Hashable {
    package let campaign: String
    package let account: EmailAddress
    package let count: Int
    /// When the oldest of them was made.
    package let since: Timestamp
}

extension Outbox {
    /// The campaigns' drafts that wait for a person, oldest first. A draft with a handoff of its own is not among them.
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
