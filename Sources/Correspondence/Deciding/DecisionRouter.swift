/// The table that turns facts about a reply into a decision. Pure: the same facts always give the same decision.
///
/// The rows stand in order of caution: machines first, then what stops, then what a person must see, and the one row that
/// sends comes last.
package enum DecisionRouter {
    package static func decide(_ facts: ReplyFacts) -> Decision {
        // Programs send it, so it may look like machine mail.
        if facts.requestsOptOut { return .optOut }
        if let machine = facts.machine { return decide(machine) }
        if facts.ownText == .unreadable { return .handOff(.unreadable) }
        if facts.isUnwanted { return .handOff(.foundInJunk) }
        if facts.isFromContact, facts.verdict?.intent == .unsubscribe { return .optOut }
        if facts.givesContact { return .handOff(.contactProvided) }
        if facts.ownText == .empty { return .handOff(.emptyReply) }
        guard facts.isFromContact else { return .handOff(.differentSender) }
        guard facts.linkage != .subject else { return .handOff(.subjectOnly) }
        if facts.cameThroughList { return .handOff(.throughList) }
        guard let verdict = facts.verdict else { return .handOff(.unsure) }
        return decide(verdict, facts)
    }

    private static func decide(_ machine: MachineMail) -> Decision {
        switch machine.kind {
        case .bounce(let bounce): bounce.isPermanent ? .suppressBounced : .ignore(.bounce)
        case .autoReply(let until): until.map { .hold(until: $0) } ?? .ignore(.autoReply)
        case .list: .ignore(.list)
        case .challenge: .ignore(.challenge)
        // A complaint to the provider is an opt-out in its strongest form.
        case .abuseReport: .optOut
        case .receipt: .ignore(.receipt)
        }
    }

    private static func decide(_ verdict: IntentVerdict, _ facts: ReplyFacts) -> Decision {
        switch verdict.intent {
        case .unsubscribe: .optOut
        case .notInterested: decideNotInterested(verdict, facts)
        case .contactProvided: .handOff(.contactProvided)
        case .interested: decideInterested(verdict, facts)
        case .clarification, .autoReply, .bounce: decideUncertain(verdict, facts)
        }
    }

    /// That they answered an answer of ours is the stronger reason; then comes the verdict.
    private static func decideUncertain(_ verdict: IntentVerdict, _ facts: ReplyFacts) -> Decision {
        if let reason = reasonNotToStart(facts) { return .handOff(reason) }
        return .handOff(verdict.intent == .clarification ? .clarification : .unsure)
    }

    /// How long a reply may wait and still be answered automatically.
    package static let longestWait = Duration.seconds(7 * 86_400)

    /// Below this confidence a refusal is a guess; acting on it could silently drop an interested person.
    package static let surenessOfRefusal = 0.6

    private static func decideNotInterested(_ verdict: IntentVerdict, _ facts: ReplyFacts) -> Decision {
        if facts.state == .withPerson { return .handOff(.alreadyWithPerson) }
        return verdict.confidence >= surenessOfRefusal ? .complete : .handOff(reasonNotToStart(facts) ?? .unsure)
    }

    private static func decideInterested(_ verdict: IntentVerdict, _ facts: ReplyFacts) -> Decision {
        if let reason = reasonNotToStart(facts) { return .handOff(reason) }
        if facts.hasWaitedTooLong { return .handOff(.waitedTooLong) }
        guard verdict.maySend else { return .handOff(.unsure) }
        if facts.handsOverSignedContacts, facts.signsContact { return .handOff(.contactProvided) }
        return facts.standing.reasonNotToAnswer.map { .handOff($0) } ?? .startSequence
    }

    private static func reasonNotToStart(_ facts: ReplyFacts) -> HandoffReason? {
        facts.state.reasonNotToAnswer(
            answersSent: facts.answersSent, isSuppressed: facts.isSuppressed, isBeforeBaseline: facts.isBeforeBaseline)
    }
}

extension ConversationState {
    /// Why an interested reply in this conversation goes to a person instead of being answered; nil when it may be answered.
    ///
    /// The decision table and `mosaic conversations resume` both ask it.
    package func reasonNotToAnswer(
        answersSent: Int, isSuppressed: Bool, isBeforeBaseline: Bool = false
    ) -> HandoffReason? {
        if isSuppressed { return .suppressedContact }
        if answersSent > 0 { return .repliedToAnswer }
        switch self {
        case .awaitingReply, .inSequence: return isBeforeBaseline ? .beforeBaseline : nil
        case .withPerson: return .alreadyWithPerson
        case .sequenceFinished: return .repliedToAnswer
        case .completed, .stopped: return .repliedAfterEnd
        }
    }
}
