import Correspondence
import Database
package import Outreach
package import Timing

/// A lead whose next mail's time has come.
package struct DueLead: Sendable, Hashable {
    package let lead: LeadRecord
    /// When it came.
    package let since: Timestamp
}

extension Leads {
    /// Leads of a campaign that time releases, and that are due: their mail is planned for an instant that is over, or they wait
    /// for a place. The longest due first.
    ///
    /// - Returns: the first of them, and how many there are.
    package func due(of campaign: CampaignID, limit: Int) async throws -> (leads: [DueLead], count: Int) {
        try await database.read { session in
            let accounts = try await session.query(
                "SELECT account_id FROM campaign_accounts WHERE campaign_id = \(campaign) ORDER BY account_id"
            ).map { try $0["account_id", as: AccountID.self] }
            // Each line of the queue has an index of its own.
            let senders: [SQL] = ["IS NULL"] + accounts.map { "= \($0)" }
            let lines = senders.map { account -> SQL in
                """
                SELECT l.id, \(SQL.later(of: "l.next_due_at", "COALESCE(l.not_before, l.next_due_at)")) AS since
                FROM campaign_leads l WHERE l.campaign_id = \(campaign) AND l.account_id \(account)
                  AND l.state IN ('pending', 'active') AND l.next_due_at <= \(SQL.now)
                  AND (l.not_before IS NULL OR l.not_before <= \(SQL.now))
                  AND NOT EXISTS (SELECT 1 FROM outbox o
                      WHERE o.lead_id = l.id AND o.state IN ('planned', 'claimed', 'in_doubt'))
                """
            }
            let planned: SQL = """
                SELECT o.lead_id AS id, MIN(o.due_at) AS since FROM outbox o
                WHERE o.campaign_id = \(campaign) AND o.in_doubt_at IS NULL AND o.state IN ('planned', 'claimed')
                  AND o.due_at <= \(SQL.now) AND o.lead_id IS NOT NULL GROUP BY o.lead_id
                """
            let all = SQL.joined(lines + [planned], separator: " UNION ALL ")
            let count = try await session.first("SELECT COUNT(*) AS count FROM (\(all)) AS due")?.int("count") ?? 0
            let rows = try await session.query(
                "SELECT id, since FROM (\(all)) AS due ORDER BY since, id LIMIT \(limit)")
            let ids = try rows.map { try $0["id", as: LeadID.self] }
            let leads = try await session.leads("l.id \(in: ids)", limit: ids.count)
                .reduce(into: [:]) { $0[$1.id] = $1 }
            let due = try rows.compactMap { row in
                try leads[row["id", as: LeadID.self]].map { DueLead(lead: $0, since: try row.timestamp("since")) }
            }
            return (due, count)
        }
    }
}
