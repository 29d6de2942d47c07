import Correspondence
import Database
import Events
package import Outreach
import Timing

/// The leads of a campaign by state, and the mails that left.
package struct CampaignCounts: Sendable, Hashable {
    package let leads: [LeadState: Int]
    package let mails: Int
    /// In the last 24 h.
    package let mailsLastDay: Int
    package let planned: Int
    /// Mails in Drafts that nobody has sent yet.
    package let drafts: Int
    /// By step, in order: its name, and the mails that left.
    package let perStep: [StepCount]
    /// People who wrote back, by kind of reply.
    package let replies: [ReplyKind: Int]
    /// Mails that did harm, refused ones too.
    package let harms: [MailHarm: Int]

    package struct StepCount: Sendable, Hashable {
        package let name: String
        package let mails: Int
    }

    package var allLeads: Int { leads.values.reduce(0, +) }

    package static let nothing = CampaignCounts(
        leads: [:], mails: 0, mailsLastDay: 0, planned: 0, drafts: 0, perStep: [], replies: [:], harms: [:])
}

extension Campaigns {
    /// All campaigns, by name.
    package func list() async throws -> [CampaignRecord] {
        try await database.read { session in
            try await session.query("SELECT campaigns.*, \(CampaignRecord.answer) FROM campaigns ORDER BY name").map(
                CampaignRecord.init)
        }
    }

    /// Campaigns whose mails are to be planned, or that have a job due to begin.
    package func active() async throws -> [CampaignID] {
        try await database.rows(
            """
            SELECT c.id FROM campaigns c WHERE \(SQL.isGoing("c")) OR c.id IN (
                SELECT j.campaign_id FROM jobs j WHERE j.state = 'pending' AND j.starts_at <= \(SQL.now)) ORDER BY c.id
            """
        ).map {
            try $0["id", as: CampaignID.self]
        }
    }

    /// The campaign of this name with everything that belongs to it; nil when there is none.
    package func whole(named name: String) async throws -> WholeCampaign? {
        try await database.read { session in try await session.wholeCampaign("name = \(name)") }
    }

    package func whole(_ id: CampaignID) async throws -> WholeCampaign? {
        try await database.read { session in try await session.wholeCampaign("id = \(id)") }
    }

    /// Campaigns by name, each with everything that belongs to it.
    ///
    /// - Parameter after: those behind this name alone.
    package func page(after: String? = nil, limit: Int) async throws -> [WholeCampaign] {
        let further: SQL = after.map { "WHERE name > \($0)" } ?? ""
        return try await database.read { session in
            try await session.wholeCampaigns("\(further) ORDER BY name LIMIT \(limit)")
        }
    }

    /// Counts rows; every number shown of a campaign is such a sum.
    package func counts(of campaign: CampaignID) async throws -> CampaignCounts {
        try await database.read { session in
            let leads = try await session.query(
                "SELECT state, COUNT(*) AS count FROM campaign_leads WHERE campaign_id = \(campaign) GROUP BY state")
            let mails = try await session.first(
                """
                SELECT COUNT(CASE WHEN NOT \(SQL.isDraft("o")) THEN 1 END) AS mails,
                    COUNT(CASE WHEN o.in_doubt_at > \(SQL.now) - \(Duration.seconds(86_400)) AND NOT \(SQL.isDraft("o"))
                        THEN 1 END) AS last_day,
                    COUNT(CASE WHEN \(SQL.isDraft("o")) THEN 1 END) AS drafts
                FROM outbox o WHERE o.campaign_id = \(campaign) AND o.in_doubt_at IS NOT NULL
                """)
            let planned = try await session.first(
                """
                SELECT COUNT(*) AS count FROM outbox
                WHERE campaign_id = \(campaign) AND in_doubt_at IS NULL AND state IN ('planned', 'claimed')
                """)
            let steps = try await session.query(
                """
                SELECT s.name, (SELECT COUNT(*) FROM outbox o
                    WHERE o.campaign_id = \(campaign) AND o.campaign_step_id = s.id AND o.in_doubt_at IS NOT NULL
                      AND NOT \(SQL.isDraft("o"))) AS mails
                FROM campaign_steps s WHERE s.campaign_id = \(campaign) ORDER BY s.position, s.id
                """)
            return CampaignCounts(
                leads: try leads.reduce(into: [:]) { $0[try $1["state", as: LeadState.self]] = try $1.int("count") },
                mails: try mails?.int("mails") ?? 0, mailsLastDay: try mails?.int("last_day") ?? 0,
                planned: try planned?.int("count") ?? 0, drafts: try mails?.int("drafts") ?? 0,
                perStep: try steps.map {
                    CampaignCounts.StepCount(name: try $0.string("name"), mails: try $0.int("mails"))
                }, replies: try await session.replies(to: campaign), harms: try await session.harms(of: campaign))
        }
    }

    /// Starts, pauses, completes or archives a campaign. Once this is committed and the campaign is not active, no final dot of
    /// its mails is permitted any more.
    ///
    /// - Returns: false where its state does not allow it, or there is no such campaign.
    package func change(_ campaign: CampaignID, _ event: CampaignEvent, reason: String?) async throws -> Bool {
        try await database.transaction { session in try await session.change(campaign, event, reason: reason) }
    }
}

extension SQLSession {
    func change(_ campaign: CampaignID, _ event: CampaignEvent, reason: String?) async throws -> Bool {
        guard try await moveCampaign(campaign, event, reason: reason) else { return false }
        let name = try await first("SELECT name FROM campaigns WHERE id = \(campaign)")?.string("name") ?? ""
        let detail = name + (reason.map { ": \($0)" } ?? "")
        switch event {
        case .started: try await record(.campaignStarted, detail: detail)
        case .paused: try await record(.campaignPaused, detail: detail)
        case .guarded: try await record(.campaignGuarded, detail: detail)
        case .completed: try await record(.campaignCompleted, detail: detail)
        case .archived: try await record(.campaignArchived, detail: detail)
        }
        return true
    }
}

extension SQLSession {
    /// Assigns a lead to the account for good.
    func noteLeadTaken(by account: AccountID, for campaign: CampaignID) async throws {
        try await execute(
            """
            UPDATE campaign_accounts SET leads_taken = leads_taken + 1
            WHERE campaign_id = \(campaign) AND account_id = \(account)
            """)
    }
}

extension SQLSession {
    /// The job that releases the campaign's steps from now on; nil: none does, and no final dot is permitted any more.
    ///
    /// - Parameter former: the job that it replaces.
    /// - Returns: false where the campaign has another job.
    func setJob(_ job: JobID?, of campaign: CampaignID, replacing former: JobID?) async throws -> Bool {
        let condition: SQL = former.map { "job_id = \($0)" } ?? "job_id IS NULL"
        return try await execute(
            "UPDATE campaigns SET job_id = \(job), updated_at = \(SQL.now) WHERE id = \(campaign) AND \(condition)")
            == 1
    }
}
