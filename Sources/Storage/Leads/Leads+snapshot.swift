import Correspondence
import Database
import Outreach
import Timing

extension SQLSession {
    func senderStates(of whole: WholeCampaign) async throws -> [SenderState] {
        var states: [SenderState] = []
        for sender in whole.accounts {
            let row = try await first(
                """
                SELECT state, outlet, paused_until, daily_limit,
                    (SELECT ca.leads_taken FROM campaign_accounts ca
                     WHERE ca.campaign_id = \(whole.campaign.id) AND ca.account_id = accounts.id) AS taken
                FROM accounts WHERE id = \(sender.account)
                """)
            guard let row else { continue }
            let planned = try await plannedMails(of: sender.account, except: whole.campaign)
            let left = try await mailsOfLastDay(of: sender.account)
            let state = try row["state", as: AccountState.self]
            states.append(
                SenderState(
                    sender: sender, isAble: state.canAnswer(through: try row["outlet", as: Outlet.self]),
                    pausedUntil: try row.optionalTimestamp("paused_until"), dailyLimit: try row.int("daily_limit"),
                    mails: (left + planned).sorted { ($0.at, $0.id) < ($1.at, $1.id) }, planned: planned.count,
                    leadsTaken: try row.int("taken")))
        }
        return states
    }

    private func mailsOfLastDay(of account: AccountID) async throws -> [AccountMail] {
        try await query(
            """
            SELECT id, in_doubt_at AS at, recipient_id, campaign_step_id, campaign_id FROM outbox
            WHERE account_id = \(account) AND in_doubt_at > \(SQL.now) - \(Duration.seconds(86_400))
            ORDER BY in_doubt_at, id
            """
        ).map(AccountMail.init)
    }

    /// Mails of campaigns that are planned or held; of this campaign only those that keep their place.
    private func plannedMails(of account: AccountID, except campaign: CampaignRecord) async throws -> [AccountMail] {
        try await query(
            """
            SELECT id, \(SQL.later(of: "due_at", "\(SQL.now)")) AS at, recipient_id, campaign_step_id, campaign_id
            FROM outbox
            WHERE account_id = \(account) AND campaign_id IS NOT NULL AND state IN ('planned', 'claimed')
              AND NOT (campaign_id = \(campaign.id) AND state = 'planned' AND (campaign_version <> \(campaign.version)
                OR COALESCE(leave_until <= \(SQL.now) OR due_at >= leave_until, \(false))))
            ORDER BY due_at, id
            """
        ).map(AccountMail.init)
    }

    /// Leads `l` under a condition, in the order in which they are due.
    ///
    /// - Parameter stale: which planned mails `o` are to be planned anew.
    func planningLeads(_ condition: SQL, stale: SQL) async throws -> [PlanningLead] {
        let rows = try await query(
            """
            SELECT l.id, l.state, l.reason, l.account_id, l.next_due_at, l.awaits_turn, l.created_at, l.released_at,
                CAST(l.fields AS TEXT) AS fields,
                (SELECT MIN(o.id) FROM outbox o WHERE o.lead_id = l.id AND \(stale)) AS stale,
                EXISTS (SELECT 1 FROM outbox o WHERE o.lead_id = l.id AND NOT (\(stale))
                    AND o.state IN ('planned', 'claimed', 'in_doubt', 'needs_human')) AS open
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
                fields: try row.string("fields"), recipients: people[id] ?? [],
                stale: try row["stale", as: MailID?.self], hasOpenMail: try row.bool("open"))
        }
    }

    private func people(of leads: [LeadID]) async throws -> [LeadID: [PlanningLead.Person]] {
        let sent = try await query(
            """
            SELECT recipient_id, campaign_step_id, COALESCE(sent_at, in_doubt_at) AS at FROM outbox
            WHERE lead_id \(in: leads) AND in_doubt_at IS NOT NULL AND state IN ('in_doubt', 'sent', 'needs_human')
            """
        ).reduce(into: [RecipientID: [StepID: Timestamp]]()) { sent, row in
            sent[try row["recipient_id", as: RecipientID.self], default: [:]][
                try row["campaign_step_id", as: StepID.self]] = try row.timestamp("at")
        }
        let rows = try await query(
            """
            SELECT r.id, r.lead_id, r.status, CAST(r.fields AS TEXT) AS fields, r.thread_id, c.address, c.suppressed_at,
                t.state AS thread_state, t.hold_until,
                (SELECT MAX(h.in_doubt_at) FROM outbox h WHERE h.contact_id = r.contact_id AND h.purpose = 'outreach'
                   AND h.in_doubt_at IS NOT NULL AND (r.thread_id IS NULL OR h.thread_id <> r.thread_id)) AS elsewhere,
                EXISTS (SELECT 1 FROM email_threads e JOIN messages m ON m.thread_id = e.id
                    WHERE e.contact_id = r.contact_id AND m.direction = 'inbound' AND m.state = 'decided'
                      AND m.outcome <> 'ignored' AND m.machine_verdict IS NULL AND m.stored_at >= l.created_at) AS answered
            FROM lead_recipients r JOIN campaign_leads l ON l.id = r.lead_id JOIN contacts c ON c.id = r.contact_id
            LEFT JOIN email_threads t ON t.id = r.thread_id
            WHERE r.lead_id \(in: leads) ORDER BY r.lead_id, r.position
            """)
        return try rows.reduce(into: [:]) { people, row in
            let id = try row["id", as: RecipientID.self]
            people[try row["lead_id", as: LeadID.self], default: []].append(
                PlanningLead.Person(
                    id: id, address: try row.address("address"), fields: try row.string("fields"),
                    status: try row["status", as: RecipientStatus.self],
                    isSuppressed: try row.optionalTimestamp("suppressed_at") != nil,
                    hasAnswered: try row.bool("answered"),
                    conversation: try row["thread_id", as: ConversationID?.self],
                    conversationState: try row["thread_state", as: ConversationState?.self],
                    holdUntil: try row.optionalTimestamp("hold_until"),
                    lastMailElsewhere: try row.optionalTimestamp("elsewhere"), sent: sent[id] ?? [:]))
        }
    }
}

extension AccountMail {
    fileprivate init(_ row: SQLRow) throws {
        self.init(
            at: try row.timestamp("at"), recipient: try row["recipient_id", as: RecipientID?.self],
            step: try row["campaign_step_id", as: StepID?.self], campaign: try row["campaign_id", as: CampaignID?.self],
            id: try row["id", as: MailID.self])
    }
}
