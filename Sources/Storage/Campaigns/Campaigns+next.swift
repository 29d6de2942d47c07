import Database
package import Outreach
package import Timing

/// The mail of a campaign that leaves next.
package struct NextCampaignMail: Sendable, Hashable {
    package let at: Timestamp
    /// Whether it has its place; otherwise a lead waits for one since or from that instant on.
    package let isPlanned: Bool
}

extension Campaigns {
    /// The earliest mail that is planned, otherwise the earliest that a lead waits for. Nil where nobody is to get any more. Gates
    /// may hold either.
    package func next(of campaign: CampaignID) async throws -> NextCampaignMail? {
        try await database.read { session in
            let planned = try await session.first(
                """
                SELECT MIN(o.due_at) AS at FROM outbox o
                WHERE o.campaign_id IS NOT NULL AND o.campaign_id = \(campaign) AND o.state IN ('planned', 'claimed')
                """)
            if let at = try planned?.optionalTimestamp("at") { return NextCampaignMail(at: at, isPlanned: true) }
            // Leads that no account has taken yet, and those of each account, have an index of their own.
            let waiting = try await session.first(
                """
                SELECT MIN(at) AS at FROM (
                    SELECT MIN(l.next_due_at) AS at FROM campaign_leads l
                    WHERE l.campaign_id = \(campaign) AND l.account_id IS NULL AND l.state IN ('pending', 'active')
                    UNION ALL
                    SELECT (SELECT MIN(l.next_due_at) FROM campaign_leads l
                        WHERE l.campaign_id = \(campaign) AND l.account_id = ca.account_id AND l.state IN ('pending', 'active'))
                    FROM campaign_accounts ca WHERE ca.campaign_id = \(campaign)) AS waiting
                """)
            return try waiting?.optionalTimestamp("at").map { NextCampaignMail(at: $0, isPlanned: false) }
        }
    }
}

extension SQLSession {
    /// The campaign's mails that did harm, by its kind.
    func harms(of campaign: CampaignID) async throws -> [MailHarm: Int] {
        try await query(
            """
            SELECT harm, COUNT(*) AS count FROM outbox
            WHERE campaign_id = \(campaign) AND harm IS NOT NULL GROUP BY harm
            """
        ).reduce(into: [:]) { $0[try $1["harm", as: MailHarm.self]] = try $1.int("count") }
    }
}
