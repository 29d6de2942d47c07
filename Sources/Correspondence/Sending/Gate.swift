package import Timing

/// One reason why a mail may not go yet. Their order is the order in which people should hear of them.
package enum Gate: String, CaseIterable, Sendable, Codable {
    /// Nothing of this installation is sent: a person has stopped it.
    case installation
    /// Its campaign is paused or was edited since the mail was planned.
    case campaign
    /// Its lead gets no mail any more, or waits for a person.
    case lead
    /// The settings let no mail go to the recipient.
    case neverAnswer = "never_answer"
    /// The contact wants no mail, or its address takes none.
    case contact
    /// For outreach that has not begun: the contact said no in another conversation.
    case declined
    /// The conversation does not want this mail any more.
    case conversation
    /// For outreach: somebody has answered it, in this conversation or in another.
    case answered
    /// For outreach: the contact talks with a person, or with Mosaic, in another conversation.
    case talk
    /// A message of the contact waits to be decided.
    case undecided
    /// The mail's own time.
    case due
    /// The campaign's open hours, in which it was planned.
    case window
    /// The account only observes, or has no way out.
    case account
    /// Another installation uses its mailbox.
    case rival
    /// A person paused the account.
    case accountPause = "account_pause"
    /// The account waits after failures of its own.
    case accountFailure = "account_failure"
    /// Too many of the account's mails bounced or were complained about.
    case bounces
    /// What this conversation may get.
    case conversationCap = "conversation_cap"
    /// What this contact may get, over all accounts.
    case contactCap = "contact_cap"
    /// The time between mails to one contact from different conversations.
    case contactPause = "contact_pause"
    /// The account's mails in 24 h.
    case dailyLimit = "daily_limit"
    /// The time between two mails of one account.
    case spacing
    /// The gap that the campaign leaves after the account's mail before.
    case pacing
    /// Mails of the whole installation within a minute.
    case burst

    /// Those that ask nothing but who sends.
    package static let ofAccount: [Gate] = [
        .installation, .account, .rival, .accountPause, .accountFailure, .bounces, .dailyLimit, .spacing,
    ]
}

/// How one gate stands for one mail.
package enum GateState: Sendable, Hashable {
    case open
    /// Closed, and until when; nil where only a person or an event opens it.
    case closed(until: Timestamp?, String)
    /// Closed for ever: the mail is cancelled.
    case over(String)
    /// A cap that protects the contact: the mail is cancelled, and a person hears of it.
    case forPerson(String)
}

/// What a campaign and a lead say about one of their mails.
package struct CampaignStanding: Sendable, Hashable {
    /// Why nothing of the campaign leaves; nil while it is active.
    package var stopped: String?
    /// Whether the campaign was edited since the mail was planned.
    package var isEdited: Bool
    /// Why the lead gets no mail; nil while it does.
    package var leadWaits: String?
    /// When the open hours end in which the mail was planned; nil where they never do.
    package var leaveUntil: Timestamp?
    /// Time that lies between the account's mail before and this one.
    package var gap: Duration

    package init(
        stopped: String? = nil, isEdited: Bool = false, leadWaits: String? = nil, leaveUntil: Timestamp? = nil,
        gap: Duration = .zero
    ) {
        self.stopped = stopped
        self.isEdited = isEdited
        self.leadWaits = leadWaits
        self.leaveUntil = leaveUntil
        self.gap = gap
    }
}

/// Everything that the gates of one mail depend on, as the database holds it at one instant.
package struct GateFacts: Sendable, Hashable {
    /// The database's clock: every instant here is to be compared with it, not with this machine's.
    package var now: Timestamp
    package var recipient: EmailAddress
    package var purpose: Purpose
    package var dueAt: Timestamp
    package var conversation: ConversationState
    /// When the contact's oldest undecided message may be decided; nil where none waits.
    package var undecidedUntil: Timestamp?
    package var isSuppressed: Bool
    /// For outreach: whether the contact has written since it was planned, in whatever conversation.
    package var hasAnswered: Bool
    /// For outreach: whether the contact said no in another conversation.
    package var hasDeclinedElsewhere: Bool
    /// For outreach: when another conversation was last spoken in that is with a person or goes on.
    package var talksElsewhereSince: Timestamp?
    package var account: AccountState
    package var outlet: Outlet
    /// Another installation whose mark lies in the account's mailbox.
    package var rival: String?
    package var accountPausedUntil: Timestamp?
    package var accountPauseReason: String?
    /// Failures of the account since its server last took a mail, until when it waits after them, and the last one.
    package var accountFailures: Int
    package var accountBlockedUntil: Timestamp?
    package var accountBlockReason: String?
    /// Set when the account's own limits allowed nothing before.
    package var accountNextSendAt: Timestamp?
    /// The account's mails in 24 h.
    package var dailyLimit: Int
    /// The most mails of this purpose in one conversation, as its sequence says.
    package var mailsPerConversation: Int
    /// Why all sending is stopped; nil while it is not.
    package var stopped: String?
    package var history: SendHistory
    /// Nil for a mail of no campaign.
    package var campaign: CampaignStanding?

    package init(
        now: Timestamp, recipient: EmailAddress, purpose: Purpose = .answer, dueAt: Timestamp,
        conversation: ConversationState = .inSequence, undecidedUntil: Timestamp? = nil, isSuppressed: Bool = false,
        hasAnswered: Bool = false, hasDeclinedElsewhere: Bool = false, talksElsewhereSince: Timestamp? = nil,
        account: AccountState = .auto,
        outlet: Outlet = .smtp, rival: String? = nil, accountPausedUntil: Timestamp? = nil,
        accountPauseReason: String? = nil,
        accountFailures: Int = 0, accountBlockedUntil: Timestamp? = nil, accountBlockReason: String? = nil,
        accountNextSendAt: Timestamp? = nil, dailyLimit: Int = 500, mailsPerConversation: Int = 3,
        stopped: String? = nil, history: SendHistory = SendHistory(), campaign: CampaignStanding? = nil
    ) {
        self.now = now
        self.recipient = recipient
        self.purpose = purpose
        self.dueAt = dueAt
        self.conversation = conversation
        self.undecidedUntil = undecidedUntil
        self.isSuppressed = isSuppressed
        self.hasAnswered = hasAnswered
        self.hasDeclinedElsewhere = hasDeclinedElsewhere
        self.talksElsewhereSince = talksElsewhereSince
        self.account = account
        self.outlet = outlet
        self.rival = rival
        self.accountPausedUntil = accountPausedUntil
        self.accountPauseReason = accountPauseReason
        self.accountFailures = accountFailures
        self.accountBlockedUntil = accountBlockedUntil
        self.accountBlockReason = accountBlockReason
        self.accountNextSendAt = accountNextSendAt
        self.dailyLimit = dailyLimit
        self.mailsPerConversation = mailsPerConversation
        self.stopped = stopped
        self.history = history
        self.campaign = campaign
    }
}

extension ConversationState {
    /// Whether a planned mail of this purpose is still wanted here: answers only while the sequence runs, outreach only
    /// until somebody has answered.
    package func wants(_ purpose: Purpose) -> Bool {
        switch purpose {
        case .answer: self == .inSequence
        case .outreach: self == .awaitingReply
        }
    }

    /// The states in which a mail of this purpose is wanted.
    package static func wanting(_ purpose: Purpose) -> [ConversationState] { allCases.filter { $0.wants(purpose) } }
}
