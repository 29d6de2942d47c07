public import Correspondence

/// Judges replies by the compiled-in rule files: deterministic, total, linear in the length of the text.
public struct RulesClassifier: IntentClassifier {
    /// Identifies engine and rule files together; it is part of every verdict.
    public let version: String

    /// Compiles the rule files that ship with Mosaic.
    public init() throws(RulesError) {
        version = "0"
    }

    public func classify(_ request: ClassificationRequest) async -> IntentVerdict { judge(request) }

    /// The rules' verdict on its own.
    public func judge(_ request: ClassificationRequest) -> IntentVerdict { read(request).verdict }

    /// The verdict with everything that binds a model's.
    public func read(_ request: ClassificationRequest) -> RulesReading {
        let verdict = IntentVerdict(
            intent: .clarification, confidence: 0, maySend: false, source: .rules(version: version))
        return RulesReading(verdict: verdict, objections: [], hasAffirmation: false, known: 0)
    }
}
