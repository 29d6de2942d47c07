import Correspondence
import Database
import Outreach
import Timing

extension SQLSession {
    /// Leads whose next mail is due soon, and that have none planned: a few for each of the accounts that have room. A job also
    /// looks at those of an account that cannot send, to be done with them.
    func freeLeads(
        of campaign: CampaignRecord, _ job: PlanningJob?, _ free: [SenderState], until end: Timestamp,
        _ mostPlanned: Int,
        stale: SQL
    ) async throws -> [PlanningLead] {
        func leads(_ account: SQL, _ count: Int) -> SQL {
            let hasOpenMail: SQL = """
                EXISTS (SELECT 1 FROM outbox m WHERE m.lead_id = campaign_leads.id AND m.state IN ('planned', 'claimed', 'in_doubt'))
                """
            guard let job else {
                return """
                    l.id IN (SELECT id FROM campaign_leads WHERE account_id \(account) AND state IN ('pending', 'active')
                        AND campaign_id = \(campaign.id) AND NOT awaits_turn AND next_due_at <= \(end) AND NOT \(hasOpenMail)
                        ORDER BY next_due_at, id LIMIT \(count))
                    """
            }
            return """
                l.id IN (SELECT j.lead_id FROM job_leads j JOIN campaign_leads ON campaign_leads.id = j.lead_id
                    WHERE j.job_id = \(job.id) AND j.state = 'waiting' AND j.account_id \(account)
                      AND NOT campaign_leads.awaits_turn AND NOT \(hasOpenMail)
                      AND (campaign_leads.next_due_at IS NULL OR campaign_leads.next_due_at <= \(end))
                    ORDER BY j.lead_id LIMIT \(count + Self.jobSlack))
                """
        }
        var found: [PlanningLead] = []
        for sender in free {
            found += try await planningLeads(leads("= \(sender.sender.account)", mostPlanned + 2), stale: stale)
        }
        // Who writes to nobody new may still be the account of a lead that the job meets first.
        if free.contains(where: { $0.sender.weight > 0 && $0.isAble }) {
            found += try await planningLeads(leads("IS NULL", free.count * mostPlanned + 2), stale: stale)
        }
        return found
    }

    /// Leads of a job that get no mail are looked at besides, so that they are done with soon.
    private static var jobSlack: Int { 20 }
}
