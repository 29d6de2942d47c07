import Correspondence
import Database
import Outreach
import Timing

extension SQLSession {
    /// A draft that has waited this long will not be sent, and no longer keeps another from being made.
    private static var draftIsForgotten: Duration { .seconds(7 * 86_400) }
    /// The date on which clocks are set back lasts an hour longer.
    private static var longestDate: Duration { .seconds(90_000) }

    /// - Parameter mostPlanned: of an account; one that has this many planned gets no more now, and its sent mails are not
    ///   read. With 0 the sent mails of all accounts are read.
    func senderStates(of whole: WholeCampaign, mostPlanned: Int) async throws -> [SenderState] {
        let accounts = whole.accounts.map(\.account)
        let rows = try await query(
            """
            SELECT a.id, a.state, a.outlet, a.rival, a.daily_limit, a.provider_limit, a.limit_from, ca.leads_taken,
                \(SQL.later(of: "COALESCE(a.paused_until, a.blocked_until)", "a.blocked_until")) AS waits_until,
                (SELECT COUNT(*) FROM outbox d JOIN campaign_leads dl ON dl.id = d.lead_id AND dl.state \(in: LeadState.waitingForDrafts)
                 WHERE d.account_id = a.id AND \(SQL.isDraft("d"))
                   AND d.in_doubt_at > \(SQL.now) - \(Self.draftIsForgotten)) AS drafts
            FROM campaign_accounts ca JOIN accounts a ON a.id = ca.account_id
            WHERE ca.campaign_id = \(whole.campaign.id)
            """
        ).reduce(into: [:]) { $0[try $1["id", as: AccountID.self]] = $1 }
        let planned = try await plannedMails(of: accounts, except: whole.campaign)
        let asked = mostPlanned == 0 ? accounts : accounts.filter { (planned[$0]?.count ?? 0) < mostPlanned }
        let left = try await mailsOfLastDay(of: asked)
        return try whole.accounts.compactMap { sender in
            guard let row = rows[sender.account] else { return nil }
            let (planned, left) = (planned[sender.account] ?? [], left[sender.account] ?? [])
            return try SenderState(sender, row, planned: planned, left: left)
        }
    }

    /// How many dates before that of `now`, of those that a ramp-up remembers, each account sent mails of campaigns on.
    func daysWithMail(of accounts: [AccountID], in zone: Zone, before now: Timestamp) async throws -> [AccountID: Int] {
        let today = zone.localTime(at: now).day
        let dates = (1...RampUp.rememberedDays).map { back -> SQL in
            "(\(zone.start(of: today + -back)), \(zone.start(of: today + (1 - back))))"
        }
        // One search of the account's own index for each date, however many mails it has sent.
        return try await query(
            """
            WITH dates (first, past) AS (VALUES \(SQL.joined(dates, separator: ", ")))
            SELECT a.id, COUNT(*) AS days FROM accounts a JOIN dates d ON EXISTS (
                SELECT 1 FROM outbox h WHERE h.account_id = a.id AND h.campaign_id IS NOT NULL
                  AND h.in_doubt_at >= d.first AND h.in_doubt_at < d.past)
            WHERE a.id \(in: accounts) GROUP BY a.id
            """
        ).reduce(into: [:]) { $0[try $1["id", as: AccountID.self]] = try $1.int("days") }
    }

    private func mailsOfLastDay(of accounts: [AccountID]) async throws -> [AccountID: [AccountMail]] {
        try await accountMails(
            """
            SELECT account_id, id, in_doubt_at AS at, recipient_id, campaign_step_id, campaign_id FROM outbox
            WHERE account_id \(in: accounts) AND in_doubt_at > \(SQL.now) - \(Self.longestDate)
            ORDER BY in_doubt_at, id
            """)
    }

    /// Mails of campaigns that go, planned or held; of this campaign only those that keep their place. Those of a campaign that is
    /// paused take nobody's place: they could wait for ever.
    private func plannedMails(
        of accounts: [AccountID], except campaign: CampaignRecord
    ) async throws -> [AccountID: [AccountMail]] {
        try await accountMails(
            """
            SELECT account_id, id, \(SQL.later(of: "due_at", "\(SQL.now)")) AS at, recipient_id, campaign_step_id,
                campaign_id
            FROM outbox
            WHERE account_id \(in: accounts) AND campaign_id IS NOT NULL AND state IN ('planned', 'claimed')
              AND (state = 'claimed' OR campaign_id = \(campaign.id)
                OR EXISTS (SELECT 1 FROM campaigns g WHERE g.id = outbox.campaign_id AND \(SQL.isGoing("g"))))
              AND NOT (campaign_id = \(campaign.id) AND state = 'planned' AND (campaign_version <> \(campaign.version)
                OR COALESCE(leave_until <= \(SQL.now) OR due_at >= leave_until, \(false))))
            ORDER BY due_at, id
            """)
    }

    private func accountMails(_ mails: SQL) async throws -> [AccountID: [AccountMail]] {
        try await query(mails).reduce(into: [:]) {
            $0[try $1["account_id", as: AccountID.self], default: []].append(try AccountMail($1))
        }
    }

    /// Leads `l` under a condition, in the order of their due times.
    ///
    /// - Parameter stale: the planned mails `o` that must be planned again.
    func planningLeads(_ condition: SQL, stale: SQL) async throws -> [PlanningLead] {
        let rows = try await query(
            """
            SELECT l.id, l.state, l.reason, l.account_id, l.next_due_at, l.awaits_turn, l.created_at, l.released_at,
                l.not_before, CAST(l.fields AS TEXT) AS fields,
                (SELECT MIN(o.id) FROM outbox o WHERE o.lead_id = l.id AND \(stale)) AS stale,
                EXISTS (SELECT 1 FROM outbox o WHERE o.lead_id = l.id AND NOT (\(stale))
                    AND o.state IN ('planned', 'claimed', 'in_doubt')) AS open
            FROM campaign_leads l WHERE \(condition) ORDER BY l.next_due_at, l.id
            """)
        let ids = try rows.map { try $0["id", as: LeadID.self] }
        guard !ids.isEmpty else { return [] }
        let people = try await people(of: ids)
        return try rows.map { row in
            let id = try row["id", as: LeadID.self]
            return PlanningLead(
                id: id, state: try row["state", as: LeadState.self], reason: try row.optionalString("reason"),
                account: try row["account_id", as: AccountID?.self],
                nextDueAt: try row.optionalTimestamp("next_due_at"),
                awaitsTurn: try row.bool("awaits_turn"), createdAt: try row.timestamp("created_at"),
                releasedAt: try row.optionalTimestamp("released_at"),
                notBefore: try row.optionalTimestamp("not_before"),
                fields: try row.string("fields"), recipients: people[id] ?? [],
                stale: try row["stale", as: MailID?.self], hasOpenMail: try row.bool("open"), delivery: nil)
        }
    }

    private func people(of leads: [LeadID]) async throws -> [LeadID: [PlanningLead.Person]] {
        let sent = try await query(
            """
            SELECT r.id, o.campaign_step_id, COALESCE(o.sent_at, o.in_doubt_at, o.due_at) AS at
            FROM lead_recipients r JOIN campaign_leads l ON l.id = r.lead_id
            JOIN campaign_steps s ON s.campaign_id = l.campaign_id
            JOIN outbox o ON o.contact_id = r.contact_id AND o.campaign_step_id = s.id
            WHERE r.lead_id \(in: leads) AND o.state NOT IN ('cancelled', 'rejected')
              AND (o.lead_id <> r.lead_id OR o.in_doubt_at IS NOT NULL)
            """
        ).reduce(into: [RecipientID: [StepID: Timestamp]]()) { sent, row in
            sent[try row["id", as: RecipientID.self], default: [:]][
                try row["campaign_step_id", as: StepID.self]] = try row.timestamp("at")
        }
        let rows = try await query(
            """
            SELECT r.id, r.lead_id, r.status, CAST(r.fields AS TEXT) AS fields, r.thread_id, c.address, c.suppressed_at,
                t.state AS thread_state, t.hold_until,
                \(SQL.lastMail(to: "r.contact_id", "'outreach'", besides: "r.thread_id")) AS elsewhere,
                \(SQL.hasAnswered("r.contact_id", since: "l.created_at")) AS answered,
                \(SQL.hasDeclined("r.contact_id", besides: "r.thread_id")) AS declined,
                \(SQL.talksSince("r.contact_id", besides: "r.thread_id")) AS busy_since
            FROM lead_recipients r JOIN campaign_leads l ON l.id = r.lead_id JOIN contacts c ON c.id = r.contact_id
            LEFT JOIN email_threads t ON t.id = r.thread_id
            WHERE r.lead_id \(in: leads) ORDER BY r.lead_id, r.position
            """)
        let barred = try await suppressedDomains(among: rows.map { try $0.address("address") })
        return try rows.reduce(into: [:]) { people, row in
            let id = try row["id", as: RecipientID.self]
            let address = try row.address("address")
            people[try row["lead_id", as: LeadID.self], default: []].append(
                PlanningLead.Person(
                    id: id, address: address, fields: try row.string("fields"),
                    status: try row["status", as: RecipientStatus.self],
                    isSuppressed: try row.optionalTimestamp("suppressed_at") != nil || barred.covers(address),
                    hasAnswered: try row.bool("answered"),
                    conversation: try row["thread_id", as: ConversationID?.self],
                    conversationState: try row["thread_state", as: ConversationState?.self],
                    hasDeclined: try row.bool("declined"), busySince: try row.optionalTimestamp("busy_since"),
                    holdUntil: try row.optionalTimestamp("hold_until"),
                    lastMailElsewhere: try row.optionalTimestamp("elsewhere"), sent: sent[id] ?? [:]))
        }
    }
}

extension SenderState {
    fileprivate init(
        _ sender: CampaignAccount, _ row: SQLRow, planned: [AccountMail], left: [AccountMail]
    ) throws {
        let state = try row["state", as: AccountState.self]
        let dailyLimit = try row.int("daily_limit")
        let providerLimit = try row.optionalInt("provider_limit")
        self.init(
            sender: sender, isAble: state.canAnswer(through: try row["outlet", as: Outlet.self]),
            isBarred: try row.optionalString("rival") != nil
                || row.int("drafts") >= min(dailyLimit, providerLimit ?? .max),
            pausedUntil: try row.optionalTimestamp("waits_until"), dailyLimit: dailyLimit,
            limitFrom: try row.optionalTimestamp("limit_from"), providerLimit: providerLimit,
            mails: (left + planned).sorted { ($0.at, $0.id) < ($1.at, $1.id) }, planned: planned.count,
            leadsTaken: try row.int("leads_taken"))
    }
}

extension LeadState {
    /// A lead that was skipped, or has ended otherwise, waits for no draft.
    fileprivate static let waitingForDrafts: [LeadState] = allCases.filter { !$0.isEnd }
}

extension AccountMail {
    fileprivate init(_ row: SQLRow) throws {
        self.init(
            at: try row.timestamp("at"), recipient: try row["recipient_id", as: RecipientID?.self],
            step: try row["campaign_step_id", as: StepID?.self], campaign: try row["campaign_id", as: CampaignID?.self],
            id: try row["id", as: MailID.self])
    }
}
