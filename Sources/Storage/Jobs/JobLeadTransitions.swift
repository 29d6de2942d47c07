import Correspondence
import Database
import Outreach

extension SQLSession {
    /// Moves leads of a job: the next state comes from the table of ``JobLeadState/after(_:)``, and leads that it does not change
    /// are left alone.
    ///
    /// - Parameters:
    ///   - leads: a condition on `job_leads`.
    ///   - account: the account that writes to them from now on; nil: as before.
    func moveInJob(
        _ leads: SQL, _ job: JobID, _ event: JobLeadEvent, account: AccountID? = nil, reason: String? = nil
    ) async throws {
        try await write(jobLeadTransition(leads, job, event, account, reason))
    }

    /// The same.
    ///
    /// - Returns: how many moved.
    func countMovedInJob(_ leads: SQL, _ job: JobID, _ event: JobLeadEvent) async throws -> Int {
        try await execute(jobLeadTransition(leads, job, event, nil, nil))
    }

    /// The only statement that writes `job_leads.state`.
    private func jobLeadTransition(
        _ leads: SQL, _ job: JobID, _ event: JobLeadEvent, _ account: AccountID?, _ reason: String?
    ) -> SQL {
        let states = JobLeadState.allCases
        return """
            UPDATE job_leads SET state = \(raw: transitionCase(states) { $0.after(event)?.rawValue }),
                reason = \(reason?.storable), account_id = COALESCE(\(account), account_id)
            WHERE job_id = \(job) AND (\(leads)) AND state \(in: states.filter { $0.after(event) != nil })
            """
    }
}
