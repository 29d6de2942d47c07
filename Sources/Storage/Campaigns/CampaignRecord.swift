package import Correspondence
import Database
package import Outreach
package import Timing

/// A campaign as the database has it.
package struct CampaignRecord: Sendable, Hashable {
    package let id: CampaignID
    package let name: String
    package let sequence: SequenceID
    package let state: CampaignState
    /// The reason of the state.
    package let reason: String?
    /// Increases with every edit.
    package let version: Int64
    package let rules: CampaignRules
    package let startedAt: Timestamp?
    /// When it was last started, for the first time or after a pause.
    package let resumedAt: Timestamp?
    package let createdAt: Timestamp
    /// The job that is running; nil: none.
    package let job: JobID?

    /// Whether its mails may leave: it is active, or a job releases a step of it.
    package var isGoing: Bool { rules.release == .time ? state == .active : job != nil }
}

/// An account that a campaign sends from.
package struct CampaignAccount: Sendable, Hashable {
    package let account: AccountID
    package let address: EmailAddress
    package let displayName: String?
    /// Its share of new leads; with 0 it continues with those it has.
    package let weight: Int
    /// The most mails it may send for this campaign in any 24 h; nil for no limit but its own.
    package let dailyLimit: Int?
    package let signature: String?
}

/// One version of a template. It never changes.
package struct TemplateRecord: Sendable, Hashable {
    package let id: TemplateID
    package let name: String
    package let version: Int
    /// Nil: the conversation's own subject.
    package let subject: String?
    package let text: String?
    package let html: String?
}

/// A step of a campaign with its texts.
package struct CampaignStepRecord: Sendable, Hashable {
    package let step: CampaignStep
    package let name: String
    package let position: Int
    /// The template. For a step with variants, that of one of them, used where none has been drawn yet.
    package let template: TemplateRecord
    /// In the order of their keys, including removed ones; empty where the step has one wording.
    package internal(set) var variants: [StepVariantRecord] = []
    /// Nil where its variants are not judged.
    package internal(set) var trial: StepTrial?
}

/// A campaign with everything that its planning needs.
package struct WholeCampaign: Sendable, Hashable {
    package let campaign: CampaignRecord
    package let accounts: [CampaignAccount]
    /// In order, removed ones at their old places.
    package let steps: [CampaignStepRecord]
}

extension CampaignRecord {
    init(_ row: SQLRow) throws {
        id = try row["id", as: CampaignID.self]
        name = try row.string("name")
        sequence = try row["sequence_id", as: SequenceID.self]
        state = try row["state", as: CampaignState.self]
        reason = try row.optionalString("reason")
        version = try row.int64("version")
        rules = try CampaignRules(row)
        startedAt = try row.optionalTimestamp("started_at")
        resumedAt = try row.optionalTimestamp("resumed_at")
        createdAt = try row.timestamp("created_at")
        job = try row["job_id", as: JobID?.self]
    }
}

extension SQL {
    /// Whether mails of campaign `alias` may leave: ``CampaignRecord/isGoing``.
    static func isGoing(_ alias: SQL) -> SQL {
        "(CASE \(alias).release_by WHEN 'time' THEN \(alias).state = 'active' ELSE \(alias).job_id IS NOT NULL END)"
    }
}

extension CampaignRecord {
    /// The text of its own answer.
    static let answer: SQL = """
        (SELECT s.template FROM sequence_steps s WHERE s.sequence_id = campaigns.answer_id AND s.position = 1) AS answer
        """
}

extension CampaignRules {
    fileprivate init(_ row: SQLRow) throws {
        guard let hours = WeekHours(try row.string("hours")) else {
            throw StorageError(.corrupt, "column hours holds no hours of a week: was it edited by hand?")
        }
        let days = try row.string("holidays").split(separator: " ")
        let holidays = days.compactMap { LocalDay($0) }
        guard holidays.count == days.count else {
            throw StorageError(.corrupt, "column holidays holds what is no date: was it edited by hand?")
        }
        func span(_ column: String) throws -> Duration { .seconds(try row.int64(column)) }
        func range(_ name: String) throws -> ClosedRange<Duration> {
            let least = try span("\(name)_min_seconds")
            return least...max(least, try span("\(name)_max_seconds"))
        }
        self.init(
            zone: try row.string("zone"), hours: hours, holidays: Set(holidays),
            dailyLimit: try row.optionalInt("daily_limit"), newLeadsPerDay: try row.optionalInt("new_leads_per_day"),
            rampUp: try RampUp(row), batchSize: try row.optionalInt("batch_size"),
            pacing: Pacing(
                gap: try range("gap"), mailsBeforePause: try row.optionalInt("pause_every"), pause: try range("pause")),
            minWait: try span("min_wait_seconds"),
            maxLateness: try row.optionalInt64("max_lateness_seconds").map { .seconds($0) },
            busy: try row["busy", as: BusyPolicy.self], replies: try row["reply_policy", as: ReplyPolicy.self],
            stopScope: try row["stop_scope", as: StopScope.self], guardrails: try Guardrails(row),
            release: try row["release_by", as: CampaignRelease.self], answer: try row.optionalString("answer"))
    }
}

extension RampUp {
    fileprivate init?(_ row: SQLRow) throws {
        guard let start = try row.optionalInt("ramp_start") else { return nil }
        self.init(start: start, step: try row.optionalInt("ramp_step") ?? 0)
    }
}

extension SQLSession {
    func wholeCampaign(_ condition: SQL) async throws -> WholeCampaign? {
        try await wholeCampaigns("WHERE \(condition)").first
    }

    /// Campaigns with everything that belongs to them, by the same few statements however many they are.
    ///
    /// - Parameter selection: what stands behind `FROM campaigns`.
    func wholeCampaigns(_ selection: SQL) async throws -> [WholeCampaign] {
        let campaigns = try await query("SELECT campaigns.*, \(CampaignRecord.answer) FROM campaigns \(selection)").map(
            CampaignRecord.init)
        guard !campaigns.isEmpty else { return [] }
        let ids = campaigns.map(\.id)
        let accounts = try await accounts(of: ids)
        let steps = try await steps(of: ids)
        return campaigns.map {
            WholeCampaign(campaign: $0, accounts: accounts[$0.id] ?? [], steps: steps[$0.id] ?? [])
        }
    }

    private func accounts(of campaigns: [CampaignID]) async throws -> [CampaignID: [CampaignAccount]] {
        try await query(
            """
            SELECT ca.*, a.address, a.display_name FROM campaign_accounts ca JOIN accounts a ON a.id = ca.account_id
            WHERE ca.campaign_id \(in: campaigns) ORDER BY ca.account_id
            """
        ).reduce(into: [:]) { accounts, row in
            accounts[try row["campaign_id", as: CampaignID.self], default: []].append(
                CampaignAccount(
                    account: try row["account_id", as: AccountID.self], address: try row.address("address"),
                    displayName: try row.optionalString("display_name"), weight: try row.int("weight"),
                    dailyLimit: try row.optionalInt("daily_limit"), signature: try row.optionalString("signature")))
        }
    }

    private func steps(of campaigns: [CampaignID]) async throws -> [CampaignID: [CampaignStepRecord]] {
        let rows = try await query(
            """
            SELECT s.campaign_id, s.id, s.name, s.position, s.delay_days, s.delay_seconds, s.retired, s.trial_leads,
                s.trial_from, s.trial_looks, t.id AS template_id, t.name AS template_name, t.version, t.subject, t.body_text,
                t.body_html, EXISTS (SELECT 1 FROM step_variants v WHERE v.step_id = s.id) AS has_variants
            FROM campaign_steps s JOIN templates t ON t.id = s.template_id
            WHERE s.campaign_id \(in: campaigns) ORDER BY s.position, s.id
            """)
        let trying = try rows.filter { try $0.bool("has_variants") }.map { try $0["id", as: StepID.self] }
        let variants = try await trying.isEmpty ? [:] : variants(of: trying)
        return try rows.reduce(into: [:]) { steps, row in
            var record = try CampaignStepRecord(row)
            record.variants = variants[record.step.id] ?? []
            steps[try row["campaign_id", as: CampaignID.self], default: []].append(record)
        }
    }
}

extension CampaignStepRecord {
    fileprivate init(_ row: SQLRow) throws {
        let delay: StepDelay =
            if let days = try row.optionalInt("delay_days") { .days(days) } else {
                .after(.seconds(try row.int64("delay_seconds")))
            }
        step = CampaignStep(
            id: try row["id", as: StepID.self], delay: delay, isRetired: try row.bool("retired"))
        name = try row.string("name")
        position = try row.int("position")
        template = try TemplateRecord(joined: row)
        trial = try StepTrial(row)
    }
}

extension TemplateRecord {
    /// From a row that holds its columns beside those of another table.
    init(joined row: SQLRow) throws {
        self.init(
            id: try row["template_id", as: TemplateID.self], name: try row.string("template_name"),
            version: try row.int("version"), subject: try row.optionalString("subject"),
            text: try row.optionalString("body_text"), html: try row.optionalString("body_html"))
    }
}
