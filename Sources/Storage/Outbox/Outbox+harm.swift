import Correspondence
import Database
import Outreach
import Timing

extension SQLSession {
    /// Records harm done by the campaign's last mail to the contact. Only the first harm of a mail counts.
    func noteHarm(_ harm: MailHarm, to contact: ContactID) async throws {
        try await write(
            """
            UPDATE outbox SET harm = \(harm), harmed_at = \(SQL.now) WHERE harm IS NULL AND id = (
                SELECT o.id FROM outbox o
                WHERE o.contact_id = \(contact) AND o.campaign_id IS NOT NULL
                  AND (o.in_doubt_at IS NOT NULL OR o.state = 'rejected')
                ORDER BY o.id DESC LIMIT 1)
            """)
    }

    /// How a campaign's mails were received lately. No more mails are counted than matter for `rails`: the cost grows with the
    /// harm, not with the campaign.
    func reception(of campaign: CampaignID, since start: Timestamp?, _ rails: Guardrails) async throws
        -> CampaignReception?
    {
        let lately: SQL = "\(SQL.later(of: "\(SQL.now) - \(Guardrails.span)", "\(start)"))"
        let harms = try await query(
            """
            SELECT harm, COUNT(*) AS count, COUNT(CASE WHEN in_doubt_at IS NULL THEN 1 END) AS refused FROM outbox
            WHERE campaign_id = \(campaign) AND harm IS NOT NULL AND harmed_at > \(lately) GROUP BY harm
            """)
        guard !harms.isEmpty else { return nil }
        var reception = CampaignReception(mails: 0)
        for row in harms {
            // A mail that the server refused never left, but was tried.
            reception.mails += try row.int("refused")
            try reception.count(row["harm", as: MailHarm.self], row.int("count"))
        }
        let left = try await first(
            """
            SELECT COUNT(*) AS count FROM (SELECT 1 FROM outbox o
                WHERE o.campaign_id = \(campaign) AND o.in_doubt_at > \(lately) AND NOT \(SQL.isDraft("o")) LIMIT \(rails.mostMails(for: reception))) AS left_lately
            """)
        reception.mails += try left?.int("count") ?? 0
        return reception
    }
}
