import Correspondence
import Database
package import Outreach
import Timing

extension Jobs {
    /// Jobs, the latest first.
    ///
    /// - Parameters:
    ///   - campaign: only jobs of this one.
    ///   - before: only older jobs.
    package func list(
        of campaign: CampaignID? = nil, before: JobID? = nil, limit: Int
    ) async throws -> [JobRecord] {
        let whose: SQL = campaign.map { "j.campaign_id = \($0)" } ?? "1 = 1"
        let condition: SQL = "\(whose) AND j.id < \(before?.rawValue ?? Int64.max)"
        return try await database.read { session in try await session.jobs(condition, limit: limit) }
    }

    package func record(_ id: JobID) async throws -> JobRecord? {
        try await database.read { session in try await session.jobs("j.id = \(id)", limit: 1).first }
    }

    /// The number of lines of its log by status: sums of the rows that ``log(of:after:limit:)`` lists.
    package func totals(of job: JobID) async throws -> [JobLogStatus: Int] {
        try await database.rows(
            """
            SELECT line.status, COUNT(*) AS count FROM (SELECT \(SQL.jobStatus) AS status \(SQL.jobLog)
                WHERE r.job_id = \(job)) AS line GROUP BY line.status
            """
        ).reduce(into: [:]) { $0[try $1["status", as: JobLogStatus.self]] = try $1.int("count") }
    }

    /// The result for each of its leads, in the order of their keys.
    ///
    /// - Parameters:
    ///   - after: only leads with higher keys.
    ///   - limit: the number of leads; each comes with all of its lines.
    package func log(of job: JobID, after: LeadID? = nil, limit: Int) async throws -> [JobLogRow] {
        try await database.read { session in
            let page: SQL = """
                SELECT lead_id AS id FROM job_leads WHERE job_id = \(job) AND lead_id > \(after?.rawValue ?? 0)
                ORDER BY lead_id LIMIT \(limit)
                """
            let keys = try await session.keys(page, as: LeadID.self)
            return try await session.query(
                """
                SELECT r.lead_id, COALESCE(o.recipient, c.address) AS recipient, a.address AS account, o.message_id,
                    \(SQL.jobStatus) AS status, COALESCE(o.reason, r.reason) AS reason, o.sent_at \(SQL.jobLog)
                LEFT JOIN accounts a ON a.id = COALESCE(o.account_id, r.account_id)
                WHERE r.job_id = \(job) AND r.lead_id \(in: keys) ORDER BY r.lead_id, o.id
                """
            ).map(JobLogRow.init)
        }
    }
}

extension SQL {
    /// The lines of a job's log: its leads `r`, each with the mails `o` that the job sent it.
    fileprivate static let jobLog: SQL = """
        FROM job_leads r JOIN campaign_leads l ON l.id = r.lead_id JOIN contacts c ON c.id = l.contact_id
        LEFT JOIN outbox o ON o.lead_id = r.lead_id AND o.job_id = r.job_id AND o.state <> 'cancelled'
        """

    /// The ``JobLogStatus`` of such a line.
    fileprivate static let jobStatus: SQL = """
        CASE WHEN o.state = 'sent' THEN 'SENT'
            WHEN o.state = 'needs_human' AND o.reason = \(SQL.leftInDrafts) THEN 'DRAFTED'
            WHEN o.state IN ('needs_human', 'rejected') THEN 'ERROR'
            WHEN o.state IS NOT NULL OR r.state IN ('waiting', 'under_way') THEN 'WAITING'
            WHEN r.state = 'error' THEN 'ERROR' ELSE 'SKIPPED' END
        """
}

extension SQLSession {
    func jobs(_ condition: SQL, limit: Int) async throws -> [JobRecord] {
        let rows = try await query(
            """
            SELECT j.*, p.name AS campaign_name, s.name AS step_name FROM jobs j
            JOIN campaigns p ON p.id = j.campaign_id JOIN campaign_steps s ON s.id = j.step_id
            WHERE \(condition) ORDER BY j.id DESC LIMIT \(limit)
            """)
        let accounts = try await query(
            """
            SELECT u.job_id, a.address FROM job_accounts u JOIN accounts a ON a.id = u.account_id
            WHERE u.job_id \(in: try rows.map { try $0.int64("id") }) ORDER BY u.account_id
            """
        ).reduce(into: [Int64: [EmailAddress]]()) {
            $0[try $1.int64("job_id"), default: []].append(try $1.address("address"))
        }
        return try rows.map { try JobRecord($0, accounts: accounts[$0.int64("id")] ?? []) }
    }

    func runningJob(of campaign: CampaignID) async throws -> JobID? {
        try await first("SELECT id FROM jobs WHERE campaign_id = \(campaign) AND state = 'running'")?[
            "id", as: JobID.self]
    }
}
