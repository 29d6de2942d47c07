/// Everything a decision about a reply depends on.
public struct ReplyFacts: Hashable, Sendable {
    /// What reading made of the reply's own text.
    public enum OwnText: Hashable, Sendable {
        case present
        /// Nothing but quotes, a signature or attachments.
        case empty
        /// The mail could not be parsed, or was cut off.
        case unreadable
    }

    public var machine: MachineMail?
    public var linkage: Linkage
    public var ownText: OwnText
    /// Contact details in every zone; only the own zone counts.
    public var contacts: [ContactDetail]
    /// The judgement on the own text; nil where there was none to judge.
    public var verdict: IntentVerdict?
    /// Whether the reply came from, and wants its answer at, the address the outreach went to.
    public var isFromContact: Bool
    /// Whether it lay in the mailbox before watching began, so that it can never trigger a mail.
    public var isBeforeBaseline: Bool
    public var state: ConversationState
    public var stagesSent: Int
    public var isSuppressed: Bool

    public init(
        machine: MachineMail? = nil, linkage: Linkage = .references, ownText: OwnText = .present,
        contacts: [ContactDetail] = [], verdict: IntentVerdict? = nil, isFromContact: Bool = true,
        isBeforeBaseline: Bool = false, state: ConversationState = .awaitingReply, stagesSent: Int = 0,
        isSuppressed: Bool = false
    ) {
        self.machine = machine
        self.linkage = linkage
        self.ownText = ownText
        self.contacts = contacts
        self.verdict = verdict
        self.isFromContact = isFromContact
        self.isBeforeBaseline = isBeforeBaseline
        self.state = state
        self.stagesSent = stagesSent
        self.isSuppressed = isSuppressed
    }

    /// Whether the own text gives the contact that the outreach asks for.
    public var givesContact: Bool {
        contacts.contains { $0.zone == .own && $0.kind.answersTheQuestion }
    }
}
