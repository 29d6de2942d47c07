/// Whether replies of a conversation may be answered at all, whatever they say.
package struct AnswerStanding: Hashable, Sendable {
    /// Whether Mosaic acts here: not in a dry run, and not for an account that only observes.
    package var mayAct: Bool
    /// Whether the account has a way out.
    package var canSend: Bool
    /// Whether the settings forbid mail to the contact (`NEVER_ANSWER`).
    package var isForbidden: Bool
    /// Whether the campaign that is answered leaves its replies to people.
    package var isForPerson: Bool
    /// Whether the contact knows us by an address that the account does not write from.
    package var isStranger: Bool

    package init(
        mayAct: Bool = true, canSend: Bool = true, isForbidden: Bool = false, isForPerson: Bool = false,
        isStranger: Bool = false
    ) {
        self.mayAct = mayAct
        self.canSend = canSend
        self.isForbidden = isForbidden
        self.isForPerson = isForPerson
        self.isStranger = isStranger
    }

    /// Why an interested reply goes to a person unanswered; nil where it may be answered.
    var reasonNotToAnswer: HandoffReason? {
        if !mayAct { return .observed }
        if isForbidden { return .neverAnswer }
        if isForPerson { return .campaignReply }
        if isStranger { return .otherSender }
        return canSend ? nil : .observed
    }
}

/// What the settings say of answering.
package struct AnswerRules: Sendable {
    private let isDryRun: Bool
    private let neverAnswer: NeverAnswer
    private let isStranger: @Sendable (_ writer: EmailAddress?, _ account: EmailAddress) -> Bool

    /// - Parameter isStranger: whether an account does not write from the address that our first mail came from, if known.
    package init(
        isDryRun: Bool = false, neverAnswer: NeverAnswer = NeverAnswer(),
        isStranger: @escaping @Sendable (_ writer: EmailAddress?, _ account: EmailAddress) -> Bool = { _, _ in false }
    ) {
        self.isDryRun = isDryRun
        self.neverAnswer = neverAnswer
        self.isStranger = isStranger
    }

    package func standing(of work: DecisionWork) -> AnswerStanding {
        AnswerStanding(
            mayAct: !isDryRun && work.accountState != .observe,
            canSend: work.accountState.canAnswer(through: work.outlet),
            isForbidden: neverAnswer.covers(work.conversation.contactAddress), isForPerson: work.isForPerson,
            isStranger: isStranger(work.writer, work.accountAddress))
    }
}
