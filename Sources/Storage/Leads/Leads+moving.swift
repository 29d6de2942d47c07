import Correspondence
import Database
import Events
package import Outreach

extension Leads {
    private static var page: Int { 500 }
    fileprivate static var waiting: [LeadState] { [.pending, .needsData, .held] }

    /// Leads of one campaign that have got nothing of it, and that nothing has ended, go over to another: they end in the one in
    /// the transaction that makes them in the other, so nobody is written to by both.
    ///
    /// - Returns: how many went over.
    package func move(from former: CampaignRecord, to campaign: CampaignID) async throws -> Int {
        var count = 0
        var last: LeadID?
        while true {
            let page = SQL.page(of: former.id, in: Self.waiting, after: last, limit: Self.page)
            let leads = try await database.rows("SELECT id FROM (\(page)) AS page ORDER BY id").map {
                try $0["id", as: LeadID.self]
            }
            count += try await database.settlingUniqueness { session in
                _ = try await session.lockedConversations(of: leads)
                return try await session.move(leads, to: campaign, from: former.name)
            }
            guard leads.count == Self.page else { return count }
            last = leads.last
        }
    }
}

extension SQLSession {
    fileprivate func move(_ leads: [LeadID], to campaign: CampaignID, from name: String) async throws -> Int {
        let fresh = try await query(
            """
            SELECT l.id FROM campaign_leads l
            WHERE l.id \(in: leads) AND l.state \(in: Leads.waiting) AND NOT EXISTS (
                SELECT 1 FROM outbox o WHERE o.lead_id = l.id AND o.in_doubt_at IS NOT NULL)
            ORDER BY l.id \(SQL.forUpdate)
            """
        ).map { try $0["id", as: LeadID.self] }
        guard !fresh.isEmpty else { return 0 }
        try await execute(
            """
            INSERT INTO campaign_leads (campaign_id, contact_id, next_due_at, fields, created_at, updated_at)
            SELECT \(campaign), contact_id, \(SQL.now), fields, \(SQL.now), \(SQL.now) FROM campaign_leads
            WHERE id \(in: fresh) ORDER BY id
            """)
        try await execute(
            """
            INSERT INTO lead_recipients (lead_id, position, contact_id, fields, company, status)
            SELECT n.id, r.position, r.contact_id, r.fields, r.company,
                CASE r.status WHEN 'contacted' THEN 'not_contacted' ELSE r.status END
            FROM lead_recipients r JOIN campaign_leads l ON l.id = r.lead_id
            JOIN campaign_leads n ON n.campaign_id = \(campaign) AND n.contact_id = l.contact_id
            WHERE r.lead_id \(in: fresh) ORDER BY n.id, r.position
            """)
        try await moveLeads("id \(in: fresh)", .skipped, reason: "it went over to another campaign")
        try await cancelOpenMails(where: "lead_id \(in: fresh)", reason: "its lead went over to another campaign")
        try await record(
            .leadsMoved, detail: "\(fresh.count) leads of \(name.storable) went over to campaign \(campaign)")
        return fresh.count
    }
}
