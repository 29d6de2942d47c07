import Correspondence
import Database
import Outreach
import Timing

extension SQLSession {
    /// Leads whose next mail is due soon and not planned yet: a few for each account that has room, in one round trip for any number
    /// of accounts. A job also looks at the leads of an account that cannot send, to finish them.
    func freeLeads(
        of campaign: CampaignRecord, _ job: PlanningJob?, _ free: [SenderState], until end: Timestamp,
        _ mostPlanned: Int,
        stale: SQL
    ) async throws -> [PlanningLead] {
        func leads(_ account: SQL, _ count: Int) -> SQL {
            job.map { Self.dueLeads(of: $0, account, until: end, count + Self.jobSlack) }
                ?? Self.dueLeads(of: campaign.id, account, until: end, count)
        }
        var wanted = free.map { leads("= \($0.sender.account)", mostPlanned + 2) }
        // An account that takes no new leads may still own a lead that the job meets first.
        if free.contains(where: { $0.sender.weight > 0 && $0.isAble }) {
            wanted.append(leads("IS NULL", free.count * mostPlanned + 2))
        }
        let found = try await query(wanted).flatMap { try $0.map { try $0["id", as: LeadID.self] } }
        return found.isEmpty ? [] : try await planningLeads("l.id \(in: found)", stale: stale)
    }

    private static func dueLeads(
        of campaign: CampaignID, _ account: SQL, until end: Timestamp, _ count: Int
    ) -> SQL {
        """
        SELECT id FROM campaign_leads WHERE account_id \(account) AND state IN ('pending', 'active')
            AND campaign_id = \(campaign) AND NOT awaits_turn AND next_due_at <= \(end) AND NOT \(hasOpenMail)
        ORDER BY next_due_at, id LIMIT \(count)
        """
    }

    private static func dueLeads(of job: PlanningJob, _ account: SQL, until end: Timestamp, _ count: Int) -> SQL {
        """
        SELECT j.lead_id AS id FROM job_leads j JOIN campaign_leads ON campaign_leads.id = j.lead_id
        WHERE j.job_id = \(job.id) AND j.state = 'waiting' AND j.account_id \(account)
            AND NOT campaign_leads.awaits_turn AND NOT \(hasOpenMail)
            AND (campaign_leads.next_due_at IS NULL OR campaign_leads.next_due_at <= \(end))
        ORDER BY j.lead_id LIMIT \(count)
        """
    }

    private static var hasOpenMail: SQL {
        """
        EXISTS (SELECT 1 FROM outbox m WHERE m.lead_id = campaign_leads.id AND m.state IN ('planned', 'claimed', 'in_doubt'))
        """
    }

    /// Leads of a job that get no mail are looked at too, so that they are finished soon.
    private static var jobSlack: Int { 20 }
}
