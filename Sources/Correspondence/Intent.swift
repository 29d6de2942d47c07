/// The wish of a reply's writer.
package enum Intent: String, CaseIterable, Sendable, Codable {
    case interested = "INTERESTED"
    case notInterested = "NOT_INTERESTED"
    case clarification = "CLARIFICATION"
    case contactProvided = "CONTACT_PROVIDED"
    case unsubscribe = "UNSUBSCRIBE"
    case autoReply = "AUTO_REPLY"
    case bounce = "BOUNCE"
}

/// Who judged a reply, with the version that makes the judgement repeatable.
package enum VerdictSource: Hashable, Sendable, CustomStringConvertible {
    /// The machine-mail guard.
    case guardian(version: String)
    case rules(version: String)
    case model(name: String, promptVersion: String)
    /// The model spoke and the rules overruled it.
    case veto(rulesVersion: String, model: String)

    package var description: String {
        switch self {
        case .guardian(let version): "guard/\(version)"
        case .rules(let version): "rules/\(version)"
        case .model(let name, let promptVersion): "model/\(name)/\(promptVersion)"
        case .veto(let rules, let model): "veto/rules-\(rules)/\(model)"
        }
    }
}

/// A judgement on one reply.
package struct IntentVerdict: Hashable, Sendable {
    package let intent: Intent
    /// 0 to 1.
    package let confidence: Double
    /// Whether this verdict may lead to an automatic mail: a strict match of the rules, or a model's verdict that the rules
    /// did not contradict. Any other verdict may stop or hand off, but never send.
    package let maySend: Bool
    package let source: VerdictSource
    /// The words of the own text that support the verdict, quoted literally.
    package let evidence: String?
    /// The reason, for people: the rules that matched, or what went wrong with the model.
    package let explanation: String
    /// BCP 47 language of the own text; nil when unsure.
    package let language: String?

    package init(
        intent: Intent, confidence: Double, maySend: Bool, source: VerdictSource, evidence: String? = nil,
        explanation: String = "", language: String? = nil
    ) {
        self.intent = intent
        self.confidence = confidence
        self.maySend = maySend
        self.source = source
        self.evidence = evidence
        self.explanation = explanation
        self.language = language
    }
}
