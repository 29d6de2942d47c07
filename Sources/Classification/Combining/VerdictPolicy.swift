package import Correspondence

/// Joins a model's answer with the rules' reading of the same text. Pure.
///
/// The model may hand off alone, and stop alone where the rules noted nothing that needs a person; where one sees a yes and the
/// other a refusal, a person decides. It may send only together with the rules: they must have found consent themselves, must know
/// most of the words, and must not have found any objection in any language. So a model that obeys an attacker, or is simply wrong,
/// cannot send an automatic mail in answer to a refusal.
package enum VerdictPolicy {
    /// A model less sure than this does not send.
    static let surenessToSend = 0.8
    /// A model less sure than this ends nothing that the rules would not end.
    static let surenessToEnd = 0.8
    /// A model must be this sure to overrule words of doubt.
    static let surenessAgainstDoubts = 0.9
    /// The share of words the rules must know for a model to send.
    static let knownToSend = 0.85
    /// The same where the consent commits its writer.
    static let knownToSendOnCommitment = 0.6

    /// The verdict that counts; `model` and `promptVersion` name the model for the record.
    package static func combine(
        _ answer: ModelAnswer, with reading: RulesReading, model: String, promptVersion: String, rulesVersion: String
    ) -> IntentVerdict {
        let modelSource = VerdictSource.model(name: model, promptVersion: promptVersion)
        let veto = VerdictSource.veto(rulesVersion: rulesVersion, model: model)
        let rules = reading.verdict

        func verdict(_ intent: Intent, _ source: VerdictSource, maySend: Bool = false, _ why: String) -> IntentVerdict {
            let isModels = source == modelSource
            return IntentVerdict(
                intent: intent, confidence: isModels ? answer.confidence : rules.confidence, maySend: maySend,
                source: source, evidence: isModels ? answer.evidence : rules.evidence,
                explanation:
                    "\(why); model \(answer.intent.rawValue): \(answer.reason); rules \(rules.intent.rawValue): "
                    + rules.explanation,
                language: rules.language ?? answer.language)
        }

        switch (answer.intent, rules.intent) {
        case (.notInterested, .notInterested), (.unsubscribe, .notInterested):
            if rules.confidence < DecisionRouter.surenessOfRefusal, let more = reading.reasonToGoOn {
                return verdict(.clarification, veto, "a refusal, and \(more)")
            }
            return verdict(answer.intent, modelSource, "model and rules agree that it is over")
        case (let one, let other) where one == other && one != .interested:
            return verdict(one, modelSource, "model and rules agree")
        case (_, .unsubscribe):
            return verdict(.unsubscribe, veto, "the rules found an opt-out")
        case (_, .bounce), (_, .autoReply):
            return verdict(rules.intent, veto, "the rules found a machine")
        case (.interested, .interested):
            return interested(answer, reading, verdict, modelSource, veto)
        case (.interested, _) where reading.isYesBehindDoubts && obstacle(answer, reading) == nil:
            return verdict(
                .interested, modelSource, maySend: true, "the model reads a yes behind the doubts that the rules noted")
        case (.interested, .notInterested) where rules.confidence >= 0.8:
            return verdict(.clarification, veto, "the rules found a refusal, the model a yes")
        case (.interested, .contactProvided):
            return verdict(.contactProvided, veto, "the rules found a contact")
        case (.interested, _):
            return verdict(.clarification, veto, "the rules do not share the model's yes")
        case (.clarification, .contactProvided), (.notInterested, .contactProvided), (.unsubscribe, .contactProvided):
            return verdict(.contactProvided, veto, "the rules found a contact")
        case (_, .interested) where rules.maySend:
            return verdict(.clarification, veto, "the rules are sure of a yes that the model does not see")
        case (.notInterested, .interested), (.unsubscribe, .interested):
            return verdict(.clarification, veto, "the rules found a yes, the model a refusal")
        case (.notInterested, .clarification), (.unsubscribe, .clarification):
            if let more = reading.reasonToGoOn {
                return verdict(.clarification, veto, "the model would end it, and \(more)")
            }
            guard answer.evidence != nil, answer.confidence >= surenessToEnd else {
                return verdict(.clarification, veto, "the model would end it, and is not sure")
            }
            return verdict(answer.intent, modelSource, "the model decides")
        default:
            return verdict(answer.intent, modelSource, "the model decides")
        }
    }

    private static func interested(
        _ answer: ModelAnswer, _ reading: RulesReading,
        _ verdict: (Intent, VerdictSource, Bool, String) -> IntentVerdict, _ modelSource: VerdictSource,
        _ veto: VerdictSource
    ) -> IntentVerdict {
        if reading.verdict.maySend, !answer.sawPartOnly {
            return verdict(.interested, modelSource, true, "model and rules agree")
        }
        guard let obstacle = obstacle(answer, reading) else {
            return verdict(.interested, modelSource, true, "the rules have no objection")
        }
        return verdict(.interested, veto, false, "not sent: \(obstacle)")
    }

    /// The reason why a model's yes is not answered; nil when there is none.
    private static func obstacle(_ answer: ModelAnswer, _ reading: RulesReading) -> String? {
        if answer.sawPartOnly { return "the model saw part of the text only" }
        guard let evidence = answer.evidence else { return "the model shows no evidence" }
        if answer.confidence < surenessToSend { return "the model is not sure enough" }
        if let objection = reading.objections.first(where: { !$0.isWeak }) { return "the rules noted \(objection)" }
        if let doubt = reading.objections.first {
            let quotesConsent = reading.consents.contains { evidence.contains($0) || $0.contains(evidence) }
            guard answer.confidence >= surenessAgainstDoubts, quotesConsent else { return "the rules noted \(doubt)" }
        }
        if !reading.hasAffirmation, !reading.hasCommitment { return "the rules found no word of consent" }
        let enough = reading.hasCommitment ? knownToSendOnCommitment : knownToSend
        return reading.known < enough ? "the rules know too few of the words" : nil
    }
}

extension RulesReading {
    /// The mark beside a refusal that needs a person: a consent, or a sign that the writer goes on talking.
    fileprivate var reasonToGoOn: String? {
        if let more = objections.first(where: \.wantsAPerson) { return "the rules noted \(more)" }
        return hasAffirmation || hasCommitment ? "the rules found a consent" : nil
    }
}

extension Objection {
    /// Whether a mark shows that its writer may go on talking: then a model alone cannot end the conversation.
    fileprivate var wantsAPerson: Bool {
        switch kind {
        case .deferral, .condition, .question, .price, .wrongPerson, .answered: true
        case .optOut, .refusal, .hedge, .irony, .anger, .contrast, .negation, .machine, .instruction: false
        }
    }
}
