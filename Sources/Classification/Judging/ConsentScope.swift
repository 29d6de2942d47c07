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

    /// The source without the questions that our next mail answers, where a clear consent stands beside them: "Count me in! Where do I
    /// sign?"
    func statement(of source: [UInt8]) -> String { text(source, without: answeredQuestions(source)) }

    /// What remains of the statement when the words that consent are taken out.
    func textWithoutConsent(_ source: [UInt8]) -> String {
        let consents = marks.filter { $0.kind.consents.map { $0 > .hint } == true }
            .flatMap { mark in mark.words.map { words[$0].source } }
        return text(source, without: consents + answeredQuestions(source))
    }

    /// The sentences, as places in the source, that ask how to go on and nothing else.
    private func answeredQuestions(_ source: [UInt8]) -> [Range<Int>] {
        guard let strength = strongestConsent?.strength, strength >= .clear else { return [] }
        let sentences = marked.text.parts(atLeast: .sentence)
        return sentences.indices.compactMap { place in
            let sentence = sentences[place]
            let next = place + 1 < sentences.count ? sentences[place + 1].lowerBound : nil
            guard words[sentence.upperBound - 1].shape.contains(.asked), isStrange[sentence].allSatisfy({ !$0 }) else {
                return nil
            }
            let kinds = marks.filter { sentence.contains($0.words.lowerBound) }.map(\.kind)
            guard kinds.contains(.proceed), !kinds.contains(.yes) else { return nil }
            let end = next.map { words[$0].source.lowerBound } ?? source.count
            return words[sentence.lowerBound].source.lowerBound..<end
        }
    }

    private func text(_ source: [UInt8], without removed: [Range<Int>]) -> String {
        var rest: [UInt8] = []
        var end = 0
        for range in removed.sorted(by: { $0.lowerBound < $1.lowerBound }) {
            if range.lowerBound > end { rest += source[end..<range.lowerBound] }
            end = max(end, range.upperBound)
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
