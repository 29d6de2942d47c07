public import Correspondence
import Languages

/// Judges replies by the compiled-in rule files: deterministic, total, linear in the length of the text.
public struct RulesClassifier: IntentClassifier {
    /// Identifies engine and rule files together; it is part of every verdict.
    public let version: String
    private let book: PhraseBook

    /// Raised whenever the engine's decisions change; the rule files add their own hash.
    private static let engineVersion = 1

    /// Compiles the rule files that ship with Mosaic.
    public init() throws(RulesError) {
        try self.init(
            texts: ShippedLanguages.texts(.consent).map { tag, text in (tag, String(decoding: text, as: UTF8.self)) })
    }

    /// Compiles rule files given by name and text.
    package init(texts: [(name: String, text: String)]) throws(RulesError) {
        var files: [RuleFile] = []
        for (name, text) in texts { files.append(try RuleFile(name: name, text: text)) }
        book = try PhraseBook(files)
        let digest = ContentHash.hexadecimal(of: texts.map { "\($0.name)\n\($0.text)" }.joined(separator: "\n"))
        version = "\(Self.engineVersion).\(digest.prefix(8))"
    }

    /// BCP 47 tags of the languages that have rules.
    public var languages: [String] { book.languages.filter { $0 != "und" } }

    public func classify(_ request: ClassificationRequest) async -> IntentVerdict { judge(request) }

    /// The rules' verdict on its own.
    public func judge(_ request: ClassificationRequest) -> IntentVerdict { read(request).verdict }

    /// The verdict with everything that binds a model's.
    public func read(_ request: ClassificationRequest) -> RulesReading {
        let facts = ReplyFacts(MarkedText(request.ownText, book: book))
        let source = Array(request.ownText.utf8)
        let judgement = judgementOfSubject(request) ?? Judgement.of(facts, hasContact: request.ownContact != nil)
        let objections = Objections.of(facts, source: source)
        let maySend = judgement.intent == .interested && Strictness.allowsSending(facts)
        let verdict = IntentVerdict(
            intent: judgement.intent, confidence: maySend ? 0.95 : judgement.confidence, maySend: maySend,
            source: .rules(version: version),
            evidence: judgement.mark.map { facts.marked.text.spelling(of: $0.words, in: source) },
            explanation: explanation(of: judgement, objections), language: language(of: facts))
        return RulesReading(
            verdict: verdict, objections: objections, hasAffirmation: facts.hasClearConsent,
            known: facts.known)
    }

    /// A subject decides only when no person wrote the mail, or when it is all there is.
    private func judgementOfSubject(_ request: ClassificationRequest) -> Judgement? {
        guard !request.subject.isEmpty else { return nil }
        let facts = ReplyFacts(MarkedText(request.subject, book: book))
        if facts.has(.bounce) || facts.has(.autoReply) {
            return Judgement.machineSubject(facts)
        }
        let isEmpty = request.ownText.utf8.allSatisfy { $0 <= 0x20 }
        return isEmpty && facts.has(.optOut, .legal) && facts.words.count <= 4 ? Judgement.optOutSubject : nil
    }

    private func language(of facts: ReplyFacts) -> String? {
        facts.marked.guess.surest.map { book.languages[$0] }
    }

    private func explanation(of judgement: Judgement, _ objections: [Objection]) -> String {
        var seen: Set<String> = []
        let noted = objections.map(\.description).filter { seen.insert($0).inserted }.prefix(4)
            .joined(separator: ", ")
        return noted.isEmpty ? judgement.reason : "\(judgement.reason); noted: \(noted)"
    }
}
