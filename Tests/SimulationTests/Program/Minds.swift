import Classification
import ContactDetection
import Correspondence
import Synchronization

/// What judges replies: the engine's own rules and detector, built once. The same question need not be thought about
/// twice, and the stories ask the same ones often.
struct Minds: Sendable {
    let detector: ContactDetector
    let classifier: RememberingClassifier

    /// For all stories of a run.
    static let shared = Result { try Minds() }

    init() throws {
        detector = try ContactDetector()
        classifier = RememberingClassifier(rules: try RulesClassifier())
    }
}

final class RememberingClassifier: IntentClassifier {
    private let rules: RulesClassifier
    private let known = Mutex<[ClassificationRequest: IntentVerdict]>([:])

    init(rules: RulesClassifier) { self.rules = rules }

    func classify(_ request: ClassificationRequest) async -> IntentVerdict {
        if let verdict = known.withLock({ $0[request] }) { return verdict }
        let verdict = rules.judge(request)
        known.withLock { $0[request] = verdict }
        return verdict
    }
}
