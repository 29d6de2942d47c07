package import Correspondence
package import Outreach
package import Timing

/// Everything that the next mails of one campaign depend on, at one instant.
package struct PlanningSnapshot: Sendable {
    /// The database's clock.
    package let now: Timestamp
    package let whole: WholeCampaign
    /// The job whose step is being planned; nil where time releases the steps.
    package let job: PlanningJob?
    package let senders: [SenderState]
    /// Instants of the campaign's mails since yesterday, and of planned ones; empty where no limit counts them.
    package let campaignMails: [Timestamp]
    /// Instants of first mails to leads, likewise.
    package let firstMails: [Timestamp]
    /// Leads that are next in turn, are due, or have a planned mail that must be planned again.
    package var leads: [PlanningLead]
}

/// An account of the campaign, with its mails, sent and planned, to anybody.
package struct SenderState: Sendable, Hashable {
    package let sender: CampaignAccount
    /// Whether it may send, now or later.
    package let isAble: Bool
    /// Whether planning must wait for a person: another installation uses the mailbox, or a day's worth of the last week's drafts
    /// waits there.
    package let isBarred: Bool
    /// A person's pause or the account's own wait after a failure, whichever lasts longer.
    package let pausedUntil: Timestamp?
    /// Its own limit of mails in any 24 h, which counts those from this instant on alone; nil: all of them.
    package let dailyLimit: Int
    package let limitFrom: Timestamp?
    /// That of its provider, which counts all of them; nil: nobody said.
    package let providerLimit: Int?
    /// Oldest first: mails of the last 25 h, as long as a date may last, and campaigns' planned mails that need no new time. For an account without room only
    /// the planned ones.
    package let mails: [AccountMail]
    /// The number of planned mails among these.
    package let planned: Int
    /// Leads of the campaign that belong to it.
    package let leadsTaken: Int
    /// Of the dates before today that a ramp-up remembers, those on which it sent mails of campaigns; 0 without a ramp-up.
    package internal(set) var daysWithMail = 0

    /// The most mails in any 24 h.
    package var smallestLimit: Int { min(dailyLimit, providerLimit ?? .max) }

    /// Whether more may be planned for it.
    ///
    /// - Parameter mostPlanned: mails that an account may have planned.
    package func hasRoom(mostPlanned: Int) -> Bool { isAble && !isBarred && planned < mostPlanned }
}

/// A mail of an account, to any contact.
package struct AccountMail: Sendable, Hashable {
    package let at: Timestamp
    /// Nil for a mail of no campaign.
    package let recipient: RecipientID?
    package let step: StepID?
    package let campaign: CampaignID?
    package let id: MailID

    /// The key from which the wait after it is drawn. It is known before the mail has a row.
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
    /// When a person released it after it was held or had failed.
    package let releasedAt: Timestamp?
    /// Its next mail leaves no earlier: a person or a server's pause demanded it.
    package let notBefore: Timestamp?
    /// A JSON object.
    package let fields: String
    package let recipients: [Person]
    /// Its planned mail that must be planned again.
    package let stale: MailID?
    /// Whether another of its mails waits or is under way.
    package let hasOpenMail: Bool
    /// How its mail of the running job leaves; nil where it gets none.
    package internal(set) var delivery: MailDelivery?
    /// The variants that it has drawn.
    package var drawn: [StepID: VariantID] = [:]

    /// One person of the lead.
    package struct Person: Sendable, Hashable {
        package let id: RecipientID
        package let address: EmailAddress
        /// A JSON object.
        package let fields: String
        package let status: RecipientStatus
        package let isSuppressed: Bool
        /// Whether the person has written since the lead was made.
        package let hasAnswered: Bool
        package let conversation: ConversationID?
        package let conversationState: ConversationState?
        /// They said no in another conversation.
        package let hasDeclined: Bool
        /// The last message in another conversation with them that is a person's or still running.
        package let busySince: Timestamp?
        /// The end of an absence, from an out-of-office notice.
        package let holdUntil: Timestamp?
        /// The last outreach to them in another conversation.
        package let lastMailElsewhere: Timestamp?
        /// When each step left that they have, here or as a person of another lead.
        package let sent: [StepID: Timestamp]
    }
}

/// The planner's decision about a lead.
package enum PlanningOutcome: Sendable, Hashable {
    case mail(PlannedCampaignMail)
    /// Its next mail is due at this time; a mail planned for another time is cancelled.
    case due(LeadID, at: Timestamp, stale: MailID?)
    /// It gets no mail now; its planned mail is cancelled.
    case idle(LeadID, reason: String, stale: MailID?)
    /// Something happened to it; its planned mail is cancelled.
    case moved(LeadID, LeadEvent, reason: String, stale: MailID?)
    /// The running job is finished with it.
    case settled(LeadID, JobLeadEvent, reason: String, stale: MailID?)
}
