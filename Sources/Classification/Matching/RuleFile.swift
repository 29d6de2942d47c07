/// One language's rules, as a person edits them: `docs/CLASSIFICATION.md` describes the format.
struct RuleFile {
    /// Where a negating word stands relative to what it negates.
    enum NegationSide: String {
        case before, after, both
    }

    struct Phrase {
        let text: String
        let kind: MarkKind
        let line: Int
    }

    let name: String
    /// BCP 47; `und` for what belongs to no language, such as emoji.
    let language: String
    let negation: NegationSide
    /// A language that this one's writers mix in freely; its words do not count as this one's when guessing.
    let mixes: String?
    let phrases: [Phrase]

    /// Reads and checks the text of a rule file.
    init(name: String, text: String) throws(RulesError) {
        var reader = Reader(name: name)
        for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            reader.line = index + 1
            try reader.take(line.trimmingBlanks())
        }
        guard let language = reader.language else {
            throw RulesError(file: name, line: 0, problem: "it names no language; begin with 'language: en'")
        }
        self.name = name
        self.language = language
        self.negation = reader.negation
        self.mixes = reader.mixes
        self.phrases = reader.phrases
    }
}

extension RuleFile {
    private struct Reader {
        let name: String
        var line = 0
        var language: String?
        var negation = NegationSide.before
        var mixes: String?
        var phrases: [Phrase] = []
        private var spellings: [(plain: String, other: String)] = []
        private var definitions: [String: String] = [:]
        private var section: MarkKind?

        init(name: String) { self.name = name }

        mutating func take(_ text: Substring) throws(RulesError) {
            if text.isEmpty || text.hasPrefix("#") { return }
            if text.hasPrefix("[") { return try open(text) }
            if text.hasPrefix("let ") { return try define(text.dropFirst(4)) }
            guard let section else { return try set(text) }
            try add(text, to: section)
        }

        private mutating func open(_ text: Substring) throws(RulesError) {
            let title = String(text.dropFirst().prefix { $0 != "]" })
            guard let kind = MarkKind(rawValue: title) else { throw fault("there is no section [\(title)]") }
            section = kind
        }

        private mutating func define(_ text: Substring) throws(RulesError) {
            let sides = text.split(separator: "=", maxSplits: 1)
            guard sides.count == 2 else { throw fault("write 'let name = one|other'") }
            definitions[String(sides[0].trimmingBlanks())] = String(sides[1].trimmingBlanks())
        }

        private mutating func set(_ text: Substring) throws(RulesError) {
            let sides = text.split(separator: ":", maxSplits: 1).map { $0.trimmingBlanks() }
            guard sides.count == 2 else { throw fault("a phrase stands before the first [section]") }
            switch sides[0] {
            case "language": language = String(sides[1])
            case "mixes": mixes = String(sides[1])
            case "negation":
                guard let side = NegationSide(rawValue: String(sides[1])) else {
                    throw fault("negation is before, after or both")
                }
                negation = side
            case "spelling":
                spellings = sides[1].split(separator: " ").compactMap { pair in
                    let halves = pair.split(separator: "=")
                    return halves.count == 2 ? (String(halves[0]), String(halves[1])) : nil
                }
            default: throw fault("there is no setting '\(sides[0])'")
            }
        }

        private mutating func add(_ text: Substring, to section: MarkKind) throws(RulesError) {
            let expanded: [String]
            do {
                expanded = try PhraseExpansion.phrases(of: String(text), definitions: definitions)
            } catch {
                throw fault(error.description)
            }
            for phrase in expanded {
                guard !phrase.utf8.contains(UInt8(ascii: "*")) || Self.hasStarsAtEndsOnly(phrase) else {
                    throw fault("'\(phrase)' has a * inside; it may only open a phrase at its ends")
                }
                phrases.append(Phrase(text: phrase, kind: section, line: line))
                if let other = respelled(phrase) { phrases.append(Phrase(text: other, kind: section, line: line)) }
            }
        }

        private static func hasStarsAtEndsOnly(_ phrase: String) -> Bool {
            !phrase[...].trimmingBlanks().dropFirst().dropLast().contains("*")
        }

        /// The phrase as people without the letters write it ("für" as "fuer"); nil when it is the same.
        private func respelled(_ phrase: String) -> String? {
            guard !spellings.isEmpty, !phrase.utf8.allSatisfy({ $0 < 0x80 }),
                spellings.contains(where: { phrase.contains($0.plain) })
            else { return nil }
            return phrase.reduce(into: "") { text, letter in
                text += spellings.first { $0.plain == String(letter) }?.other ?? String(letter)
            }
        }

        private func fault(_ problem: String) -> RulesError {
            RulesError(file: name, line: line, problem: problem)
        }
    }
}

extension Substring {
    func trimmingBlanks() -> Substring {
        guard let first = firstIndex(where: { !$0.isWhitespace }),
            let last = lastIndex(where: { !$0.isWhitespace })
        else { return "" }
        return self[first...last]
    }
}
