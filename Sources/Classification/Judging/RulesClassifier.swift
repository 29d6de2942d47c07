package import Correspondence
import Languages

/// Judges replies by the compiled rule files: deterministic, total, linear in the length of the text.
package struct RulesClassifier: IntentClassifier {
    /// Identifies engine and rule files together; it is part of every verdict.
    package let version: String
    private let book: PhraseBook

    /// The number of words of consent with which a model's quote is compared.
    private static let shownConsents = 8

    /// Raised whenever the engine's decisions change; the rule files add their own hash.
    private static let engineVersion = 6

    /// Compiles the rule files that ship with Mosaic, which takes most of a second.
    package init() throws(RulesError) {
        try self.init(texts: ShippedLanguages.texts(.consent), calendars: ShippedLanguages.texts(.calendar))
    }

    /// Compiles the rule files that ship with Mosaic, with additional phrases for their languages.
    ///
    /// - Parameter own: rule files in the same format, by name; one for a language without shipped rules adds that language.
    package init(adding own: [(name: String, text: [UInt8])]) throws(RulesError) {
        let shipped = ShippedLanguages.texts(.consent)
        let calendars = ShippedLanguages.texts(.calendar)
        var files: [RuleFile] = []
        for (name, text) in shipped {
            let file = try RuleFile(name: name, text: String(decoding: text, as: UTF8.self))
            let calendar = file.language == "und" ? nil : calendars.first { $0.tag == file.language }?.text
            files.append(try Self.file(file, with: calendar))
        }
        for (name, text) in own {
            let file = try RuleFile(name: name, text: String(decoding: text, as: UTF8.self))
            if let place = files.firstIndex(where: { $0.language == file.language }) {
                files[place] = files[place].adding(file)
            } else {
                files.append(file)
            }
        }
        book = try PhraseBook(files)
        version = Self.version(shipped + own.map { (tag: $0.name, text: $0.text) }, calendars)
    }

    /// The shipped rules from their ``image(program:)``; nil for any other bytes.
    ///
    /// - Parameter program: identifies this build of the program, since another may read the same files differently.
    package init?(image: [UInt8], program: String) {
        version = Self.version(ShippedLanguages.texts(.consent), ShippedLanguages.texts(.calendar))
        guard let book = PhraseBook(image: image, key: "\(program) \(version)") else { return nil }
        self.book = book
    }

    /// The compiled rules as bytes, which the same program reads back in milliseconds.
    package func image(program: String) -> [UInt8] { book.image(key: "\(program) \(version)") }

    /// Compiles rule files given by name and text.
    ///
    /// - Parameter calendars: by language, for the names of months and days.
    package init(
        texts: [(tag: String, text: [UInt8])], calendars: [(tag: String, text: [UInt8])] = []
    ) throws(RulesError) {
        var files: [RuleFile] = []
        for (name, text) in texts {
            let file = try RuleFile(name: name, text: String(decoding: text, as: UTF8.self))
            let calendar = file.language == "und" ? nil : calendars.first { $0.tag == file.language }?.text
            files.append(try Self.file(file, with: calendar))
        }
        book = try PhraseBook(files)
        version = Self.version(texts, calendars)
    }

    /// The engine's version and a hash of the files.
    private static func version(
        _ texts: [(tag: String, text: [UInt8])], _ calendars: [(tag: String, text: [UInt8])]
    ) -> String {
        let parts = texts.map { Array("\($0.tag)\n".utf8) + $0.text }
        let times = calendars.sorted { $0.tag < $1.tag }.map(\.text)
        return
            "\(engineVersion).\(ContentHash.hexadecimal(of: Array((parts + times).joined(separator: [0x0A]))).prefix(8))"
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

    /// The verdict, with everything that restricts a model's.
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
            hasCommitment: Commitment.carries(facts), known: facts.known, familiar: facts.familiar,
            consents: facts.marks.filter { [.yes, .proceed].contains($0.kind) }.prefix(Self.shownConsents)
                .map { facts.marked.text.spelling(of: $0.words, in: source) },
            wordCount: facts.words.count, scope: ConsentScope(facts),
            statement: facts.statement(of: source), rest: facts.textWithoutConsent(source))
    }

    /// A subject decides only when no person wrote the mail, or when there is nothing else.
    private func judgementOfSubject(_ request: ClassificationRequest) -> Judgement? {
        guard !request.subject.isEmpty else { return nil }
        let facts = ReplyMarks(MarkedText(request.subject, book: book))
        if facts.has(.bounce) || facts.has(.autoReply) {
            return Judgement.machineSubject(facts)
        }
        let isEmpty = request.ownText.utf8.allSatisfy { $0 <= 0x20 }
        return isEmpty && facts.has(.optOut, .legal) && facts.words.count <= 4 ? Judgement.optOutSubject : nil
    }

    /// The language of a text that need not be a reply, judged by the words in the rules; nil when unsure.
    package func language(of text: String) -> String? {
        let guess = MarkedText(text, book: book).guess
        return (guess.surest ?? guess.leading).map { book.languages[$0] }.flatMap { $0 == "und" ? nil : $0 }
    }

    /// The marks in a text, one by one, for tests and for people who edit rules.
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
