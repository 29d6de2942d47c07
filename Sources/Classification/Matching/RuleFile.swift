import Languages

/// One language's rules, as a person edits them: `docs/CLASSIFICATION.md` describes the format.
struct RuleFile {
    /// The position of a negating word relative to the word it negates.
    enum NegationSide: String {
        case before, after, both
    }

    struct Phrase {
        let text: String
        let kind: MarkKind
        let line: Int
    }

    let name: String
    /// BCP 47; `und` for phrases of no language, such as emoji.
    let language: String
    let negation: NegationSide
    /// A language that this one's writers mix in freely; its words do not count as this one's when guessing the language.
    let mixes: String?
    let phrases: [Phrase]

    /// Reads and checks the text of a rule file.
    init(name: String, text: String) throws(RulesError) {
        do {
            self = try RuleFile(LanguageFile(name: name, text: Array(text.utf8)))
        } catch {
            throw RulesError(file: error.file, line: error.line, problem: error.problem)
        }
    }

    /// The file with the months and days of its language's calendar as marks of `time`.
    func adding(times calendar: LanguageFile) -> RuleFile {
        let names = ["months", "weekdays", "tomorrow", "next week"].flatMap(calendar.phrases)
        // "Sun", "mar", "set" are also ordinary words.
        let telling = names.filter { $0.utf8.count > 3 || ["may", "mai", "mei", "maj"].contains($0) }
        return RuleFile(self, phrases: phrases + telling.map { Phrase(text: $0, kind: .time, line: 0) })
    }

    /// The file with the phrases of another file for the same language added.
    func adding(_ own: RuleFile) -> RuleFile { RuleFile(self, phrases: phrases + own.phrases) }

    private init(_ file: RuleFile, phrases: [Phrase]) {
        name = file.name
        language = file.language
        negation = file.negation
        mixes = file.mixes
        self.phrases = phrases
    }

    /// - Parameter tag: the language, where the file does not say it itself.
    init(_ file: LanguageFile, tag: String? = nil) throws(LanguageFault) {
        var head = Head(file: file.name)
        for setting in file.settings { try head.take(setting) }
        guard let language = head.language ?? tag else {
            throw LanguageFault(file: file.name, line: 0, problem: "it names no language; begin with 'language: en'")
        }
        var phrases: [Phrase] = []
        for section in file.sections {
            guard let kind = MarkKind(rawValue: section.title) else {
                throw LanguageFault(
                    file: file.name, line: section.number, problem: "there is no section [\(section.title)]")
            }
            for line in section.lines { try head.add(line, to: kind, &phrases) }
        }
        name = file.name
        self.language = language
        negation = head.negation
        mixes = head.mixes
        self.phrases = phrases
    }
}

extension RuleFile {
    /// The keys above the first section, and how they change the phrases below.
    private struct Head {
        let file: String
        var language: String?
        var negation = NegationSide.before
        var mixes: String?
        private var spellings: [(plain: String, other: String)] = []

        init(file: String) { self.file = file }

        mutating func take(_ setting: LanguageFile.Setting) throws(LanguageFault) {
            switch setting.key {
            case "language": language = setting.value
            case "mixes": mixes = setting.value
            case "negation":
                guard let side = NegationSide(rawValue: setting.value) else {
                    throw fault(setting.line, "negation is before, after or both")
                }
                negation = side
            case "spelling":
                spellings = setting.value.split(separator: " ").compactMap { pair in
                    let halves = pair.split(separator: "=")
                    return halves.count == 2 ? (String(halves[0]), String(halves[1])) : nil
                }
            default: throw fault(setting.line, "there is no setting '\(setting.key)'")
            }
        }

        func add(
            _ line: LanguageFile.Line, to kind: MarkKind, _ phrases: inout [Phrase]
        ) throws(LanguageFault) {
            func append(_ text: String) {
                if kind == .commit { phrases.append(Phrase(text: text, kind: .yes, line: line.number)) }
                phrases.append(Phrase(text: text, kind: kind, line: line.number))
            }
            for phrase in line.phrases {
                guard !phrase.utf8.contains(UInt8(ascii: "*")) || Self.hasStarsAtEndsOnly(phrase) else {
                    throw fault(line.number, "'\(phrase)' has a * inside; it may only open a phrase at its ends")
                }
                append(phrase)
                if let other = respelled(phrase) { append(other) }
            }
        }

        private static func hasStarsAtEndsOnly(_ phrase: String) -> Bool {
            !phrase[...].trimmingBlanks().dropFirst().dropLast().contains("*")
        }

        /// The phrase as written without the special letters ("für" as "fuer"); nil when it is the same.
        private func respelled(_ phrase: String) -> String? {
            guard !spellings.isEmpty, !phrase.utf8.allSatisfy({ $0 < 0x80 }),
                spellings.contains(where: { phrase.contains($0.plain) })
            else { return nil }
            return phrase.reduce(into: "") { text, letter in
                text += spellings.first { $0.plain == String(letter) }?.other ?? String(letter)
            }
        }

        private func fault(_ line: Int, _ problem: String) -> LanguageFault {
            LanguageFault(file: file, line: line, problem: problem)
        }
    }
}
