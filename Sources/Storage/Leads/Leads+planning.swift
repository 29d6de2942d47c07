import Correspondence
import Database
import Events
package import Outreach
import Timing

extension Leads {
    /// Plans a campaign's near future in one transaction: reads everything it depends on, with its accounts' rows locked so that
    /// no other planner assigns the same time, asks `plan`, and writes the result.
    ///
    /// - Parameters:
    ///   - horizon: from now; leads due later stay in the queue.
    ///   - mostPlanned: mails that an account may have planned, over all campaigns.
    ///   - zones: the place with a name, by whose dates a ramp-up counts; without it every day is its first.
    ///   - plan: pure; it may be called again.
    /// - Returns: the number of changes; nil when the lease is lost or the campaign is not active.
    package func plan(
        _ campaign: CampaignID, under lease: Lease, horizon: Duration, mostPlanned: Int,
        zones: @Sendable (String) -> Zone? = { _ in nil },
        _ plan: @Sendable (PlanningSnapshot) throws -> [PlanningOutcome]
    ) async throws -> [PlanningOutcome]? {
        try await database.transaction { session in
            guard try await session.isHeld(lease),
                let whole = try await session.wholeCampaign("id = \(campaign)"), whole.campaign.isGoing
            else { return nil }
            let accounts = whole.accounts.map(\.account)
            _ = try await session.query(
                "SELECT id FROM accounts WHERE id \(in: accounts) ORDER BY id \(SQL.forNoKeyUpdate)")
            let snapshot = try await session.snapshot(
                of: whole, horizon: horizon, mostPlanned: mostPlanned, zones)
            let outcomes = try plan(snapshot)
            for outcome in outcomes { try await session.carryOut(outcome, of: whole.campaign, snapshot) }
            if outcomes.isEmpty {
                if let job = whole.campaign.job {
                    try await session.endWhenDone(job)
                    let able = snapshot.senders.filter(\.isAble)
                    try await session.giveUpWhomNobodyWrites(
                        job, canSend: !able.isEmpty, takesNewPeople: able.contains { $0.sender.weight > 0 })
                } else {
                    try await session.completeWhenDone(campaign)
                }
            }
            return outcomes
        }
    }

    /// The input that planning the campaign would get now, whatever its state. Changes nothing.
    ///
    /// - Parameter zones: as for planning.
    package func situation(
        of campaign: CampaignID, zones: @Sendable (String) -> Zone? = { _ in nil }
    ) async throws -> PlanningSnapshot? {
        try await database.read { session in
            guard let whole = try await session.wholeCampaign("id = \(campaign)") else { return nil }
            return try await session.snapshot(of: whole, horizon: .zero, mostPlanned: 0, zones)
        }
    }

    /// Leads of the campaign that may still get mail, in the order of their keys, as planning sees them.
    package func running(of campaign: CampaignID, after: LeadID?, limit: Int) async throws -> [PlanningLead] {
        try await database.read { session in
            let page = SQL.page(
                of: campaign, in: [.pending, .active, .needsData], after: after, limit: limit)
            let keys = try await session.keys(page, as: LeadID.self)
            let leads = try await session.planningLeads("l.id \(in: keys)", stale: "o.id IS NULL")
            return leads.sorted { $0.id < $1.id }
        }
    }
}

extension SQLSession {
    fileprivate func snapshot(
        of whole: WholeCampaign, horizon: Duration, mostPlanned: Int, _ zones: @Sendable (String) -> Zone?
    ) async throws -> PlanningSnapshot {
        guard let now = try await first("SELECT \(SQL.now) AS now")?.timestamp("now") else {
            throw StorageError(.invalid, "the database has no clock")
        }
        let campaign = whole.campaign
        var senders = try await senderStates(of: whole, mostPlanned: mostPlanned)
        if campaign.rules.rampUp != nil, let zone = zones(campaign.rules.zone) {
            let days = try await daysWithMail(of: senders.map(\.sender.account), in: zone, before: now)
            for index in senders.indices { senders[index].daysWithMail = days[senders[index].sender.account] ?? 0 }
        }
        let stale: SQL = """
            o.campaign_id = \(campaign.id) AND o.state = 'planned'
            AND (o.campaign_version <> \(campaign.version) OR COALESCE(o.leave_until <= \(SQL.now) OR o.due_at >= o.leave_until, \(false))
                OR COALESCE((SELECT x.state FROM campaign_leads x WHERE x.id = o.lead_id), '') NOT IN ('pending', 'active'))
            """
        var leads = try await planningLeads(
            "l.id IN (SELECT o.lead_id FROM outbox o WHERE \(stale) ORDER BY o.id LIMIT 200)", stale: stale)
        let waiting: SQL = """
            l.id IN (SELECT id FROM campaign_leads WHERE campaign_id = \(campaign.id) AND awaits_turn ORDER BY id LIMIT 200)
            """
        leads += try await planningLeads(waiting, stale: stale)
        var job: PlanningJob?
        if let id = campaign.job { job = try await planningJob(id) }
        let able = senders.filter { job?.accounts.contains($0.sender.account) ?? true }
        leads += try await freeLeads(
            of: campaign, job, able.filter { $0.hasRoom(mostPlanned: mostPlanned) || (job != nil && !$0.isAble) },
            until: now + horizon, mostPlanned, stale: stale)
        if let job {
            let deliveries = try await deliveries(of: leads.map(\.id), in: job.id)
            for index in leads.indices { leads[index].delivery = deliveries[leads[index].id] }
        }
        if whole.steps.contains(where: { !$0.variants.isEmpty }) {
            let drawn = try await drawnVariants(of: leads.map(\.id))
            for index in leads.indices { leads[index].drawn = drawn[leads[index].id] ?? [:] }
        }
        var seen: Set<LeadID> = []
        return PlanningSnapshot(
            now: now, whole: whole, job: job, senders: able,
            campaignMails: campaign.rules.dailyLimit == nil
                ? [] : try await mails("o.campaign_id = \(campaign.id) AND NOT (\(stale))", since: now),
            firstMails: campaign.rules.newLeadsPerDay == nil
                ? []
                : try await mails(
                    """
                    o.campaign_id = \(campaign.id) AND NOT (\(stale)) AND NOT EXISTS (SELECT 1 FROM outbox e
                        WHERE e.lead_id = o.lead_id AND e.id < o.id AND e.state NOT IN ('cancelled', 'rejected'))
                    """, since: now),
            leads: leads.filter { seen.insert($0.id).inserted })
    }

    /// When mails of the last two days left, and when planned ones are to leave.
    private func mails(_ condition: SQL, since now: Timestamp) async throws -> [Timestamp] {
        try await query(
            """
            SELECT o.in_doubt_at AS at FROM outbox o
            WHERE \(condition) AND o.in_doubt_at > \(now - .seconds(2 * 86_400))
            UNION ALL
            SELECT o.due_at FROM outbox o
            WHERE \(condition) AND o.in_doubt_at IS NULL AND o.state IN ('planned', 'claimed')
            """
        ).map { try $0.timestamp("at") }
    }

    fileprivate func carryOut(
        _ outcome: PlanningOutcome, of campaign: CampaignRecord, _ snapshot: PlanningSnapshot
    ) async throws {
        switch outcome {
        case .due(let lead, let instant, let stale):
            if let stale { try await cancel(stale, reason: "it is due later") }
            try await execute(
                "UPDATE campaign_leads SET next_due_at = \(instant), awaits_turn = \(false) WHERE id = \(lead)")
            if let job = snapshot.job { try await moveInJob("lead_id = \(lead)", job.id, .postponed) }
        case .idle(let lead, let reason, let stale):
            if let stale { try await cancel(stale, reason: reason) }
            try await execute(
                "UPDATE campaign_leads SET awaits_turn = \(false), next_due_at = NULL WHERE id = \(lead)")
        case .moved(let lead, let event, let reason, let stale):
            if let stale { try await cancel(stale, reason: reason) }
            try await moveLeads("id = \(lead)", event, reason: reason)
            try await execute(
                "UPDATE campaign_leads SET awaits_turn = \(false), next_due_at = NULL WHERE id = \(lead)")
        case .settled(let lead, let event, let reason, let stale):
            if let stale { try await cancel(stale, reason: reason) }
            if let job = snapshot.job {
                try await moveInJob("lead_id = \(lead)", job.id, event, reason: reason)
                try await holdDrafted(by: job.id, "id = \(lead)")
            }
            try await execute(
                "UPDATE campaign_leads SET awaits_turn = \(false), next_due_at = NULL WHERE id = \(lead)")
        case .mail(let mail):
            guard try await place(mail, of: campaign) else { return }
            let isNew = try await execute(
                "UPDATE campaign_leads SET account_id = \(mail.account) WHERE id = \(mail.lead) AND account_id IS NULL")
            if isNew == 1 { try await noteLeadTaken(by: mail.account, for: campaign.id) }
            try await execute("UPDATE campaign_leads SET awaits_turn = \(false) WHERE id = \(mail.lead)")
            if let job = mail.job {
                try await moveInJob("lead_id = \(mail.lead)", job, .planned, account: mail.account)
            }
        }
    }

    /// Writes the row of a mail: over the row that it replaces, if that is for the same person.
    ///
    /// - Returns: false when the replaced mail turns out to be under way: the plan waits for it.
    private func place(_ mail: PlannedCampaignMail, of campaign: CampaignRecord) async throws -> Bool {
        if let replaced = mail.replacing {
            if try await planAnew(mail, replaced, version: campaign.version) { return true }
            guard try await cancel(replaced, reason: "another mail takes its place") else { return false }
        }
        let conversation = try await conversation(for: mail)
        try await plan(mail, of: campaign.id, version: campaign.version, in: conversation)
        return true
    }

    /// The conversation with a person of a lead, begun if this is the first mail.
    private func conversation(for mail: PlannedCampaignMail) async throws -> ConversationID {
        guard
            let row = try await first("SELECT contact_id, thread_id FROM lead_recipients WHERE id = \(mail.recipient)")
        else { throw StorageError(.invalid, "the recipient is gone") }
        if let known = try row["thread_id", as: ConversationID?.self] { return known }
        let conversation = try await begin(
            ConversationBeginning(
                account: mail.account, contact: try row["contact_id", as: ContactID.self], subject: mail.subject ?? ""))
        try await beginGeneration(of: [conversation])
        try await execute(
            "UPDATE lead_recipients SET thread_id = \(conversation) WHERE id = \(mail.recipient)")
        return conversation
    }

    /// A campaign is completed when it has at least one lead and all its leads have ended.
    fileprivate func completeWhenDone(_ campaign: CampaignID) async throws {
        let ends = LeadState.allCases.filter(\.isEnd)
        let open = try await query(
            """
            SELECT 1 AS open FROM campaign_leads
            WHERE campaign_id = \(campaign) AND NOT state \(in: ends) LIMIT 1
            """)
        let any = try await query("SELECT 1 AS some FROM campaign_leads WHERE campaign_id = \(campaign) LIMIT 1")
        if open.isEmpty, !any.isEmpty {
            _ = try await change(campaign, .completed, reason: "every lead has come to its end")
        }
    }
}
