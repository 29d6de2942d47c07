/// Everything a decision about a reply depends on.
package struct ReplyFacts: Hashable, Sendable {
    /// What reading made of the reply's own text.
    package enum OwnText: Hashable, Sendable {
        case present
        /// Nothing but quotes, a signature or attachments.
        case empty
        /// The mail could not be parsed, or was cut off.
        case unreadable
    }

    package var machine: MachineMail?
    package var linkage: Linkage
    package var ownText: OwnText
    /// Contact details in every zone; the own zone counts, and a signature's where that is wished.
    package var contacts: [ContactDetail]
    /// The judgement on the own text; nil where there was none to judge.
    package var verdict: IntentVerdict?
    /// Whether the reply came from, and wants its answer at, the address the outreach went to.
    package var isFromContact: Bool
    /// Whether it lay in the mailbox before watching began, so that it can never trigger a mail.
    package var isBeforeBaseline: Bool
    /// Whether it has been here for so long that nobody expects an answer by itself any more.
    package var hasWaitedTooLong = false
    /// Whether it lay among Junk or Trash: then it is only for a person.
    package var isUnwanted = false
    /// Whether it came through a mailing list, group address or help desk and yet answers our mail.
    package var cameThroughList = false
    /// Whether it is an ``OptOutRequest``, whoever or whatever sent it.
    package var requestsOptOut = false
    package var state: ConversationState
    package var answersSent: Int
    package var isSuppressed: Bool
    /// Whether a yes whose signature holds the contact that the outreach asks for goes to a person unanswered.
    package var handsOverSignedContacts = false

    package init(
        machine: MachineMail? = nil, linkage: Linkage = .references, ownText: OwnText = .present,
        contacts: [ContactDetail] = [], verdict: IntentVerdict? = nil, isFromContact: Bool = true,
        isBeforeBaseline: Bool = false, state: ConversationState = .awaitingReply, answersSent: Int = 0,
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
        self.answersSent = answersSent
        self.isSuppressed = isSuppressed
    }

    /// Whether the own text gives the contact that the outreach asks for.
    package var givesContact: Bool {
        contacts.contains { $0.zone == .own && $0.kind.answersTheQuestion }
    }

    /// Whether the signature alone holds it: that says who wrote, not that they gave it.
    var signsContact: Bool {
        contacts.contains { $0.zone == .signature && $0.kind.answersTheQuestion }
    }
}
