package import Correspondence

/// A model's judgement after its form was checked: the label is one of ours and the quote occurs in the own text.
package struct ModelAnswer: Hashable, Sendable {
    package let intent: Intent
    /// 0 to 1, as the model states it.
    package let confidence: Double
    /// The quote, as spelled in the own text; nil for labels that need none.
    package let evidence: String?
    /// BCP 47, as the model states it.
    package let language: String?
    /// The model's own explanation; for people only.
    package let reason: String
    /// The text was longer than the part shown to the model, so this answer may not send.
    let sawPartOnly: Bool

    package init(
        intent: Intent, confidence: Double, evidence: String?, language: String? = nil, reason: String = "",
        sawPartOnly: Bool = false
    ) {
        self.intent = intent
        self.confidence = confidence
        self.evidence = evidence
        self.language = language
        self.reason = reason
        self.sawPartOnly = sawPartOnly
    }
}
