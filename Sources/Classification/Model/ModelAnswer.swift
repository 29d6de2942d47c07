public import Correspondence

/// A model's judgement after its form was checked: the label is one of ours and the quote stands in the own text.
public struct ModelAnswer: Hashable, Sendable {
    public let intent: Intent
    /// 0 to 1, as the model states it.
    public let confidence: Double
    /// The quote, spelled as the own text spells it; nil for the labels that need none.
    public let evidence: String?
    /// BCP 47, as the model states it.
    public let language: String?
    /// The model's own words on why; for people only.
    public let reason: String
    /// The text was longer than what the model was shown, so this answer may not send.
    public let sawPartOnly: Bool

    public init(
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
