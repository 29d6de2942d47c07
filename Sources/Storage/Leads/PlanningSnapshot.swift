package import Correspondence
package import Outreach
package import Timing

/// Everything that the next mails of one campaign depend on, at one instant.
package struct PlanningSnapshot: Sendable {
    /// The database's clock.
    package let now: Timestamp
    package let whole: WholeCampaign
    /// The job whose step is planned; nil where time releases the steps.
    package let job: PlanningJob?
    package let senders: [SenderState]
    /// Instants of the campaign's mails since yesterday, and of those that are planned; none where no limit counts them.
    package let campaignMails: [Timestamp]
    /// Instants of first mails to leads, likewise.
    package let firstMails: [Timestamp]
    /// Leads that wait for their turn, are due, or whose planned mail must be planned anew.
    package var leads: [PlanningLead]
}

/// An account of the campaign, and what it has sent and will send for anybody.
package struct SenderState: Sendable, Hashable {
    package let sender: CampaignAccount
    /// Whether it may send, now or later.
    package let isAble: Bool
    /// Whether nothing is to be planned for it before a person has done something: another installation uses its mailbox, or
    /// a day's worth of drafts of the last week waits there.
    package let isBarred: Bool
    /// A person's pause or its own wait after a failure, whichever lasts longer.
    package let pausedUntil: Timestamp?
    package let dailyLimit: Int
    /// Oldest first: mails of the last 24 h, and those that are planned by campaigns and need no new place. Of an account without
    /// room those alone that are planned.
    package let mails: [AccountMail]
    /// How many of these are planned.
    package let planned: Int
    /// Leads of the campaign that it writes to.
    package let leadsTaken: Int

    /// Whether more may be planned for it.
    ///
    /// - Parameter mostPlanned: mails that an account may have planned.
    package func hasRoom(mostPlanned: Int) -> Bool { isAble && !isBarred && planned < mostPlanned }
}

/// A mail of an account, whoever it is for.
package struct AccountMail: Sendable, Hashable {
    package let at: Timestamp
    /// Nil for a mail of no campaign.
    package let recipient: RecipientID?
    package let step: StepID?
    package let campaign: CampaignID?
    package let id: MailID

    /// What the wait after it is drawn by. It is known before the mail has a row.
    package var key: Int64 {
        guard let recipient, let step else { return id.rawValue }
        return Self.key(of: recipient, step)
    }

    package static func key(of recipient: RecipientID, _ step: StepID) -> Int64 {
        recipient.rawValue &* 1_000_003 &+ step.rawValue
    }
}

/// A lead as the planner sees it.
package struct PlanningLead: Sendable, Hashable {
    package let id: LeadID
    package let state: LeadState
    package let reason: String?
    package let account: AccountID?
    package let nextDueAt: Timestamp?
    package let awaitsTurn: Bool
    package let createdAt: Timestamp
    /// When a person let it go on that was held or had failed.
    package let releasedAt: Timestamp?
    /// Its next mail leaves no earlier: a person or a server's pause said so.
    package let notBefore: Timestamp?
    /// A JSON object.
    package let fields: String
    package let recipients: [Person]
    /// Its mail that is planned and must be planned anew.
    package let stale: MailID?
    /// Whether another mail of it waits or is under way.
    package let hasOpenMail: Bool
    /// How its mail of the running job leaves; nil while it has none to get.
    package internal(set) var delivery: MailDelivery?
    /// What it has drawn of steps with variants.
    package var drawn: [StepID: VariantID] = [:]

    /// One person of it.
    package struct Person: Sendable, Hashable {
        package let id: RecipientID
        package let address: EmailAddress
        /// A JSON object.
        package let fields: String
        package let status: RecipientStatus
        package let isSuppressed: Bool
        /// Whether a person's message came since the lead was made.
        package let hasAnswered: Bool
        package let conversation: ConversationID?
        package let conversationState: ConversationState?
        /// They said no in another conversation.
        package let hasDeclined: Bool
        /// When another conversation with them was last spoken in that is a person's or goes on.
        package let busySince: Timestamp?
        /// An out-of-office notice said so.
        package let holdUntil: Timestamp?
        /// The last outreach to them in another conversation.
        package let lastMailElsewhere: Timestamp?
        /// When each step left that they have, or that they get as somebody of another lead.
        package let sent: [StepID: Timestamp]
    }
}

/// What the planner wants to be done about a lead.
package enum PlanningOutcome: Sendable, Hashable {
    case mail(PlannedCampaignMail)
    /// Its next mail is due then; one that is planned for another time is taken back.
    case due(LeadID, at: Timestamp, stale: MailID?)
    /// It gets no mail now; its planned mail is taken back.
    case idle(LeadID, reason: String, stale: MailID?)
    /// Something happened to it; its planned mail is taken back.
    case moved(LeadID, LeadEvent, reason: String, stale: MailID?)
    /// The running job is done with it.
    case settled(LeadID, JobLeadState, reason: String, stale: MailID?)
}
