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
        var entries: [(bytes: [UInt8], meaning: Meaning)] = []
        for (index, file) in files.enumerated() {
            for phrase in file.phrases {
                let bytes = Self.pattern(of: phrase.text)
                guard bytes.count > 0 else { continue }
                let meaning = Meaning(
                    language: UInt8(index), kind: phrase.kind, opens: phrase.text.first == "^",
                    ends: phrase.text.last == "^")
                entries.append((bytes, meaning))
            }
        }
        entries.sort { $0.bytes.precedes($1.bytes) }
        var phrases: [(bytes: [UInt8], outcome: UInt16)] = []
        var outcomes = Outcomes()
        var rest = entries[...]
        while let bytes = rest.first?.bytes {
            let same = rest.prefix { $0.bytes == bytes }
            rest = rest.dropFirst(same.count)
            phrases.append((bytes, try outcomes.number(of: same.map(\.meaning))))
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

        mutating func number(of meanings: [Meaning]) throws(RulesError) -> UInt16 {
            var seen: Set<Meaning> = []
            let distinct = meanings.filter { seen.insert($0).inserted }
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

    /// The bytes to look for: a space at either end stands for a word boundary, a `*` there removes it.
    private static func pattern(of phrase: String) -> [UInt8] {
        if let plain = plainPattern(of: phrase) { return plain }
        let trimmed = phrase[...].trimmingBlanks()
        let opensLeft = trimmed.hasPrefix("*")
        let opensRight = trimmed.hasSuffix("*")
        let folded = FoldedText(String(trimmed))
        guard let first = folded.words.first, let last = folded.words.last else { return [] }
        let start = opensLeft || first.shape.contains(.unspaced) ? first.range.lowerBound : first.range.lowerBound - 1
        let end = opensRight || last.shape.contains(.unspaced) ? last.range.upperBound : last.range.upperBound + 1
        return Array(folded.bytes[start..<end])
    }

    /// Most phrases are lower-case letters and single spaces, which folding leaves alone: it is skipped for them.
    private static func plainPattern(of phrase: String) -> [UInt8]? {
        var bytes: [UInt8] = [FoldedText.space]
        for byte in phrase.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"): bytes.append(byte)
            case FoldedText.space: if bytes.last != FoldedText.space { bytes.append(byte) }
            default: return nil
            }
        }
        if bytes.last != FoldedText.space { bytes.append(FoldedText.space) }
        return bytes.count > 1 ? bytes : []
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

extension [UInt8] {
    /// In byte order; if one begins with the other, the shorter first.
    fileprivate func precedes(_ other: [UInt8]) -> Bool {
        withUnsafeBytes { mine in
            other.withUnsafeBytes { theirs in
                let shared = Swift.min(mine.count, theirs.count)
                for index in 0..<shared where mine[index] != theirs[index] { return mine[index] < theirs[index] }
                return mine.count < theirs.count
            }
        }
    }
}
