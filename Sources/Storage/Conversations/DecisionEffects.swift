import Correspondence

/// What decisions come to, gathered so that each kind of change is written once for all of them.
struct DecisionEffects {
    /// The end of a conversation for us, and what it means for the contact's other ones.
    struct Ending: Hashable {
        let event: ConversationEvent
        let elsewhere: ConversationEvent
        let reason: String
        let intent: Intent?
    }

    private(set) var endings: [Ending: [Conversation]] = [:]
    private(set) var handoffs: [(conversation: ConversationID, reason: HandoffReason, message: MessageKey?)] = []
    private(set) var suppressions: [(contact: ContactID, reason: SuppressionReason)] = []
    private(set) var actions: [MailboxActionKind: [DecidedReply]] = [:]
    /// Whose details in their own words are kept.
    private(set) var detailed: [DecidedConversation] = []

    /// - Parameter isStarted: whether the first answer was planned, where the decision is that.
    mutating func add(_ decided: DecidedConversation, isStarted: Bool) {
        switch decided.decision {
        case .startSequence where isStarted: plan(.markHandled, decided)
        case .startSequence where !decided.mayAnswer:
            handOff(decided, decided.unanswered)
            if decided.mayAct { plan(.flagForPerson, decided) }
        case .startSequence:
            // No sequence answers, or it has no steps: nobody may be lost by that.
            handOff(decided, .sendFailed)
            plan(.flagForPerson, decided)
        case .handOff(let reason):
            handOff(decided, reason)
            detailed.append(decided)
            if decided.mayAct { plan(.flagForPerson, decided) }
        case .complete:
            end(decided, .declined, .declinedElsewhere, "not interested", decided.intent)
            if decided.mayAct { plan(.markHandled, decided) }
        case .optOut:
            end(decided, .barred, .barredElsewhere, "opt-out", decided.intent)
            suppressions.append((decided.conversation.contact, .optOut))
            if decided.mayAct { plan(.markHandled, decided) }
        case .suppressBounced:
            end(decided, .barred, .barredElsewhere, "hard bounce", .bounce)
            suppressions.append((decided.conversation.contact, .hardBounce))
        case .hold, .ignore: break
        }
    }

    private mutating func handOff(_ decided: DecidedConversation, _ reason: HandoffReason) {
        end(decided, .handedOff, .handedOffElsewhere, reason.rawValue, decided.intent)
        handoffs.append((decided.conversation.id, reason, decided.replies.last?.key))
    }

    /// Nothing planned follows what was said, here or in the contact's other conversations.
    private mutating func end(
        _ decided: DecidedConversation, _ event: ConversationEvent, _ elsewhere: ConversationEvent, _ reason: String,
        _ intent: Intent?
    ) {
        let ending = Ending(event: event, elsewhere: elsewhere, reason: reason, intent: intent)
        endings[ending, default: []].append(decided.conversation)
    }

    private mutating func plan(_ action: MailboxActionKind, _ decided: DecidedConversation) {
        actions[action, default: []] += decided.replies
    }
}

extension DecidedConversation {
    /// What the person wanted, by the last message that is no machine's.
    var intent: Intent? { replies.last { $0.machine == nil }?.verdict?.intent }
}
