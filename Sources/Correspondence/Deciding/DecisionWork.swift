package import Timing

/// A conversation with messages that wait for a decision, held under a lease.
package struct DecisionWork: Sendable {
    package let conversation: Conversation
    /// The mailbox that owns the outreach.
    package let accountAddress: EmailAddress
    package let accountState: AccountState
    package let outlet: Outlet
    /// Every account in whose inbox messages of the conversation lie.
    package let mailboxes: [AccountID]
    /// Oldest first; never empty.
    package let messages: [PendingReply]
    /// The address that our first mail came from; nil where that is not known.
    package let writer: EmailAddress?
    /// Our own mails in the conversation, as far as their text is kept: what stands in them is quoted in a reply.
    package let ownMails: [OwnMail]
    /// Whether the campaign that it answers leaves its replies to people.
    package let isForPerson: Bool

    package init(
        conversation: Conversation, accountAddress: EmailAddress, accountState: AccountState, outlet: Outlet = .smtp,
        mailboxes: [AccountID], messages: [PendingReply], writer: EmailAddress? = nil, ownMails: [OwnMail] = [],
        isForPerson: Bool = false
    ) {
        self.isForPerson = isForPerson
        self.writer = writer
        self.conversation = conversation
        self.accountAddress = accountAddress
        self.accountState = accountState
        self.outlet = outlet
        self.mailboxes = mailboxes
        self.messages = messages
        self.ownMails = ownMails
    }
}

/// A mail of ours that a reply may quote.
package enum OwnMail: Sendable, Hashable {
    /// RFC 5322 bytes, as Mosaic sent it.
    case rendered([UInt8])
    /// What it says, of one that lies in Sent.
    case text(String)
}

/// One message that waits for a decision.
package struct PendingReply: Sendable {
    package let key: MessageKey
    package let messageID: MessageID?
    package let source: [UInt8]
    package let isWhole: Bool
    package let linkage: Linkage
    package let from: EmailAddress?
    package let receivedAt: Timestamp
    package let isBeforeBaseline: Bool
    /// How often this message was begun, this time included; past three it is not parsed any more.
    package let attempts: Int
    /// Whether it lay among Junk or Trash.
    package let isUnwanted: Bool
    /// How long ago it arrived, by the server's date and the database's clock.
    package let age: Duration

    package init(
        key: MessageKey, messageID: MessageID?, source: [UInt8], isWhole: Bool, linkage: Linkage, from: EmailAddress?,
        receivedAt: Timestamp, isBeforeBaseline: Bool, attempts: Int, isUnwanted: Bool = false, age: Duration = .zero
    ) {
        self.key = key
        self.messageID = messageID
        self.source = source
        self.isWhole = isWhole
        self.linkage = linkage
        self.from = from
        self.receivedAt = receivedAt
        self.isBeforeBaseline = isBeforeBaseline
        self.attempts = attempts
        self.isUnwanted = isUnwanted
        self.age = age
    }
}

/// What was found out about one message, and what follows.
package struct DecidedReply: Sendable {
    package var key: MessageKey
    package var ownText: String?
    package var bodyHash: String?
    package var machine: MachineMail?
    package var contacts: [ContactDetail]
    package var verdict: IntentVerdict?
    package var decision: Decision

    package init(
        key: MessageKey, ownText: String? = nil, bodyHash: String? = nil, machine: MachineMail? = nil,
        contacts: [ContactDetail] = [], verdict: IntentVerdict? = nil, decision: Decision
    ) {
        self.key = key
        self.ownText = ownText
        self.bodyHash = bodyHash
        self.machine = machine
        self.contacts = contacts
        self.verdict = verdict
        self.decision = decision
    }
}

extension DecidedReply {
    /// Whether a person wrote it, and it means something.
    package var isFromPerson: Bool {
        if case .ignore = decision { return false }
        return machine == nil && decision != .suppressBounced
    }
}

/// A decision on one conversation, ready to be written.
package struct DecidedConversation: Sendable {
    package let conversation: Conversation
    package let decision: Decision
    package let replies: [DecidedReply]
    /// False while the account only observes: then no mail is planned and no flag changed.
    package let mayAct: Bool
    /// False where nothing can be sent: what would have been answered is handed to a person.
    package let mayAnswer: Bool
    /// Why a person gets what is not answered.
    package let unanswered: HandoffReason

    package init(
        _ conversation: Conversation, _ decision: Decision, on replies: [DecidedReply], mayAct: Bool,
        mayAnswer: Bool = true, unanswered: HandoffReason = .observed
    ) {
        self.mayAnswer = mayAct && mayAnswer
        self.unanswered = unanswered
        self.conversation = conversation
        self.decision = decision
        self.replies = replies
        self.mayAct = mayAct
    }
}

/// What a decision did to its conversation.
package enum DecisionCommit: Sendable, Hashable {
    /// Written; the first stage is due at this instant when one was planned.
    case committed(firstStageDue: Timestamp?)
    /// A message arrived meanwhile, or another process took over: nothing was written, it will be decided anew.
    case superseded
}
