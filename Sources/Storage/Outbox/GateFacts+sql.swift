package import Correspondence
import Database
import Outreach
import Timing

extension GateFacts {
    /// The columns that ``init(_:)`` reads, for the mail `o` with its conversation `t`, contact `c`, account `a` and
    /// sequence `q`.
    static var columns: SQL {
        """
        \(SQL.now) AS now, o.recipient, o.purpose, o.due_at, t.state AS conversation,
        \(SQL.suppressedAt("c")) AS suppressed_at, a.state AS account_state,
        a.outlet, a.rival, a.paused_until, a.pause_reason, a.failures, a.blocked_until, a.block_reason, a.next_send_at,
        a.daily_limit, a.provider_limit, q.mails_per_conversation,
        (SELECT MIN(u.decide_after) FROM email_threads u
         WHERE u.contact_id = o.contact_id AND u.decide_after IS NOT NULL) AS undecided_until,
        CASE WHEN o.purpose = 'outreach' THEN \(SQL.hasAnswered("o.contact_id", since: outreachBegan))
            ELSE \(false) END AS has_answered,
        CASE WHEN o.purpose = 'outreach' THEN \(SQL.hasDeclined("o.contact_id", besides: "o.thread_id"))
            ELSE \(false) END AS has_declined,
        CASE WHEN o.purpose = 'outreach' THEN \(SQL.talksSince("o.contact_id", besides: "o.thread_id"))
            END AS talks_since,
        \(SQL.stopOfSending) AS stopped,
        (SELECT COUNT(*) FROM outbox h WHERE h.thread_id = o.thread_id AND h.purpose = o.purpose
           AND h.in_doubt_at IS NOT NULL) AS conversation_mails,
        (SELECT COUNT(*) FROM outbox h WHERE h.contact_id = o.contact_id AND h.purpose = o.purpose
           AND h.in_doubt_at > \(SQL.now) - \(SendPolicy.memory)) AS contact_mails,
        \(SQL.lastMail(to: "o.contact_id", "o.purpose", besides: "o.thread_id")) AS last_elsewhere,
        \(lastOfAccount) AS account_last,
        (SELECT COUNT(*) FROM outbox h WHERE h.account_id = o.account_id
           AND h.in_doubt_at > \(SQL.now) - \(SendPolicy.day)) AS account_mails,
        \(oldestOfAccount) AS account_oldest, \(SQL.countSinceReset),
        (SELECT COUNT(*) FROM outbox h WHERE h.in_doubt_at > \(SQL.now) - \(SendPolicy.burstSpan)) AS burst,
        (SELECT MIN(h.in_doubt_at) FROM outbox h
         WHERE h.in_doubt_at > \(SQL.now) - \(SendPolicy.burstSpan)) AS burst_began,
        (SELECT COUNT(*) FROM outbox h WHERE \(SQL.bouncedLately("o.account_id"))) AS account_bounces,
        (SELECT MIN(h.bounced_at) FROM outbox h WHERE \(SQL.bouncedLately("o.account_id"))) AS account_oldest_bounce,
        o.campaign_id, o.as_draft, p.state AS campaign_state,
        (\(SQL.isGoing("p")) AND (o.job_id IS NULL OR o.job_id = COALESCE(p.job_id, 0))) AS campaign_goes,
        p.release_by, p.reason AS campaign_reason, p.version AS campaign_now,
        o.campaign_version, l.state AS lead_state, l.reason AS lead_reason, o.leave_until, o.gap_seconds,
        COALESCE(p.gap_min_seconds, 0) AS gap_min_seconds, COALESCE(p.gap_max_seconds, 0) AS gap_max_seconds,
        CASE WHEN o.gap_seconds > p.gap_max_seconds THEN \(lastOfCampaign) END AS campaign_last
        """
    }

    private static var lastOfAccount: SQL { .lastMail(of: "o.account_id") }
    private static var oldestOfAccount: SQL { .oldestMail(of: "o.account_id") }

    /// From when on an answer ends this outreach: since its lead was made, as the planner asks too; without a lead, since its
    /// first mail was planned.
    private static var outreachBegan: SQL {
        """
        COALESCE(l.created_at, (SELECT MIN(p.planned_at) FROM outbox p
            WHERE p.thread_id = o.thread_id AND p.generation = o.generation))
        """
    }

    /// The campaign's own from the account, within the last day.
    private static var lastOfCampaign: SQL {
        """
        (SELECT h.in_doubt_at FROM outbox h
         WHERE h.in_doubt_at IS NOT NULL AND h.campaign_id = o.campaign_id AND h.account_id <= o.account_id
           AND (h.account_id, h.in_doubt_at) > (o.account_id, \(SQL.now) - \(SendPolicy.day))
         ORDER BY h.account_id DESC, h.in_doubt_at DESC LIMIT 1)
        """
    }

    /// The tables that ``columns`` are selected from.
    static var source: SQL {
        """
        outbox o JOIN email_threads t ON t.id = o.thread_id JOIN contacts c ON c.id = o.contact_id
        JOIN accounts a ON a.id = o.account_id JOIN sequences q ON q.id = o.sequence_id
        LEFT JOIN campaigns p ON p.id = o.campaign_id LEFT JOIN campaign_leads l ON l.id = o.lead_id
        """
    }

    init(_ row: SQLRow) throws {
        self.init(
            now: try row.timestamp("now"), recipient: try row.address("recipient"),
            purpose: try row["purpose", as: Purpose.self],
            dueAt: try row.timestamp("due_at"), conversation: try row["conversation", as: ConversationState.self],
            undecidedUntil: try row.optionalTimestamp("undecided_until"),
            isSuppressed: try row.optionalTimestamp("suppressed_at") != nil,
            hasAnswered: try row.bool("has_answered"), hasDeclinedElsewhere: try row.bool("has_declined"),
            talksElsewhereSince: try row.optionalTimestamp("talks_since"),
            account: try row["account_state", as: AccountState.self], outlet: try row["outlet", as: Outlet.self],
            rival: try row.optionalString("rival"),
            accountPausedUntil: try row.optionalTimestamp("paused_until"),
            accountPauseReason: try row.optionalString("pause_reason"), accountFailures: try row.int("failures"),
            accountBlockedUntil: try row.optionalTimestamp("blocked_until"),
            accountBlockReason: try row.optionalString("block_reason"),
            accountNextSendAt: try row.optionalTimestamp("next_send_at"), dailyLimit: try row.int("daily_limit"),
            providerLimit: try row.optionalInt("provider_limit"),
            mailsPerConversation: try row.int("mails_per_conversation"), stopped: try row.optionalString("stopped"),
            history: try SendHistory(row), campaign: try CampaignStanding(row))
    }
}

extension CampaignStanding {
    /// Nil for a mail of no campaign.
    fileprivate init?(_ row: SQLRow) throws {
        guard try row.optionalInt64("campaign_id") != nil else { return nil }
        let state = try row["campaign_state", as: CampaignState.self]
        let lead = try row["lead_state", as: LeadState?.self]
        let objection = state.objection(
            try row["release_by", as: CampaignRelease.self], because: try row.optionalString("campaign_reason"))
        self.init(
            stopped: try row.optionalBool("campaign_goes") == true ? nil : objection,
            isEdited: try row.optionalInt64("campaign_version") != row.int64("campaign_now"),
            lead: try lead?.gate(because: row.optionalString("lead_reason")) ?? .open,
            leaveUntil: try row.optionalTimestamp("leave_until"), gap: .seconds(try row.int64("gap_seconds")),
            gaps: .seconds(try row.int64("gap_min_seconds"))...(.seconds(try row.int64("gap_max_seconds"))),
            lastMail: try row.optionalTimestamp("campaign_last"))
    }
}

extension SendHistory {
    fileprivate init(_ row: SQLRow) throws {
        self.init(
            conversationMails: try row.int("conversation_mails"), contactMails: try row.int("contact_mails"),
            lastMailElsewhere: try row.optionalTimestamp("last_elsewhere"),
            accountLastMail: try row.optionalTimestamp("account_last"), accountMails: try row.int("account_mails"),
            accountOldestMail: try row.optionalTimestamp("account_oldest"),
            sinceReset: try .init(sinceReset: row), burst: try row.int("burst"),
            burstBegan: try row.optionalTimestamp("burst_began"),
            accountBounces: try row.int("account_bounces"),
            accountOldestBounce: try row.optionalTimestamp("account_oldest_bounce"))
    }
}

extension Outbox {
    /// Everything that the gates of these mails depend on, at one instant.
    package func gateFacts(of mails: [MailID]) async throws -> [MailID: GateFacts] {
        let rows = try await database.read { session in
            try await session.query(
                "SELECT o.id, \(GateFacts.columns) FROM \(GateFacts.source) WHERE o.id \(in: mails)")
        }
        return try rows.reduce(into: [:]) { $0[try $1["id", as: MailID.self]] = try GateFacts($1) }
    }
}
