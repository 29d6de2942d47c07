import Correspondence
import Testing
import Timing

/// The two tables beside docs/states.md.
@Suite struct TransitionTests {
    @Test(arguments: [
        (MailState.planned, MailEvent.claimed, MailState.claimed), (.claimed, .lapsed, .planned),
        (.claimed, .permitted, .inDoubt), (.inDoubt, .sent, .sent), (.inDoubt, .returned, .planned),
        (.inDoubt, .givenUp, .needsHuman), (.needsHuman, .sent, .sent), (.claimed, .drafted, .needsHuman),
        (.planned, .cancelled, .cancelled), (.claimed, .cancelled, .cancelled), (.inDoubt, .refused, .rejected),
    ])
    func aMailMoves(from state: MailState, by event: MailEvent, to next: MailState) {
        #expect(state.after(event) == next)
    }

    @Test(arguments: [MailState.sent, .rejected, .cancelled], MailEvent.allCases)
    func nothingMovesAMailThatHasEnded(state: MailState, event: MailEvent) {
        #expect(state.after(event) == nil)
    }

    /// What may have left is never planned again but by the server's own word, and never cancelled by us.
    @Test(arguments: MailEvent.allCases)
    func whatMayHaveLeftIsNotTakenBack(event: MailEvent) {
        let next = MailState.inDoubt.after(event)
        #expect(next != .claimed)
        if next == .planned || next == .cancelled { #expect(event == .returned || event == .overtaken) }
        #expect(MailState.needsHuman.after(event) == (event == .sent ? .sent : nil))
    }

    @Test(arguments: MailEvent.allCases)
    func aMailCanGetThere(by event: MailEvent) {
        #expect(MailState.allCases.contains { $0.after(event) != nil })
    }

    @Test(arguments: ConversationEvent.allCases)
    func onlyAPersonLeadsOutOfStopped(event: ConversationEvent) {
        #expect(ConversationState.stopped.after(event) == (event == .unbarred ? .withPerson : nil))
    }

    @Test(arguments: [
        (ConversationState.awaitingReply, ConversationEvent.sequenceBegan, ConversationState.inSequence),
        (.inSequence, .sequenceEnded, .sequenceFinished), (.inSequence, .handedOff, .withPerson),
        (.sequenceFinished, .handedOff, .withPerson), (.completed, .handedOff, .withPerson),
        (.awaitingReply, .declined, .completed), (.withPerson, .barred, .stopped), (.completed, .barred, .stopped),
        (.withPerson, .resumed, .awaitingReply), (.inSequence, .barredElsewhere, .stopped),
        (.inSequence, .recalled, .withPerson), (.withPerson, .draftSent, .inSequence),
        (.completed, .personAnswered, .withPerson),
    ])
    func aConversationMoves(
        from state: ConversationState, by event: ConversationEvent, to next: ConversationState
    ) {
        #expect(state.after(event) == next)
    }

    /// What is said in one conversation ends the sequences of the others, and nothing else about them.
    @Test(arguments: [ConversationEvent.barredElsewhere, .handedOffElsewhere, .declinedElsewhere])
    func otherConversationsMoveOnlyOutOfASequence(event: ConversationEvent) {
        for state in ConversationState.allCases where state != .inSequence { #expect(state.after(event) == nil) }
    }

    @Test(arguments: [
        (Decision.startSequence, DecisionKind.startSequence), (.handOff(.unsure), .handOff), (.complete, .complete),
        (.optOut, .optOut), (.suppressBounced, .suppressBounced), (.hold(until: .epoch), .hold),
        (.ignore(.list), .ignore),
    ])
    func aStoredDecisionIsReadBack(decision: Decision, kind: DecisionKind) {
        #expect(DecisionKind(stored: decision.name) == kind)
        #expect(decision.kind == kind)
    }
}
