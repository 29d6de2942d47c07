import Correspondence

/// The effects of decisions, gathered so that each kind of change is written once for all of them.
struct DecisionEffects {
    /// The end of a conversation for us, with its effect on the contact's other conversations.
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
    /// The messages whose details are stored.
    private(set) var detailed: [DecidedConversation] = []

    /// - Parameter isStarted: whether the first answer was planned, where the decision is to start.
    mutating func add(_ decided: DecidedConversation, isStarted: Bool) {
        switch decided.decision {
        case .startSequence where isStarted: plan(.markHandled, decided)
        case .startSequence:
            // No sequence answers, or it has no steps: nobody may be lost because of that.
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

    /// No planned mail may follow this reply, here or in the contact's other conversations.
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
    /// The person's intent, from the last message that a person wrote.
    var intent: Intent? { replies.last { $0.machine == nil }?.verdict?.intent }
}
