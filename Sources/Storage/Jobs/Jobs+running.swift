import Correspondence
import Database
import Events
import Outreach
import Timing

extension Jobs {
    /// A job that is later than this is not begun any more: a person decides.
    package static let mostLate = Duration.seconds(4 * 3_600)

    /// Begins the jobs whose time has come and whose accounts no other job uses. A job that is not to wait for its accounts, or is
    /// far too late, fails.
    ///
    /// - Returns: the jobs that begin.
    package func beginDue() async throws -> [JobRecord] {
        let due = try await database.rows(
            "SELECT id FROM jobs WHERE state = 'pending' AND starts_at <= \(SQL.now) ORDER BY starts_at, id LIMIT 20")
        var begun: [JobRecord] = []
        for row in due {
            let id = try row["id", as: JobID.self]
            if let job = try await database.transaction({ try await $0.begin(id) }) { begun.append(job) }
        }
        return begun
    }
}

extension SQLSession {
    fileprivate func begin(_ id: JobID) async throws -> JobRecord? {
        _ = try await query(
            """
            SELECT id FROM accounts WHERE id IN (SELECT account_id FROM job_accounts WHERE job_id = \(id))
            ORDER BY id \(SQL.forNoKeyUpdate)
            """)
        // Somebody may be cancelling it.
        _ = try await first("SELECT id FROM jobs WHERE id = \(id) \(SQL.forUpdate)")
        guard let job = try await jobs("j.id = \(id)", limit: 1).first, job.state == .pending else { return nil }
        if let other = try await first(
            """
            SELECT j.id FROM jobs j WHERE j.state = 'running' AND (j.campaign_id = \(job.campaign) OR EXISTS (
                SELECT 1 FROM job_accounts u JOIN job_accounts w ON w.account_id = u.account_id
                WHERE u.job_id = j.id AND w.job_id = \(id))) ORDER BY j.id LIMIT 1
            """)
        {
            guard job.busy == .fail else { return nil }
            _ = try await end(id, .failed, reason: "job \(try other.int64("id")) was still running on its accounts")
            return nil
        }
        if try await isLate(job) {
            _ = try await end(id, .failed, reason: "nothing was running at its time, \(job.startsAt): start it anew")
            return nil
        }
        return try await run(job) ? job : nil
    }

    /// Waiting for another job on its accounts does not make a job late.
    private func isLate(_ job: JobRecord) async throws -> Bool {
        let row = try await first(
            """
            SELECT MAX(j.ended_at) AS freed, \(SQL.now) AS now FROM jobs j JOIN job_accounts u ON u.job_id = j.id
            WHERE u.account_id IN (SELECT account_id FROM job_accounts WHERE job_id = \(job.id)) AND j.id <> \(job.id)
              AND j.begun_at IS NOT NULL
            """)
        let since = max(job.startsAt, try row?.optionalTimestamp("freed") ?? job.startsAt)
        return try since + Jobs.mostLate < (row?.timestamp("now") ?? since)
    }

    private func run(_ job: JobRecord) async throws -> Bool {
        guard try await setJob(job.id, of: job.campaign, replacing: nil), try await moveJob(job.id, .begun, reason: nil)
        else { return false }
        try await listLeads(of: job)
        let accounts = try await accounts(of: job.id)
        try await record(.jobStarted, detail: "job \(job.id): step \(job.stepName) of \(job.campaignName)")
        try await recordEach(.lockTaken, of: accounts, detail: "job \(job.id)")
        return true
    }

    /// Its leads; those that cannot get its mail are settled at once.
    private func listLeads(of job: JobRecord) async throws {
        func field(_ name: String) -> SQL {
            .either(
                postgres: "l.fields ->> '\(raw: name)'",
                sqlite: "json_extract(CAST(l.fields AS TEXT), '$.\(raw: name)')")
        }
        let names = SQL.joined(JobSelection.fields.map(field))
        let isSelected: SQL = "COALESCE(lower(trim(COALESCE(\(names)))) \(in: JobSelection.yes), \(false))"
        func word(_ delivery: MailDelivery?) -> SQL { delivery.map { "\($0)" } ?? "NULL" }
        let delivery: SQL = """
            CASE WHEN \(isSelected) THEN \(word(job.selection.delivery(isSelected: true)))
                ELSE \(word(job.selection.delivery(isSelected: false))) END
            """
        let isOver: SQL = "l.state \(in: LeadState.allCases.filter { !$0.isRunning })"
        // A lead stays with the account that has written to it.
        let isElsewhere: SQL = """
            l.account_id IS NOT NULL AND l.account_id NOT IN (SELECT account_id FROM job_accounts WHERE job_id = \(job.id))
            """
        try await execute(
            """
            INSERT INTO job_leads (job_id, lead_id, delivery, account_id, state, reason)
            SELECT \(job.id), l.id, \(delivery), l.account_id,
                CASE WHEN NOT \(isOver) THEN CASE WHEN \(isElsewhere) THEN 'error' ELSE 'waiting' END WHEN l.state \(in: [LeadState.replied, .stopped, .finished])
                    THEN 'skipped' ELSE 'error' END,
                CASE WHEN \(isOver) THEN l.state || COALESCE(': ' || l.reason, '')
                    WHEN \(isElsewhere) THEN 'another job has its account' END
            FROM campaign_leads l WHERE l.campaign_id = \(job.campaign) AND \(delivery) IS NOT NULL ORDER BY l.id
            """)
    }

    private func accounts(of job: JobID) async throws -> [AccountID] {
        try await query("SELECT account_id FROM job_accounts WHERE job_id = \(job) ORDER BY account_id").map {
            try $0["account_id", as: AccountID.self]
        }
    }

    /// Ends a job: mail that has not left is cancelled, and its accounts are free.
    ///
    /// - Returns: false where it has ended already.
    func end(_ job: JobID, _ event: JobEvent, reason: String?) async throws -> Bool {
        let open: SQL = """
            lead_id IN (SELECT lead_id FROM job_leads WHERE job_id = \(job) AND state = 'under_way') AND job_id = \(job)
            """
        let conversations = try await query(
            "SELECT DISTINCT thread_id FROM outbox WHERE \(open) AND state IN ('planned', 'claimed')"
        ).map { try $0["thread_id", as: ConversationID.self] }
        try await lock(conversations)
        guard let row = try await first("SELECT campaign_id, state FROM jobs WHERE id = \(job) \(SQL.forUpdate)") else {
            return false
        }
        let state = try row["state", as: JobState.self]
        guard let after = state.after(event), try await moveJob(job, event, reason: reason) else { return false }
        _ = try await setJob(nil, of: row["campaign_id", as: CampaignID.self], replacing: job)
        if event != .ended {
            let told = "the job \(event == .failed ? "failed" : "was cancelled")" + (reason.map { ": \($0)" } ?? "")
            try await cancelOpenMails(where: open, reason: told)
            try await holdDrafted(
                by: job,
                "id IN (SELECT lead_id FROM job_leads WHERE job_id = \(job) AND state IN ('waiting', 'under_way'))")
            try await moveInJob("\(true)", job, .skipped, reason: told)
        }
        try await record(.jobEnded, detail: "job \(job): \(after.rawValue)" + (reason.map { ", \($0)" } ?? ""))
        if state == .running { try await recordEach(.lockReleased, of: accounts(of: job), detail: "job \(job)") }
        return true
    }
}
