/// A phrase found in a text, with the meaning it has there.
struct Mark {
    /// Indices into the folded text's words.
    let words: Range<Int>
    var kind: MarkKind
    let language: UInt8
    /// Whether another word negated it; `kind` is then already the reversed meaning.
    var isNegated = false
}

/// The phrases of a text, weighed against each other.
struct MarkedText {
    let text: FoldedText
    let guess: LanguageGuess
    /// By position. Only trusted phrases: those of the text's languages, and longer ones of any language.
    private(set) var marks: [Mark] = []
    /// Objecting single words of other languages, where the text's language is unclear.
    private(set) var doubtful: [Mark] = []
    /// For every word whether a trusted phrase covers it.
    let isKnown: [Bool]
    /// For every word whether it belongs to small talk.
    let isEveryday: [Bool]
    /// For every word whether only greetings, closings and filler cover it.
    let isHarmless: [Bool]

    init(_ source: String, book: PhraseBook) {
        let text = FoldedText(source, vocabulary: book.vocabulary)
        let found = FoundPhrases(in: text, book: book)
        let guess = LanguageGuess(
            claims: found.claims, languageCount: book.languages.count, neutral: book.neutralLanguages,
            mixtures: book.mixtures)
        var known = text.words.map { $0.shape.contains(.emoji) }
        var harmless = known
        var everyday = known
        var all: [Mark] = []
        for (outcome, words) in found.ordered {
            let isLong =
                words.count > 1
                && text.words[words.lowerBound].range.lowerBound + 6
                    <= text.words[words.upperBound - 1].range.upperBound
            // In a text clearly in another language single words mean nothing, except those that opt out.
            let isShort = words.count == 1 && text.words[words.lowerBound].range.count <= 3
            for meaning in book.meanings[outcome] {
                guard !meaning.opens || text.opensPart(at: words.lowerBound) else { continue }
                guard !meaning.ends || text.opensPart(at: words.upperBound) else { continue }
                guard meaning.kind.spansCommas || !text.hasComma(inside: words) else { continue }
                let isBelieved = guess.plausible & (1 << UInt32(meaning.language)) != 0
                if meaning.kind == .everyday {
                    if isBelieved { for word in words { everyday[word] = true } }
                    continue
                }
                if meaning.kind.isHarmless {
                    if isBelieved { for word in words { (known[word], harmless[word]) = (true, true) } }
                    if meaning.kind == .fill { continue }
                }
                if meaning.kind.isRemark {
                    guard isBelieved else { continue }
                    if meaning.kind != .time { for word in words { known[word] = true } }
                    if [.idiom, .courtesy].contains(meaning.kind) { for word in words { harmless[word] = true } }
                    all.append(Mark(words: words, kind: meaning.kind, language: meaning.language))
                    continue
                }
                if isBelieved || isLong {
                    if isBelieved { for word in words { known[word] = true } }
                    all.append(Mark(words: words, kind: meaning.kind, language: meaning.language))
                } else if let objection = meaning.kind.objection,
                    guess.surest == nil || objection == .optOut && !isShort
                {
                    doubtful.append(Mark(words: words, kind: meaning.kind, language: meaning.language))
                }
            }
        }
        self.text = text
        self.guess = guess
        isKnown = known
        isEveryday = everyday
        isHarmless = harmless
        marks = Self.withoutContained(all)
        let isInsideLonger = Self.wordsInsideLonger(marks, wordCount: text.words.count)
        doubtful = doubtful.filter { !isInsideLonger[$0.words.lowerBound] }
        applyNegation(book)
    }

    private static func wordsInsideLonger(_ marks: [Mark], wordCount: Int) -> [Bool] {
        var inside = [Bool](repeating: false, count: wordCount)
        for mark in marks where mark.words.count > 1 { for word in mark.words { inside[word] = true } }
        return inside
    }

    /// "Not interested" is one phrase, not "interested" inside it: phrases within a longer one are dropped.
    private static func withoutContained(_ marks: [Mark]) -> [Mark] {
        var widest = 0..<0
        var refusedUpTo = 0
        let courtesies = Dictionary(
            marks.filter { $0.kind == .courtesy }.map { ($0.words.lowerBound, $0.words.upperBound) },
            uniquingKeysWith: max)
        var courteousUpTo = 0
        return marks.filter { mark in
            courteousUpTo = max(courteousUpTo, courtesies[mark.words.lowerBound] ?? 0)
            if mark.kind.isHarmless { return true }
            // "No worries" is no consent, whatever its words mean elsewhere.
            if mark.kind.affirms, mark.words.upperBound <= courteousUpTo { return false }
            // "Non sono interessata": the yes begins inside a refusal.
            if mark.kind.affirms, mark.words.lowerBound < refusedUpTo { return false }
            if mark.words.upperBound <= widest.upperBound, mark.words != widest { return false }
            if mark.words.upperBound > widest.upperBound { widest = mark.words }
            if [.refusal, .optOut, .legal, .threat].contains(mark.kind) {
                refusedUpTo = max(refusedUpTo, mark.words.upperBound)
            }
            return true
        }
    }
}

extension MarkedText {
    /// The number of words that a negation reaches over.
    private static let reach = 4

    /// Turns a consent governed by a negating word into a refusal: "I don't think I'm interested".
    private mutating func applyNegation(_ book: PhraseBook) {
        var negators = [RuleFile.NegationSide?](repeating: nil, count: text.words.count)
        var isContrast = [Bool](repeating: false, count: text.words.count)
        for mark in marks {
            switch mark.kind {
            case .negator: for word in mark.words { negators[word] = book.negation[Int(mark.language)] }
            case .contrast: isContrast[mark.words.lowerBound] = true
            default: break
            }
        }
        func parts(_ word: Int) -> Bool {
            isContrast[word] || text.words[word].breakBefore == .comma || text.words[word].breakBefore == .sentence
        }
        func isNegatedBefore(_ words: Range<Int>) -> Bool {
            var word = words.lowerBound
            while word > 0, words.lowerBound - word < Self.reach, !parts(word) {
                word -= 1
                if let side = negators[word] { return side != .after }
            }
            return false
        }
        func isNegatedAfter(_ words: Range<Int>) -> Bool {
            var word = words.upperBound
            while word < negators.count, word - words.upperBound < Self.reach - 1, !parts(word) {
                if let side = negators[word] { return side != .before }
                word += 1
            }
            return false
        }
        /// Where negation follows its verb, as in Japanese: "停止しない".
        func isNegatedBehind(_ words: Range<Int>) -> Bool {
            (words.upperBound..<min(negators.count, words.upperBound + Self.reach - 1)).prefix { !parts($0) }
                .contains { negators[$0] == .after }
        }
        for index in marks.indices where marks[index].kind.affirms {
            guard isNegatedBefore(marks[index].words) || isNegatedAfter(marks[index].words) else { continue }
            marks[index].kind = marks[index].kind == .leanYes || marks[index].kind == .nod ? .leanNo : .refusal
            marks[index].isNegated = true
        }
        // "Please don't unsubscribe me": a negated wish is no wish. Nor is a phrase beside a link: the footer of the writer's own mail
        // program offers it to us.
        let isBesideLink = wordsBesideLinks()
        var isInsideRefusal = wordsInsideRefusals()
        for index in marks.indices where [.optOut, .threat].contains(marks[index].kind) {
            let first = marks[index].words.lowerBound
            let isUnwanted = isNegatedBefore(marks[index].words) || isNegatedBehind(marks[index].words)
            guard isUnwanted || isBesideLink[first] || isInsideRefusal[first] else { continue }
            if isInsideRefusal[first] { for word in marks[index].words { isInsideRefusal[word] = true } }
            marks[index].kind = .hedge
            marks[index].isNegated = true
        }
    }

    /// For every word whether a refusing phrase that began earlier covers it: "não me" of "não me tirem da lista".
    private func wordsInsideRefusals() -> [Bool] {
        var inside = [Bool](repeating: false, count: text.words.count)
        for mark in marks where mark.kind == .refusal && !mark.isNegated {
            for word in mark.words.dropFirst() { inside[word] = true }
        }
        return inside
    }

    /// For every word whether a link stands in its sentence.
    private func wordsBesideLinks() -> [Bool] {
        var linked = [Bool](repeating: false, count: text.words.count)
        var start = 0
        while start < linked.count {
            let next = linked.indices[(start + 1)...].first { text.words[$0].breakBefore == .sentence }
            let sentence = start..<(next ?? linked.count)
            let hasLink = sentence.contains { index in
                text.words[index].shape.contains(.reference)
                    && text.bytes[text.words[index].range].elementsEqual("xurl".utf8)
            }
            if hasLink { for index in sentence { linked[index] = true } }
            start = sentence.upperBound
        }
        return linked
    }
}
