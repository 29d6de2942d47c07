/// Everything a decision about a reply depends on.
package struct ReplyFacts: Hashable, Sendable {
    /// The reply's own text, as reading left it.
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
    /// Contact details in every zone. The own zone counts, and the signature if the settings say so.
    package var contacts: [ContactDetail]
    /// The verdict on the own text; nil where there was nothing to judge.
    package var verdict: IntentVerdict?
    /// Whether the reply came from, and wants its answer at, the address the outreach went to.
    package var isFromContact: Bool
    /// Whether it was in the mailbox before watching began (the baseline), so that it can never trigger a mail.
    package var isBeforeBaseline: Bool
    /// Whether it is so old that nobody expects an automatic answer any more.
    package var hasWaitedTooLong = false
    /// Whether it lay in Junk or Trash: then it is for a person only.
    package var isUnwanted = false
    /// Whether it came through a mailing list, group address or help desk and yet answers our mail.
    package var cameThroughList = false
    /// Whether it is an ``OptOutRequest``, from whatever sender.
    package var requestsOptOut = false
    package var state: ConversationState
    package var answersSent: Int
    package var isSuppressed: Bool
    /// Whether an interested reply whose signature holds the wanted contact goes to a person unanswered.
    package var handsOverSignedContacts = false
    /// Whether the account may answer here at all.
    package var standing = AnswerStanding()

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

    /// Whether the own text gives the wanted contact.
    package var givesContact: Bool {
        contacts.contains { $0.zone == .own && $0.kind.answersTheQuestion }
    }

    /// Whether only the signature holds it: that tells who wrote, not that they gave it.
    var signsContact: Bool {
        contacts.contains { $0.zone == .signature && $0.kind.answersTheQuestion }
    }
}
