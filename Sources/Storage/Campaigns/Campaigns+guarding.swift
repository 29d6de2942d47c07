import Correspondence
import Database
package import Outreach

extension Campaigns {
    /// Pauses an active campaign whose mails do too much harm, until a person has looked and starts it again.
    ///
    /// - Returns: why it was paused; nil while its rates are below their limits, or another process has the lease.
    package func guardRates(of campaign: CampaignID, under lease: Lease) async throws -> Guardrails.Breach? {
        guard let breach = try await database.read({ try await $0.breach(of: campaign) }) else { return nil }
        return try await database.transaction { session in
            guard try await session.isHeld(lease) else { return nil }
            if let job = try await session.runningJob(of: campaign) {
                return try await session.end(job, .failed, reason: breach.description) ? breach : nil
            }
            return try await session.change(campaign, .guarded, reason: breach.description) ? breach : nil
        }
    }
}

extension SQLSession {
    /// After a failed job a person has looked: earlier harm is not held against the next job.
    func guardAnew(_ campaign: CampaignID) async throws {
        try await write(
            """
            UPDATE campaigns SET guard_from = \(SQL.now) WHERE id = \(campaign) AND 'failed' = (
                SELECT j.state FROM jobs j WHERE j.campaign_id = campaigns.id AND j.state <> 'pending'
                ORDER BY j.id DESC LIMIT 1)
            """)
    }

    fileprivate func breach(of campaign: CampaignID) async throws -> Guardrails.Breach? {
        guard let row = try await first("SELECT * FROM campaigns c WHERE id = \(campaign) AND \(SQL.isGoing("c"))"),
            let rails = try Guardrails(row),
            let reception = try await reception(of: campaign, since: row.optionalTimestamp("guard_from"), rails)
        else { return nil }
        return rails.breach(reception)
    }
}

extension Guardrails {
    /// Nil where no rate is judged.
    init?(_ row: SQLRow) throws {
        let limits = try ["guard_bounces", "guard_complaints", "guard_opt_outs"].map { try row.optionalInt($0) }
        guard limits.contains(where: { $0 != nil }) else { return nil }
        self.init(
            leastMails: try row.int("guard_mails"), bounces: limits[0], complaints: limits[1], optOuts: limits[2])
    }
}
