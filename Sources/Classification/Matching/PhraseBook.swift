import Languages

/// All compiled rule files: the automaton, and the meaning of each of its phrases in each language.
struct PhraseBook: Sendable {
    struct Meaning: Hashable, Sendable {
        /// Index into `languages`.
        let language: UInt8
        let kind: MarkKind
        /// Counts only at the beginning of a sentence, or of a part between commas.
        let opens: Bool
        /// Counts only at the end of one.
        let ends: Bool
    }

    /// BCP 47 tags; the index is the language's bit in masks.
    let languages: [String]
    let negation: [RuleFile.NegationSide]
    let vocabulary: Vocabulary
    let automaton: PhraseAutomaton
    /// The meanings of the phrases of each outcome of the automaton; never empty.
    let meanings: [[Meaning]]
    /// For each outcome the languages its phrases belong to, as a mask.
    let languageMasks: [UInt32]
    /// The mask of `und`, whose phrases count in every language.
    let neutralLanguages: UInt32
    /// Languages, by mask, whose writers mix in another language, with that language's mask.
    let mixtures: [(guest: UInt32, host: UInt32)]

    init(_ files: [RuleFile]) throws(RulesError) {
        guard files.count <= 31 else {
            throw RulesError(file: files[31].name, line: 0, problem: "at most 31 rule files are supported")
        }
        var patterns = PatternList()
        for (index, file) in files.enumerated() {
            for phrase in file.phrases { patterns.add(phrase.text, of: phrase.kind, in: UInt8(index)) }
        }
        var phrases: [(bytes: [UInt8], outcome: UInt16)] = []
        var outcomes = Outcomes()
        for (bytes, meanings) in patterns.distinct() {
            phrases.append((bytes, try outcomes.number(of: meanings)))
        }
        let mixtures: [(guest: UInt32, host: UInt32)] = files.enumerated().compactMap { index, file in
            guard let host = files.firstIndex(where: { $0.language == file.mixes }) else { return nil }
            return (1 << UInt32(index), 1 << UInt32(host))
        }
        self.init(
            languages: files.map(\.language), negation: files.map(\.negation), mixtures: mixtures,
            meanings: outcomes.all, vocabulary: Self.vocabulary(of: phrases.map(\.bytes)),
            automaton: PhraseAutomaton(sorted: phrases))
    }

    init(
        languages: [String], negation: [RuleFile.NegationSide], mixtures: [(guest: UInt32, host: UInt32)],
        meanings: [[Meaning]], vocabulary: Vocabulary, automaton: PhraseAutomaton
    ) {
        self.languages = languages
        self.negation = negation
        self.mixtures = mixtures
        self.meanings = meanings
        self.vocabulary = vocabulary
        self.automaton = automaton
        languageMasks = meanings.map { $0.reduce(0) { $0 | 1 << UInt32($1.language) } }
        neutralLanguages = languages.indices.reduce(0) { languages[$1] == "und" ? $0 | 1 << UInt32($1) : $0 }
    }

    /// The combinations of meanings that phrases have: a few hundred for hundreds of thousands of phrases.
    private struct Outcomes {
        private(set) var all: [[Meaning]] = []
        private var numbers: [[Meaning]: UInt16] = [:]

        mutating func number(of distinct: [Meaning]) throws(RulesError) -> UInt16 {
            if let number = numbers[distinct] { return number }
            guard all.count < Int(PhraseAutomaton.nothing) else {
                throw RulesError(file: "all rules", line: 0, problem: "phrases have too many combinations of meanings")
            }
            let number = UInt16(all.count)
            all.append(distinct)
            numbers[distinct] = number
            return number
        }
    }

    /// The words of all patterns. Neighbours in sorted order share their beginnings, which are processed once.
    private static func vocabulary(of sorted: [[UInt8]]) -> Vocabulary {
        var vocabulary = Vocabulary()
        var previous: [UInt8] = []
        for bytes in sorted {
            let shared = zip(previous, bytes).prefix { $0 == $1 }.count
            previous = bytes
            let wordStart = bytes[..<shared].lastIndex(of: FoldedText.space) ?? 0
            for word in bytes[wordStart...].split(separator: FoldedText.space) { vocabulary.insert(word) }
        }
        return vocabulary
    }
}
