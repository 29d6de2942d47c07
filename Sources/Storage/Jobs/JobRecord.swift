package import Correspondence
import Database
package import Outreach
package import Timing

/// A step of a campaign that a person released.
package struct JobRecord: Sendable, Hashable {
    package let id: JobID
    package let campaign: CampaignID
    package let campaignName: String
    package let step: StepID
    package let stepName: String
    package let selection: JobSelection
    /// Whether it also reminds people who already had a follow-up.
    package let force: Bool
    package let busy: BusyPolicy
    package let state: JobState
    /// The reason of the state.
    package let reason: String?
    package let startsAt: Timestamp
    package let begunAt: Timestamp?
    package let endedAt: Timestamp?
    /// The accounts that only this job uses while it runs.
    package let accounts: [EmailAddress]
}

/// A person's wish to release a step.
package struct JobDraft: Sendable, Hashable {
    package var campaign: CampaignID
    package var step: StepID
    package var selection: JobSelection
    package var force: Bool
    package var busy: BusyPolicy
    /// Nil: now.
    package var startsAt: Timestamp?
    /// The distance in time between jobs of one account.
    package var guardWindow: GuardWindow

    package init(
        campaign: CampaignID, step: StepID, selection: JobSelection = .sendAll, force: Bool = false,
        busy: BusyPolicy = .fail, startsAt: Timestamp? = nil, guardWindow: GuardWindow = GuardWindow()
    ) {
        self.campaign = campaign
        self.step = step
        self.selection = selection
        self.force = force
        self.busy = busy
        self.startsAt = startsAt
        self.guardWindow = guardWindow
    }
}

/// One line of a job's log: a mail, or a lead that got none.
package struct JobLogRow: Sendable, Hashable {
    package let lead: LeadID
    package let recipient: EmailAddress
    package let account: EmailAddress?
    package let status: JobLogStatus
    package let reason: String?
    package let sentAt: Timestamp?
    package let messageID: MessageID?
}

extension JobRecord {
    init(_ row: SQLRow, accounts: [EmailAddress]) throws {
        id = try row["id", as: JobID.self]
        campaign = try row["campaign_id", as: CampaignID.self]
        campaignName = try row.string("campaign_name")
        step = try row["step_id", as: StepID.self]
        stepName = try row.string("step_name")
        selection = try row["selection", as: JobSelection.self]
        force = try row.bool("force")
        busy = try row["busy", as: BusyPolicy.self]
        state = try row["state", as: JobState.self]
        reason = try row.optionalString("reason")
        startsAt = try row.timestamp("starts_at")
        begunAt = try row.optionalTimestamp("begun_at")
        endedAt = try row.optionalTimestamp("ended_at")
        self.accounts = accounts
    }
}

extension JobLogRow {
    init(_ row: SQLRow) throws {
        lead = try row["lead_id", as: LeadID.self]
        recipient = try row.address("recipient")
        account = try row.optionalAddress("account")
        status = try row["status", as: JobLogStatus.self]
        reason = try row.optionalString("reason")
        sentAt = try row.optionalTimestamp("sent_at")
        messageID = try row.optionalMessageID("message_id")
    }
}
