package import Correspondence
import Database
package import Outreach
import Timing

/// The running job, as planning sees it.
package struct PlanningJob: Sendable, Hashable {
    package let id: JobID
    package let step: StepID
    package let force: Bool
    /// The accounts that it uses.
    package let accounts: Set<AccountID>
}

extension SQLSession {
    func planningJob(_ job: JobID) async throws -> PlanningJob? {
        guard let record = try await jobs("j.id = \(job)", limit: 1).first else { return nil }
        let accounts = try await query("SELECT account_id FROM job_accounts WHERE job_id = \(job)").map {
            try $0["account_id", as: AccountID.self]
        }
        return PlanningJob(id: job, step: record.step, force: record.force, accounts: Set(accounts))
    }

    /// How the mail of each of these leads leaves, for leads that are part of the job and not finished in it.
    func deliveries(of leads: [LeadID], in job: JobID) async throws -> [LeadID: MailDelivery] {
        guard !leads.isEmpty else { return [:] }
        return try await query(
            """
            SELECT lead_id, delivery FROM job_leads
            WHERE job_id = \(job) AND lead_id \(in: leads) AND state IN ('waiting', 'under_way')
            """
        ).reduce(into: [:]) { $0[try $1["lead_id", as: LeadID.self]] = try $1["delivery", as: MailDelivery.self] }
    }

    /// A job is over when none of its leads waits any more. A lead whose mail went to a person counts as finished.
    func endWhenDone(_ job: JobID) async throws {
        let served = try await countMovedInJob(
            """
            state = 'under_way' AND NOT EXISTS (
                SELECT 1 FROM campaign_leads l WHERE l.id = job_leads.lead_id AND l.awaits_turn)
              AND NOT EXISTS (SELECT 1 FROM outbox o WHERE o.lead_id = job_leads.lead_id AND o.job_id = \(job)
                AND o.state IN ('planned', 'claimed', 'in_doubt'))
            """, job, .served)
        if served > 0 {
            try await holdDrafted(
                by: job, "id IN (SELECT lead_id FROM job_leads WHERE job_id = \(job) AND state = 'done')")
        }
        let open = try await first(
            "SELECT 1 AS open FROM job_leads WHERE job_id = \(job) AND state IN ('waiting', 'under_way') LIMIT 1")
        if open == nil { _ = try await end(job, .ended, reason: nil) }
    }

    /// Finishes leads that no account of the job can write to. If no account can send at all, the job has failed.
    ///
    /// - Parameters:
    ///   - canSend: whether any of its accounts can.
    ///   - takesNewPeople: whether any of its accounts takes people to whom no account has written.
    func giveUpWhomNobodyWrites(_ job: JobID, canSend: Bool, takesNewPeople: Bool) async throws {
        guard canSend else {
            _ = try await end(job, .failed, reason: "none of its accounts can send: see `mosaic accounts`")
            return
        }
        guard !takesNewPeople else { return }
        try await moveInJob(
            "state = 'waiting' AND account_id IS NULL", job, .failed,
            reason: "no account that takes new people can send")
    }
}
