package import Timing

/// A condition that a mail must pass before it may leave. All gates are asked when a mail is claimed and again before its final
/// dot; ``GateTable`` holds their rules. Their order is the order in which people should hear of them.
package enum Gate: String, CaseIterable, Sendable, Codable {
    /// A person has stopped all sending of this installation.
    case installation
    /// Its campaign is paused or was edited since the mail was planned.
    case campaign
    /// Its lead gets no more mail, or waits for a person.
    case lead
    /// The settings forbid mail to the recipient.
    case neverAnswer = "never_answer"
    /// The contact wants no mail, or its address accepts none.
    case contact
    /// For outreach that has not begun: the contact said no in another conversation.
    case declined
    /// The conversation no longer wants this mail.
    case conversation
    /// For outreach: somebody has answered it, in this conversation or in another.
    case answered
    /// For outreach: the contact is talking with a person, or with Mosaic, in another conversation.
    case talk
    /// A message of the contact is still undecided.
    case undecided
    /// The mail's own due time.
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
    /// The number of mails that this conversation may get.
    case conversationCap = "conversation_cap"
    /// The number of mails that this contact may get, over all accounts.
    case contactCap = "contact_cap"
    /// The time between mails to one contact from different conversations.
    case contactPause = "contact_pause"
    /// The account's mails in any 24 h.
    case dailyLimit = "daily_limit"
    /// The time between two mails of one account.
    case spacing
    /// The gap that the campaign leaves after the account's previous mail.
    case pacing
    /// Mails of the whole installation within a minute.
    case burst

    /// Those that ask nothing but who sends.
    package static let ofAccount: [Gate] = [
        .installation, .account, .rival, .accountPause, .accountFailure, .bounces, .dailyLimit, .spacing,
    ]

    /// Those that outreach asks before there is a mail: nothing but whom it would go to.
    package static let ofContact: [Gate] = [
        .neverAnswer, .contact, .declined, .conversation, .answered, .talk, .contactPause,
    ]
}

/// The state of one gate for one mail.
package enum GateState: Sendable, Hashable {
    case open
    /// Closed until this instant; nil where only a person or an event opens it. With the reason.
    case closed(until: Timestamp?, String)
    /// Closed for ever: the mail is cancelled.
    case over(String)
    /// A cap that protects the contact: the mail is cancelled, and a person is told.
    case forPerson(String)
}

/// The state of a campaign and a lead, for one of their mails.
package struct CampaignStanding: Sendable, Hashable {
    /// Why nothing of the campaign leaves; nil while it is active.
    package var stopped: String?
    /// Whether the campaign was edited since the mail was planned.
    package var isEdited: Bool
    /// What the lead says of its next mail.
    package var lead: GateState
    /// The end of the open hours in which the mail was planned; nil where they never end.
    package var leaveUntil: Timestamp?
    /// Time that lies between the account's mail before and this one; longer than any gap of the campaign where the campaign
    /// rests before it.
    package var gap: Duration
    /// The gaps that the campaign keeps to whatever the account sent last.
    package var gaps: ClosedRange<Duration>
    /// The campaign's last mail from the account within a day.
    package var lastMail: Timestamp?

    package init(
        stopped: String? = nil, isEdited: Bool = false, lead: GateState = .open, leaveUntil: Timestamp? = nil,
        gap: Duration = .zero, gaps: ClosedRange<Duration>? = nil, lastMail: Timestamp? = nil
    ) {
        self.stopped = stopped
        self.isEdited = isEdited
        self.lead = lead
        self.leaveUntil = leaveUntil
        self.gap = gap
        self.gaps = gaps ?? gap...gap
        self.lastMail = lastMail
    }
}

/// Everything that the gates of one mail depend on, as the database holds it at one instant.
package struct GateFacts: Sendable, Hashable {
    /// The database's clock: instants here are compared with it, never with this machine's.
    package var now: Timestamp
    package var recipient: EmailAddress
    package var purpose: Purpose
    package var dueAt: Timestamp
    package var conversation: ConversationState
    /// When the contact's oldest undecided message may be decided; nil where there is none.
    package var undecidedUntil: Timestamp?
    package var isSuppressed: Bool
    /// For outreach: whether the contact has written since it was planned, in any conversation.
    package var hasAnswered: Bool
    /// For outreach: whether the contact said no in another conversation.
    package var hasDeclinedElsewhere: Bool
    /// For outreach: the last message in another conversation that is with a person or still running.
    package var talksElsewhereSince: Timestamp?
    package var account: AccountState
    package var outlet: Outlet
    /// Another installation that left its mark in the account's mailbox.
    package var rival: String?
    package var accountPausedUntil: Timestamp?
    package var accountPauseReason: String?
    /// Failures of the account since its server last accepted a mail, how long it waits after them, and the last failure.
    package var accountFailures: Int
    package var accountBlockedUntil: Timestamp?
    package var accountBlockReason: String?
    /// Set once the account's own limits allowed nothing.
    package var accountNextSendAt: Timestamp?
    /// The account's own limit of mails in any 24 h.
    package var dailyLimit: Int
    /// That of its provider, which counts all of them; nil: nobody said.
    package var providerLimit: Int?
    /// The most mails of this purpose in one conversation, as its sequence says.
    package var mailsPerConversation: Int
    /// Why all sending is stopped; nil while it is not.
    package var stopped: String?
    package var history: SendHistory
    /// Nil for a mail that belongs to no campaign.
    package var campaign: CampaignStanding?

    package init(
        now: Timestamp, recipient: EmailAddress, purpose: Purpose = .answer, dueAt: Timestamp,
        conversation: ConversationState = .inSequence, undecidedUntil: Timestamp? = nil, isSuppressed: Bool = false,
        hasAnswered: Bool = false, hasDeclinedElsewhere: Bool = false, talksElsewhereSince: Timestamp? = nil,
        account: AccountState = .auto,
        outlet: Outlet = .smtp, rival: String? = nil, accountPausedUntil: Timestamp? = nil,
        accountPauseReason: String? = nil,
        accountFailures: Int = 0, accountBlockedUntil: Timestamp? = nil, accountBlockReason: String? = nil,
        accountNextSendAt: Timestamp? = nil, dailyLimit: Int = 500, providerLimit: Int? = nil,
        mailsPerConversation: Int = 3, stopped: String? = nil, history: SendHistory = SendHistory(),
        campaign: CampaignStanding? = nil
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
        self.providerLimit = providerLimit
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
