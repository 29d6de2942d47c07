package import Correspondence
import Languages

/// Judges replies by the compiled-in rule files: deterministic, total, linear in the length of the text.
package struct RulesClassifier: IntentClassifier {
    /// Identifies engine and rule files together; it is part of every verdict.
    package let version: String
    private let book: PhraseBook

    /// A model's quote is compared with the first few words of consent only.
    private static let shownConsents = 8

    /// Raised whenever the engine's decisions change; the rule files add their own hash.
    private static let engineVersion = 3

    /// Compiles the rule files that ship with Mosaic.
    package init() throws(RulesError) {
        try self.init(
            texts: ShippedLanguages.texts(.consent).map { tag, text in (tag, String(decoding: text, as: UTF8.self)) },
            calendars: Dictionary(ShippedLanguages.texts(.calendar).map { ($0.tag, $0.text) }) { $1 })
    }

    /// Compiles rule files given by name and text.
    ///
    /// - Parameter calendars: by language, for the names of months and days.
    package init(
        texts: [(name: String, text: String)], calendars: [String: [UInt8]] = [:]
    ) throws(RulesError) {
        var files: [RuleFile] = []
        for (name, text) in texts {
            let file = try RuleFile(name: name, text: text)
            files.append(try Self.file(file, with: file.language == "und" ? nil : calendars[file.language]))
        }
        book = try PhraseBook(files)
        let times = calendars.sorted { $0.key < $1.key }.map { String(decoding: $0.value, as: UTF8.self) }
        let digest = ContentHash.hexadecimal(
            of: (texts.map { "\($0.name)\n\($0.text)" } + times).joined(separator: "\n"))
        version = "\(Self.engineVersion).\(digest.prefix(8))"
    }

    private static func file(_ file: RuleFile, with calendar: [UInt8]?) throws(RulesError) -> RuleFile {
        guard let calendar else { return file }
        do {
            return file.adding(times: try LanguageFile(name: "\(file.language)/calendar.txt", text: calendar))
        } catch {
            throw RulesError(file: error.file, line: error.line, problem: error.problem)
        }
    }

    /// BCP 47 tags of the languages that have rules.
    package var languages: [String] { book.languages.filter { $0 != "und" } }

    package func classify(_ request: ClassificationRequest) async -> IntentVerdict { judge(request) }

    /// The rules' verdict on its own.
    package func judge(_ request: ClassificationRequest) -> IntentVerdict { read(request).verdict }

    /// The verdict with everything that binds a model's.
    package func read(_ request: ClassificationRequest) -> RulesReading {
        let facts = ReplyMarks(MarkedText(request.ownText, book: book))
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
            hasCommitment: Commitment.carries(facts), known: facts.known,
            consents: facts.marks.filter { [.yes, .proceed].contains($0.kind) }.prefix(Self.shownConsents)
                .map { facts.marked.text.spelling(of: $0.words, in: source) })
    }

    /// A subject decides only when no person wrote the mail, or when it is all there is.
    private func judgementOfSubject(_ request: ClassificationRequest) -> Judgement? {
        guard !request.subject.isEmpty else { return nil }
        let facts = ReplyMarks(MarkedText(request.subject, book: book))
        if facts.has(.bounce) || facts.has(.autoReply) {
            return Judgement.machineSubject(facts)
        }
        let isEmpty = request.ownText.utf8.allSatisfy { $0 <= 0x20 }
        return isEmpty && facts.has(.optOut, .legal) && facts.words.count <= 4 ? Judgement.optOutSubject : nil
    }

    /// The language of a text that need not be a reply, by the words that the rules know; nil when unsure.
    package func language(of text: String) -> String? {
        let guess = MarkedText(text, book: book).guess
        return (guess.surest ?? guess.leading).map { book.languages[$0] }.flatMap { $0 == "und" ? nil : $0 }
    }

    /// What was found in a text, mark by mark, for tests and for people who edit rules.
    func marks(of text: String) -> [String] {
        let facts = ReplyMarks(MarkedText(text, book: book))
        let source = Array(text.utf8)
        return facts.marks.map { "\($0.kind.rawValue): \(facts.marked.text.spelling(of: $0.words, in: source))" }
    }

    private func language(of facts: ReplyMarks) -> String? {
        facts.marked.guess.surest.map { book.languages[$0] }
    }

    private func explanation(of judgement: Judgement, _ objections: [Objection]) -> String {
        var seen: Set<String> = []
        let noted = objections.map(\.description).filter { seen.insert($0).inserted }.prefix(4)
            .joined(separator: ", ")
        return noted.isEmpty ? judgement.reason : "\(judgement.reason); noted: \(noted)"
    }
}
