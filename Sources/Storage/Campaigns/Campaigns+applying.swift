import Correspondence
import Database
import Events
package import Outreach
import Timing

/// The result of applying a draft.
package struct AppliedCampaign: Sendable, Hashable {
    package let campaign: CampaignID
    package let version: Int64
    package let isNew: Bool
    /// Why nothing was changed; nil when something was.
    package let refusal: DraftRefusal?

    fileprivate static func refused(_ refusal: DraftRefusal) -> AppliedCampaign {
        AppliedCampaign(campaign: CampaignID(rawValue: 0), version: 0, isNew: false, refusal: refusal)
    }
}

extension Campaigns {
    /// Makes the campaign of this name match the draft, in one transaction. A new campaign starts as a draft; a running one
    /// continues with the next mails, and its planned mails are planned again.
    ///
    /// A step keeps its key by its name; a step missing from the draft is retired. Changed texts become new versions of their
    /// templates.
    ///
    /// - Parameter basis: what its writer has seen. Compared under a lock on the campaign, so of two who edit the same version
    ///   one is refused, and so is a new campaign whose name was given away meanwhile.
    package func apply(_ draft: CampaignDraft, over basis: DraftBasis = .any) async throws -> AppliedCampaign {
        try await database.settlingUniqueness { session in
            let accounts = try await session.accounts(of: draft)
            let unknown = draft.senders.map(\.address).filter { accounts[$0.key] == nil }
            guard unknown.isEmpty else { return .refused(.unknownAccounts(unknown)) }
            let former = try await session.lockedCampaign(of: draft)
            if let refusal = basis.refusal(former?.version) ?? former?.refusal(of: draft.rules) {
                return .refused(refusal)
            }
            let sequence = try await session.outreachSequence(
                named: "campaign: \(draft.name)", mails: max(1, draft.steps.count))
            let (campaign, version) = try await session.write(draft, sequence, isNew: former == nil)
            try await session.write(answer: draft.rules.answer, of: campaign, draft.name)
            try await session.write(draft.senders, of: campaign, accounts)
            try await session.write(draft.steps, of: campaign, draft.name)
            try await session.keepMailsPerConversation(of: sequence, campaign)
            // The new text may not need the value they lacked.
            try await session.leadsGotValues(of: campaign)
            try await session.record(
                .campaignApplied, detail: "\(draft.name.storable), version \(version)")
            return AppliedCampaign(campaign: campaign, version: version, isNew: version == 1, refusal: nil)
        }
    }
}

extension SQLSession {
    fileprivate func accounts(of draft: CampaignDraft) async throws -> [String: AccountID] {
        try await query(
            "SELECT id, address FROM accounts WHERE address \(in: draft.senders.map(\.address.key))"
        ).reduce(into: [:]) { $0[try $1.string("address")] = try $1["id", as: AccountID.self] }
    }

    /// A new campaign fails as a unique violation where its name was given away meanwhile; the transaction then begins anew
    /// and sees it.
    fileprivate func write(
        _ draft: CampaignDraft, _ sequence: SequenceID, isNew: Bool
    ) async throws -> (CampaignID, Int64) {
        let rules = draft.rules
        let holidays = rules.holidays.sorted().map(\.text).joined(separator: " ")
        func seconds(_ span: Duration) -> Int64 { span.microseconds / 1_000_000 }
        let insertion: SQL = """
            INSERT INTO campaigns (name, sequence_id, zone, hours, holidays, daily_limit, new_leads_per_day,
                gap_min_seconds, gap_max_seconds, pause_every, pause_min_seconds, pause_max_seconds, min_wait_seconds,
                max_lateness_seconds, busy, reply_policy, stop_scope, guard_mails, guard_bounces, guard_complaints,
                guard_opt_outs, release_by, ramp_start, ramp_step, batch_size, created_at, updated_at)
            VALUES (\(draft.name.storable), \(sequence), \(rules.zone), \(rules.hours.text), \(holidays),
                \(rules.dailyLimit), \(rules.newLeadsPerDay), \(seconds(rules.pacing.gap.lowerBound)),
                \(seconds(rules.pacing.gap.upperBound)), \(rules.pacing.mailsBeforePause),
                \(seconds(rules.pacing.pause.lowerBound)), \(seconds(rules.pacing.pause.upperBound)),
                \(seconds(rules.minWait)), \(rules.maxLateness.map(seconds)), \(rules.busy), \(rules.replies),
                \(rules.stopScope), \(rules.guardrails?.leastMails ?? 50), \(rules.guardrails?.bounces),
                \(rules.guardrails?.complaints), \(rules.guardrails?.optOuts), \(rules.release),
                \(rules.rampUp?.start), \(rules.rampUp?.step), \(rules.batchSize), \(SQL.now), \(SQL.now))
            """
        let update: SQL = """
            ON CONFLICT (name) DO UPDATE SET version = campaigns.version + 1, zone = excluded.zone,
                hours = excluded.hours, holidays = excluded.holidays, daily_limit = excluded.daily_limit,
                new_leads_per_day = excluded.new_leads_per_day, gap_min_seconds = excluded.gap_min_seconds,
                gap_max_seconds = excluded.gap_max_seconds, pause_every = excluded.pause_every,
                pause_min_seconds = excluded.pause_min_seconds, pause_max_seconds = excluded.pause_max_seconds,
                min_wait_seconds = excluded.min_wait_seconds, max_lateness_seconds = excluded.max_lateness_seconds,
                busy = excluded.busy, reply_policy = excluded.reply_policy, stop_scope = excluded.stop_scope,
                guard_mails = excluded.guard_mails, guard_bounces = excluded.guard_bounces,
                guard_complaints = excluded.guard_complaints, guard_opt_outs = excluded.guard_opt_outs,
                release_by = excluded.release_by, ramp_start = excluded.ramp_start,
                ramp_step = excluded.ramp_step, batch_size = excluded.batch_size, updated_at = excluded.updated_at
            """
        let rows = try await query("\(insertion) \(isNew ? "" : update) RETURNING id, version")
        guard let row = rows.first else { throw StorageError(.invalid, "an insert returned no row") }
        return (try row["id", as: CampaignID.self], try row.int64("version"))
    }

    /// A removed account keeps its leads, and gets no new ones.
    fileprivate func write(
        _ senders: [CampaignDraft.Sender], of campaign: CampaignID, _ accounts: [String: AccountID]
    ) async throws {
        try await execute("UPDATE campaign_accounts SET weight = 0 WHERE campaign_id = \(campaign)")
        for sender in senders {
            try await execute(
                """
                INSERT INTO campaign_accounts (campaign_id, account_id, weight, daily_limit, signature)
                VALUES (\(campaign), \(accounts[sender.address.key]), \(sender.weight), \(sender.dailyLimit),
                    \(sender.signature?.storable))
                ON CONFLICT (campaign_id, account_id) DO UPDATE
                SET weight = excluded.weight, daily_limit = excluded.daily_limit, signature = excluded.signature
                """)
        }
    }

    /// Retired steps count too: a lead that got them may still get all the others.
    fileprivate func keepMailsPerConversation(of sequence: SequenceID, _ campaign: CampaignID) async throws {
        let row = try await first("SELECT COUNT(*) AS count FROM campaign_steps WHERE campaign_id = \(campaign)")
        try await setMailsPerConversation(max(1, try row?.int("count") ?? 1), of: sequence)
    }
}
