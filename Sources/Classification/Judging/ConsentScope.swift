/// How strongly a reply consents, and what else in it could restrict the consent.
///
/// A yes is unconditional by what is missing: no question, condition, put-off or "but" (objections of their own), no day to wait
/// for, and nothing that the rules do not understand.
package struct ConsentScope: Hashable, Sendable {
    /// How the writer consents.
    package enum Strength: Int, Comparable, Sendable {
        /// Words of courtesy, or words that consenting replies tend to hold.
        case hint
        /// A short answer, or a request to go on: both may answer something else.
        case answer
        /// Clear words of consent.
        case clear
        /// Words that themselves perform the consent.
        case commitment

        package static func < (one: Strength, other: Strength) -> Bool { one.rawValue < other.rawValue }
    }

    /// The strongest consent; nil where the rules found none.
    package let strength: Strength?
    /// Whether a month, a day or "tomorrow" follows the last consent of that strength.
    package let namesTimeBehind: Bool
    /// Whether a sentence, or a part between commas, consists mostly of unknown words: it may refuse in a language without
    /// rules.
    package let hasUnknownPart: Bool
    /// Whether a word that the rules do not know (beside a commitment: that is no small talk either) stands behind the last consent of
    /// that strength, before the next comma: it may say what is consented to. "Interested in suing you" is no yes. Short answers have no object.
    package let hasUnknownObject: Bool

    var hasUnknown: Bool { hasUnknownPart || hasUnknownObject }

    /// Shorter parts are names and exclamations.
    private static let fewestWords = 3
    /// If fewer than one word in this many is known, the meaning is unknown.
    private static let wordsPerKnown = 3

    /// For a text without a consent.
    package static let none = ConsentScope()

    init(
        strength: Strength? = nil, namesTimeBehind: Bool = false, hasUnknownPart: Bool = false,
        hasUnknownObject: Bool = false
    ) {
        self.strength = strength
        self.namesTimeBehind = namesTimeBehind
        self.hasUnknownPart = hasUnknownPart
        self.hasUnknownObject = hasUnknownObject
    }

    init(_ facts: ReplyMarks) {
        let found = facts.strongestConsent
        let parts = [FoldedText.Break.sentence, .comma].flatMap { facts.marked.text.parts(atLeast: $0) }
        self.init(
            strength: found?.strength,
            namesTimeBehind: facts.marks.contains {
                $0.kind == .time && $0.words.lowerBound >= found?.mark.words.lowerBound ?? 0
            },
            hasUnknownPart: parts.contains { part in
                let known = facts.isStrange[part].count(where: { !$0 })
                return part.count >= Self.fewestWords && Self.wordsPerKnown * known < part.count
            },
            hasUnknownObject: found.map { facts.hasUnknownObject(of: $0.mark, $0.strength) } ?? false)
    }
}

extension ReplyMarks {
    fileprivate func hasUnknownObject(of consent: Mark, _ strength: ConsentScope.Strength) -> Bool {
        guard strength >= .clear else { return false }
        return words.indices[consent.words.upperBound...].prefix { !marked.text.opensPart(at: $0) }
            .contains { isStrange[$0] }
    }

    /// What remains of the source when the words that consent are taken out.
    func textWithoutConsent(_ source: [UInt8]) -> String {
        var consents = [Bool](repeating: false, count: words.count)
        for mark in marks where mark.kind.consents.map({ $0 > .hint }) == true {
            for word in mark.words { consents[word] = true }
        }
        var rest: [UInt8] = []
        var end = 0
        for (word, consents) in zip(words, consents) where consents {
            if word.source.lowerBound > end { rest += source[end..<word.source.lowerBound] }
            end = max(end, word.source.upperBound)
        }
        return String(decoding: rest + source[end...], as: UTF8.self)
    }

    /// The last of the strongest marks that consent.
    fileprivate var strongestConsent: (mark: Mark, strength: ConsentScope.Strength)? {
        var found: (mark: Mark, strength: ConsentScope.Strength)?
        for mark in marks {
            guard let strength = mark.kind.consents, strength >= found?.strength ?? strength else { continue }
            found = (mark, strength)
        }
        return found
    }
}

extension MarkKind {
    fileprivate var consents: ConsentScope.Strength? {
        switch self {
        case .commit: .commitment
        case .yes: .clear
        case .nod, .proceed: .answer
        case .leanYes, .courtesy: .hint
        default: nil
        }
    }
}
