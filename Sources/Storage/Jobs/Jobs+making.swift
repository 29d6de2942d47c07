package import Correspondence
import Database
import Events
package import Outreach
package import Timing

/// The result of a wish to release a step.
package enum JobAnswer: Sendable, Hashable {
    case made(JobRecord)
    /// Its accounts are in use; from this instant on they are free, as things stand.
    case busy(job: JobID, campaign: String, account: EmailAddress, isRunning: Bool, freeAt: Timestamp)
    case refused(String)
}

extension Jobs {
    /// Releases a step of a campaign, if no other job is too close on one of its accounts. Otherwise the draft's `busy` decides:
    /// the job waits for its accounts, takes those that are free, or is not made.
    package func make(_ draft: JobDraft) async throws -> JobAnswer {
        try await database.transaction { session in
            guard
                let row = try await session.first(
                    """
                    SELECT p.release_by, p.name, p.state, s.name AS step, s.retired, \(SQL.now) AS now FROM campaigns p
                    JOIN campaign_steps s ON s.campaign_id = p.id AND s.id = \(draft.step) WHERE p.id = \(draft.campaign)
                    """)
            else { return .refused("there is no such step") }
            if let reason = try Self.refusal(row) { return .refused(reason) }
            let accounts = try await session.lockedAccounts(of: draft.campaign)
            guard !accounts.isEmpty else { return .refused("it has no accounts") }
            let now = try row.timestamp("now")
            // A slip in the date must not write to everybody at once.
            if let start = draft.startsAt, start + Jobs.mostLate < now {
                return .refused("\(start) is over; leave the time away to begin now")
            }
            let wanted = max(draft.startsAt ?? now, now)
            let others = try await session.jobs(near: now, within: draft.guardWindow.span, on: accounts.map(\.id))
            var placing = JobPlacing(draft, accounts, others, at: wanted)
            if let conflict = placing.settle() { return try conflict.answer() }
            try await session.guardAnew(draft.campaign)
            return .made(
                try await session.insert(draft, placing, campaign: row.string("name"), step: row.string("step")))
        }
    }

    /// Cancels a job: once this is committed, none of its mails is permitted to leave.
    package func cancel(_ job: JobID, reason: String) async throws -> Intervention {
        try await database.transaction { session in
            guard let record = try await session.jobs("j.id = \(job)", limit: 1).first else { return .unknown }
            guard try await session.end(job, .cancelled, reason: reason) else {
                return .refused("it is \(record.state.rawValue)")
            }
            return .done
        }
    }

    private static func refusal(_ row: SQLRow) throws -> String? {
        if try row["release_by", as: CampaignRelease.self] != .jobs {
            return "its steps go by time; say `release: jobs` in its file"
        }
        if try row["state", as: CampaignState.self] == .archived { return "it is archived" }
        return try row.bool("retired") ? "the step was taken away" : nil
    }
}

/// Finds time for a job among others that use its accounts.
private struct JobPlacing {
    struct Other {
        let account: AccountID
        let job: AccountJob
        let campaign: String
    }

    private let draft: JobDraft
    private let others: [Other]
    private(set) var accounts: [(id: AccountID, address: EmailAddress)]
    private(set) var startsAt: Timestamp

    init(
        _ draft: JobDraft, _ accounts: [(id: AccountID, address: EmailAddress)], _ others: [Other], at start: Timestamp
    ) {
        self.draft = draft
        self.accounts = accounts
        self.others = others
        startsAt = start
    }

    struct Conflict {
        let other: Other
        let address: EmailAddress
        let freeAt: Timestamp

        func answer() throws -> JobAnswer {
            .busy(
                job: JobID(rawValue: other.job.key), campaign: other.campaign, account: address,
                isRunning: other.job.isRunning, freeAt: freeAt)
        }
    }

    /// Finds accounts and instant according to the draft's policy.
    ///
    /// - Returns: the obstacle; nil when the job may be made.
    mutating func settle() -> Conflict? {
        guard let first = accounts.compactMap({ conflict(on: $0, at: startsAt) }).first else { return nil }
        switch draft.busy {
        case .fail: return first
        case .wait:
            // Each pass moves it behind at least one of the others.
            while let later = accounts.compactMap({ conflict(on: $0, at: startsAt)?.freeAt }).max() { startsAt = later }
            return nil
        case .switch:
            let free = accounts.filter { conflict(on: $0, at: startsAt) == nil }
            if free.isEmpty { return first }
            accounts = free
            return nil
        }
    }

    private func conflict(on account: (id: AccountID, address: EmailAddress), at start: Timestamp) -> Conflict? {
        let mine = others.filter { $0.account == account.id }
        guard let conflict = draft.guardWindow.conflict(startingAt: start, with: mine.map(\.job)) else { return nil }
        let (job, freeAt) =
            switch conflict {
            // Its end is unknown; its own window is over by then.
            case .running(let job): (job, max(start, job.startsAt) + draft.guardWindow.span)
            case .tooNear(let job, let freeAt): (job, freeAt)
            }
        guard let other = mine.first(where: { $0.job.key == job.key }) else { return nil }
        if job.isRunning, draft.busy == .wait, start - job.startsAt >= draft.guardWindow.span { return nil }
        return Conflict(other: other, address: account.address, freeAt: freeAt)
    }
}

extension SQLSession {
    /// Nobody else makes or begins a job on these accounts meanwhile.
    fileprivate func lockedAccounts(of campaign: CampaignID) async throws -> [(id: AccountID, address: EmailAddress)] {
        try await query(
            """
            SELECT a.id, a.address FROM accounts a
            WHERE a.id IN (SELECT account_id FROM campaign_accounts WHERE campaign_id = \(campaign))
            ORDER BY a.id \(SQL.forNoKeyUpdate)
            """
        ).map { (try $0["id", as: AccountID.self], try $0.address("address")) }
    }

    /// Jobs that are still to come or running, and those begun a short while ago, whatever their outcome.
    fileprivate func jobs(
        near now: Timestamp, within span: Duration, on accounts: [AccountID]
    ) async throws -> [JobPlacing.Other] {
        try await query(
            """
            SELECT j.id, j.state, COALESCE(j.begun_at, j.starts_at) AS at, u.account_id, p.name FROM jobs j
            JOIN job_accounts u ON u.job_id = j.id JOIN campaigns p ON p.id = j.campaign_id
            WHERE (j.state IN ('pending', 'running') OR j.begun_at > \(now - span)) AND u.account_id \(in: accounts) ORDER BY j.id
            """
        ).map { row in
            JobPlacing.Other(
                account: try row["account_id", as: AccountID.self],
                job: AccountJob(
                    key: try row.int64("id"), startsAt: try row.timestamp("at"),
                    isRunning: try row["state", as: JobState.self] == .running),
                campaign: try row.string("name"))
        }
    }

    fileprivate func insert(
        _ draft: JobDraft, _ placing: JobPlacing, campaign: String, step: String
    ) async throws -> JobRecord {
        let id = try await insertedID(
            """
            INSERT INTO jobs (campaign_id, step_id, selection, force, busy, starts_at, created_at)
            VALUES (\(draft.campaign), \(draft.step), \(draft.selection), \(draft.force), \(draft.busy),
                \(placing.startsAt), \(SQL.now)) RETURNING id
            """, as: JobID.self)
        try await execute(
            """
            INSERT INTO job_accounts (job_id, account_id)
            SELECT \(id), id FROM accounts WHERE id \(in: placing.accounts.map(\.id)) ORDER BY id
            """)
        try await record(
            .jobMade,
            detail: "job \(id): step \(step) of \(campaign), \(draft.selection.rawValue), at \(placing.startsAt)")
        guard let made = try await jobs("j.id = \(id)", limit: 1).first else {
            throw StorageError(.invalid, "the new job is gone")
        }
        return made
    }
}
