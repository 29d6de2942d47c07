package import Timing

/// A conversation with undecided messages, held under a lease.
package struct DecisionWork: Sendable {
    package let conversation: Conversation
    /// The mailbox that owns the outreach.
    package let accountAddress: EmailAddress
    package let accountState: AccountState
    package let outlet: Outlet
    /// Every account whose inbox holds messages of the conversation.
    package let mailboxes: [AccountID]
    /// Oldest first; never empty.
    package let messages: [PendingReply]
    /// The address that our first mail came from; nil when unknown.
    package let writer: EmailAddress?
    /// Our own mails in the conversation whose text is kept, to recognise quotes of them in a reply.
    package let ownMails: [OwnMail]
    /// Whether the campaign it answers leaves its replies to people.
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
    /// The text of a mail found in Sent.
    case text(String)
}

/// One message that awaits its decision.
package struct PendingReply: Sendable {
    package let key: MessageKey
    package let messageID: MessageID?
    package let source: [UInt8]
    package let isWhole: Bool
    package let linkage: Linkage
    package let from: EmailAddress?
    package let receivedAt: Timestamp
    package let isBeforeBaseline: Bool
    /// How often deciding it was begun, this time included; after three it is no longer parsed.
    package let attempts: Int
    /// Whether it lay in Junk or Trash.
    package let isUnwanted: Bool
    /// Time since it arrived, by the server's date and the database's clock.
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

/// The findings about one message, and the decision.
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
    /// Whether a person wrote it and it says something.
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
    /// False while the account only observes: no flag is changed.
    package let mayAct: Bool

    package init(_ conversation: Conversation, _ decision: Decision, on replies: [DecidedReply], mayAct: Bool) {
        self.conversation = conversation
        self.decision = decision
        self.replies = replies
        self.mayAct = mayAct
    }
}

/// The result of committing a decision.
package enum DecisionCommit: Sendable, Hashable {
    /// Written. The first mail is due at this instant; nil where none was planned.
    case committed(firstMailDue: Timestamp?)
    /// A message arrived meanwhile, or another process took over: nothing was written, and it will be decided again.
    case superseded
}
