/// The state of a conversation. Drawn in docs/states.md; the database holds the same list in a CHECK.
package enum ConversationState: String, CaseIterable, Sendable, Codable {
    /// Outreach went out; no person has answered yet.
    case awaitingReply = "awaiting_reply"
    /// Somebody is interested, and mails are planned or sent.
    case inSequence = "in_sequence"
    /// Every mail of the sequence was sent and nothing has come back so far.
    case sequenceFinished = "sequence_finished"
    /// A person has taken over, or must.
    case withPerson = "with_person"
    /// The writer declined; nothing more is to be done.
    case completed
    /// No mail may go to this contact any more: opt-out or dead address.
    case stopped
}

/// An event that may change a conversation's state. Each is an arrow of docs/states.md.
package enum ConversationEvent: String, CaseIterable, Sendable {
    /// An interested reply was decided: the answers begin.
    case sequenceBegan
    /// The last mail of the answers was sent.
    case sequenceEnded
    /// A decision, a failure or a cap gives it to a person.
    case handedOff
    /// A person wrote to the contact.
    case personAnswered
    /// A person's answer to this reply was seen before the reply itself.
    case personHadAnswered
    /// The writer declined.
    case declined
    /// The writer wants no more mail, or the address is dead.
    case barred
    /// The contact was barred by another conversation.
    case barredElsewhere
    /// Another conversation with the same contact went to a person.
    case handedOffElsewhere
    /// The same contact declined in another conversation.
    case declinedElsewhere
    /// A person took its planned mail back.
    case recalled
    /// A person sent the draft that the conversation waited for.
    case draftSent
    /// A person gave it back to Mosaic.
    case resumed
    /// A person found that its contact was barred by mistake.
    case unbarred
}

extension ConversationState {
    /// The state after `event`; nil where the event changes nothing in this state.
    ///
    /// The only table of a conversation's transitions: the database's `UPDATE` is generated from it. Only a person can lead out
    /// of ``stopped``.
    package func after(_ event: ConversationEvent) -> ConversationState? {
        if self == .stopped { return event == .unbarred ? .withPerson : nil }
        return switch event {
        case .sequenceBegan: self == .awaitingReply || self == .inSequence ? .inSequence : nil
        case .sequenceEnded: self == .inSequence ? .sequenceFinished : nil
        case .handedOff, .personAnswered: .withPerson
        case .personHadAnswered: self == .awaitingReply || self == .inSequence ? .withPerson : nil
        case .declined: .completed
        case .barred: .stopped
        case .barredElsewhere: self == .inSequence ? .stopped : nil
        case .handedOffElsewhere, .recalled: self == .inSequence ? .withPerson : nil
        case .declinedElsewhere: self == .inSequence ? .completed : nil
        case .draftSent: self == .withPerson ? .inSequence : nil
        case .resumed: self == .withPerson ? .awaitingReply : nil
        case .unbarred: nil
        }
    }
}
