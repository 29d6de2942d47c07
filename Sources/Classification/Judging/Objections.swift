/// Collects the objections to an automatic answer, for models and for people.
enum Objections {
    /// The most that are kept: one is enough. Strong ones come first.
    private static let limit = 16

    static func of(_ facts: ReplyMarks, source: [UInt8]) -> [Objection] {
        let consent = facts.finalConsent
        var strong: [Objection] = []
        var weak: [Objection] = []
        for mark in facts.marks + facts.marked.doubtful {
            guard let kind = mark.kind.objection, strong.count < limit else { continue }
            let isWeak = consent.map { facts.isSpent(mark, before: $0) } ?? false
            let objection = Objection(
                kind: kind, words: facts.marked.text.spelling(of: mark.words, in: source), isWeak: isWeak)
            if isWeak { if weak.count < limit { weak.append(objection) } } else { strong.append(objection) }
        }
        if facts.hasOpenQuestion { strong.append(Objection(kind: .question, words: "?")) }
        if facts.marked.text.hidesCharacters {
            strong.append(Objection(kind: .instruction, words: "invisible characters"))
        }
        return Array((strong + weak).prefix(limit))
    }
}

extension ReplyMarks {
    /// The last clear consent whose part of the sentence is fully understood.
    var finalConsent: Mark? {
        guard let consent = last(.yes, .proceed) else { return nil }
        var word = consent.words.lowerBound
        while word < words.count, word < consent.words.upperBound || words[word].breakBefore < .comma {
            if isStrange[word] { return nil }
            word += 1
        }
        return consent
    }

    /// Whether a word of doubt stands before the consent and apart from it: "I don't do this often, but I'm in." Prices, questions,
    /// conditions, put-offs and outright refusals count wherever they stand.
    fileprivate func isSpent(_ mark: Mark, before consent: Mark) -> Bool {
        switch mark.kind {
        case .hedge, .negator, .leanNo, .contrast: break
        default: return false
        }
        guard mark.words.upperBound <= consent.words.lowerBound else { return false }
        if mark.kind == .contrast { return true }
        return (mark.words.upperBound...consent.words.lowerBound).contains { words[$0].breakBefore >= .comma }
            || marks.contains {
                $0.kind == .contrast && mark.words.upperBound <= $0.words.lowerBound
                    && $0.words.upperBound <= consent.words.lowerBound
            }
    }
}
