package import Correspondence

/// The model first, the rules as fallback and veto, and beside the rules a statistical reader.
///
/// Verdicts that cost a model call are cached; failures are not, so the model is asked again next time.
package struct ClassifierChain: IntentClassifier {
    private let rules: RulesClassifier
    private let reader: StatisticalReader?
    private let secondOpinion: SecondOpinion
    private let model: GroqClassifier?
    private let cache: (any VerdictCache)?

    /// Without a model, rules and reader judge; without a reader, the rules alone.
    package init(
        rules: RulesClassifier, reader: StatisticalReader?, secondOpinion: SecondOpinion = .shipped,
        model: GroqClassifier? = nil, cache: (any VerdictCache)? = nil
    ) {
        self.rules = rules
        self.reader = reader
        self.secondOpinion = secondOpinion
        self.model = model
        self.cache = cache
    }

    package func language(of text: String) -> String? { rules.language(of: text) }

    /// The versions of the rules and of the reader beside them.
    private var version: String { reader.map { "\(rules.version)+\($0.version)" } ?? rules.version }

    package func classify(_ request: ClassificationRequest) async -> IntentVerdict {
        let reading = secondOpinion.weigh(rules.read(request), by: reader)
        guard let model, reading.isWorthAsking, !request.ownText.utf8.allSatisfy({ $0 <= 0x20 }) else {
            return reading.verdict
        }
        let key = VerdictKey(request, judges: version, model: model)
        if let known = await cache?.verdict(for: key) { return known }
        do {
            let answer = try await model.ask(request)
            let verdict = VerdictPolicy.combine(
                answer, with: reading, model: model.configuration.model, promptVersion: model.promptVersion,
                rulesVersion: version)
            await cache?.store(verdict, for: key)
            return verdict
        } catch {
            return reading.verdict.explained(by: "rules alone: \(error)")
        }
    }
}

extension RulesReading {
    /// Opt-outs, machines and contacts need no second opinion, and none could change them.
    fileprivate var isWorthAsking: Bool {
        switch verdict.intent {
        case .unsubscribe, .bounce, .autoReply: false
        case .contactProvided: verdict.confidence < 0.9
        case .interested, .notInterested, .clarification: true
        }
    }
}

extension VerdictKey {
    init(_ request: ClassificationRequest, judges: String, model: GroqClassifier) {
        let contacts = request.contacts.map { "\($0.kind.rawValue) \($0.zone.rawValue) \($0.value)" }
        let parts = [request.ownText, request.subject, String(request.earlierAnswersSent)] + contacts
        // Lengths keep the parts apart, so that no two requests share a text to hash.
        let joined = parts.map { "\($0.utf8.count):\($0)" }.joined()
        self.init(
            contentHash: ContentHash.hexadecimal(of: joined), rulesVersion: judges,
            modelName: model.configuration.model, promptVersion: model.promptVersion)
    }
}

extension IntentVerdict {
    fileprivate func explained(by note: String) -> IntentVerdict {
        IntentVerdict(
            intent: intent, confidence: confidence, maySend: maySend, source: source, evidence: evidence,
            explanation: explanation.isEmpty ? note : "\(note); \(explanation)", language: language)
    }
}
