/// The marks in a reply that matter for judging it, with the meaning they have in their place.
struct ReplyMarks {
    let marked: MarkedText
    /// The marks that count: short answers only where they are answers.
    private(set) var marks: [Mark] = []
    /// A question mark after words that are no request to go on, and no courtesy.
    private(set) var hasOpenQuestion = false
    /// For every word whether no trusted phrase covers it; names beside greetings are left out.
    let isUnknown: [Bool]
    let unknownWords: Int
    /// For every word whether it is unknown and not small talk either.
    let isStrange: [Bool]
    /// Whether a consent stands in a sentence whose every word is known: "I'd love to see you go broke" has none.
    private(set) var hasClearConsent = false
    /// Digits in the text, those of phone numbers and postcodes among them.
    let digits: Int

    var words: [FoldedText.Word] { marked.text.words }

    init(_ marked: MarkedText) {
        self.marked = marked
        digits = marked.text.bytes.count { (0x30...0x39).contains($0) }
        marks = Overcome.without(Self.settled(marked), in: marked.text)
        let unknown = Self.unknownWords(marked)
        isUnknown = unknown
        unknownWords = unknown.count { $0 }
        isStrange = unknown.indices.map { unknown[$0] && !marked.isEveryday[$0] }
        hasClearConsent = Self.hasClearConsent(marks, marked.text.words, unknown)
        hasOpenQuestion = Self.hasOpenQuestion(marked, marks)
    }

    func first(_ kinds: MarkKind...) -> Mark? { marks.first { kinds.contains($0.kind) } }
    func last(_ kinds: MarkKind...) -> Mark? { marks.last { kinds.contains($0.kind) } }
    func has(_ kinds: MarkKind...) -> Bool { marks.contains { kinds.contains($0.kind) } }

    /// Whether `second` stands in a later sentence than `first`.
    func aSentenceEnds(between first: Mark, _ second: Mark) -> Bool {
        guard first.words.lowerBound < second.words.lowerBound else { return false }
        return (first.words.lowerBound + 1...second.words.lowerBound).contains { words[$0].breakBefore == .sentence }
    }

    /// Whether the last consent before `refusal` leads to it: in the same sentence, or with a "but" in between.
    func turns(to refusal: Mark) -> Bool {
        guard
            let yes = marks.last(where: {
                [.yes, .proceed].contains($0.kind) && $0.words.lowerBound < refusal.words.lowerBound
            })
        else { return true }
        return !aSentenceEnds(between: yes, refusal)
            || marks.contains {
                $0.kind == .contrast && yes.words.lowerBound < $0.words.lowerBound
                    && $0.words.lowerBound <= refusal.words.lowerBound
            }
    }

    /// The share of words that a trusted phrase covers; around a commitment small talk counts.
    var known: Double {
        let strange = Commitment.carries(self) ? isStrange.count { $0 } : unknownWords
        return words.isEmpty ? 0 : 1 - Double(strange) / Double(words.count)
    }

    /// The share of words that a trusted phrase covers or that are small talk.
    var familiar: Double { words.isEmpty ? 0 : 1 - Double(isStrange.count { $0 }) / Double(words.count) }
}

extension ReplyMarks {
    /// "Yes" and "no" are answers at the head of a sentence or after a comma; elsewhere they are weak hints.
    private static func settled(_ marked: MarkedText) -> [Mark] {
        let words = marked.text.words
        var isAnswer = [Bool](repeating: false, count: words.count)
        return marked.marks.compactMap { mark in
            var mark = mark
            guard mark.kind == .nod || mark.kind == .nay else { return mark.kind.isHarmless ? nil : mark }
            let start = mark.words.lowerBound
            let isEmoji = words[start].shape.contains(.emoji)
            var before = start - 1
            while before >= 0, start - before < 12, words[before + 1].breakBefore < .comma,
                marked.isHarmless[before] || isAnswer[before]
            {
                before -= 1
            }
            let isHead = before < 0 || words[before + 1].breakBefore >= .comma || isEmoji
            let end = mark.words.upperBound
            // "No: 4" and "No. 12" are house numbers.
            let isNumber = end < words.count && words[end].shape.contains(.digits)
            let isWhole = marked.text.opensPart(at: end) && !isNumber
            if isHead, mark.kind == .nod || isWhole {
                for word in mark.words { isAnswer[word] = true }
                return mark
            }
            mark.kind = mark.kind == .nod ? .leanYes : .negator
            return mark
        }
    }

    private static func hasOpenQuestion(_ marked: MarkedText, _ marks: [Mark]) -> Bool {
        let words = marked.text.words
        var answered = [Bool](repeating: false, count: words.count)
        for mark in marks where mark.kind == .proceed || mark.kind == .yes {
            for word in mark.words { answered[word] = true }
        }
        // "How are you?" wants no answer: a question that is nothing but an idiom.
        var isIdle = [Bool](repeating: false, count: words.count)
        for mark in marks where mark.kind == .idiom && marked.text.opensPart(at: mark.words.lowerBound) {
            isIdle[mark.words.upperBound - 1] = true
        }
        var isAnswered = false
        for index in words.indices {
            if words[index].breakBefore == .sentence { isAnswered = false }
            isAnswered = isAnswered || answered[index]
            if isAnswered || isIdle[index] { continue }
            let isLast = index + 1 == words.count || words[index + 1].breakBefore == .sentence
            if words[index].shape.contains(.asked) || (isLast && asks(words[index], marked.text)) { return true }
        }
        return false
    }

    /// The particles that end a question in Japanese, Chinese and Korean, where the question mark is optional.
    private static func asks(_ word: FoldedText.Word, _ text: FoldedText) -> Bool {
        guard word.shape.contains(.unspaced) else { return false }
        return ["か", "吗", "嗎", "呢", "까"].contains(String(decoding: text.bytes[word.range], as: UTF8.self))
    }

    /// Names are tolerated after a greeting, and on a last line of their own.
    private static func unknownWords(_ marked: MarkedText) -> [Bool] {
        let words = marked.text.words
        var excused = [Bool](repeating: false, count: words.count)
        for mark in marked.marks where mark.kind == .greeting || mark.kind == .closing {
            var index = mark.words.upperBound
            let allowance = index + 4
            if mark.kind == .closing, index < words.count, words[index].breakBefore < .comma { continue }
            while index < words.count, index < allowance,
                index == mark.words.upperBound || words[index].breakBefore < .comma
            {
                excused[index] = true
                index += 1
            }
        }
        excuseSigner(words, &excused)
        return words.indices.map { !marked.isKnown[$0] && !excused[$0] }
    }

    private static func hasClearConsent(
        _ marks: [Mark], _ words: [FoldedText.Word], _ isUnknown: [Bool]
    ) -> Bool {
        var consents = [Bool](repeating: false, count: words.count)
        for mark in marks where mark.kind.affirms { consents[mark.words.lowerBound] = true }
        var (consented, unclear) = (false, false)
        for index in words.indices {
            if words[index].breakBefore == .sentence {
                if consented, !unclear { return true }
                (consented, unclear) = (false, false)
            }
            consented = consented || consents[index]
            unclear = unclear || isUnknown[index]
        }
        return consented && !unclear
    }

    private static func excuseSigner(_ words: [FoldedText.Word], _ excused: inout [Bool]) {
        guard let start = words.lastIndex(where: { $0.shape.contains(.startsLine) }), start > 0 else { return }
        let signer = start..<words.count
        // People do not put a full stop behind their name.
        guard signer.count <= 3,
            signer.allSatisfy({ words[$0].shape.contains(.capitalized) && !words[$0].shape.contains(.stopped) })
        else { return }
        for index in signer { excused[index] = true }
    }
}
