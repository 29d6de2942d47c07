/// All rule files compiled: the automaton and what each of its phrases means in which language.
struct PhraseBook: Sendable {
    struct Meaning: Hashable, Sendable {
        /// Index into `languages`.
        let language: UInt8
        let kind: MarkKind
        /// Counts at the beginning of a sentence, or of a part between commas, only.
        let opens: Bool
        /// Counts at the end of one only.
        let ends: Bool
    }

    /// BCP 47 tags; a language's bit in masks is its index.
    let languages: [String]
    let negation: [RuleFile.NegationSide]
    let vocabulary: Vocabulary
    let automaton: PhraseAutomaton
    /// For each phrase of the automaton what it means; never empty.
    let meanings: [[Meaning]]
    /// For each phrase the languages it belongs to, as a mask.
    let languageMasks: [UInt32]
    /// The mask of `und`: what it holds counts in every language.
    let neutralLanguages: UInt32

    init(_ files: [RuleFile]) throws(RulesError) {
        guard files.count <= 31 else {
            throw RulesError(file: files[31].name, line: 0, problem: "at most 31 rule files are supported")
        }
        var entries: [(bytes: [UInt8], meaning: Meaning)] = []
        var vocabulary = Vocabulary()
        for (index, file) in files.enumerated() {
            for phrase in file.phrases {
                let bytes = Self.pattern(of: phrase.text, into: &vocabulary)
                guard bytes.count > 0 else { continue }
                let meaning = Meaning(
                    language: UInt8(index), kind: phrase.kind, opens: phrase.text.first == "^",
                    ends: phrase.text.last == "^")
                entries.append((bytes, meaning))
            }
        }
        entries.sort { $0.bytes.lexicographicallyPrecedes($1.bytes) }
        var patterns: [[UInt8]] = []
        var meanings: [[Meaning]] = []
        for (bytes, meaning) in entries {
            if patterns.last == bytes {
                if !meanings[meanings.count - 1].contains(meaning) { meanings[meanings.count - 1].append(meaning) }
            } else {
                patterns.append(bytes)
                meanings.append([meaning])
            }
        }
        languages = files.map(\.language)
        negation = files.map(\.negation)
        self.vocabulary = vocabulary
        self.meanings = meanings
        languageMasks = meanings.map { $0.reduce(0) { $0 | 1 << UInt32($1.language) } }
        neutralLanguages = files.indices.reduce(0) { files[$1].language == "und" ? $0 | 1 << UInt32($1) : $0 }
        automaton = PhraseAutomaton(sorted: patterns)
    }

    /// The bytes to look for: a space at either end stands for a word boundary, a `*` there removes it.
    private static func pattern(of phrase: String, into vocabulary: inout Vocabulary) -> [UInt8] {
        let trimmed = phrase[...].trimmingBlanks()
        let opensLeft = trimmed.hasPrefix("*")
        let opensRight = trimmed.hasSuffix("*")
        let folded = FoldedText(String(trimmed))
        guard let first = folded.words.first, let last = folded.words.last else { return [] }
        let start = opensLeft || first.shape.contains(.unspaced) ? first.range.lowerBound : first.range.lowerBound - 1
        let end = opensRight || last.shape.contains(.unspaced) ? last.range.upperBound : last.range.upperBound + 1
        for word in folded.words { vocabulary.insert(folded.bytes[word.range]) }
        return Array(folded.bytes[start..<end])
    }
}
