/// What stands around the last consent of a reply: whether anything beside it could restrict it.
///
/// A yes is unconditional by what is missing: no question, no condition, no put-off, no "but" (objections of their own), and
/// also no time, no number, no second topic. What the rules do not know may be any of these, and weighs most behind the yes.
package struct ConsentScope: Hashable, Sendable {
    /// How the writer consents; nil where the rules found nothing of the kind.
    package enum Strength: Int, Comparable, Sendable {
        /// Words of courtesy, or words that consenting replies tend to hold.
        case hint
        /// A short answer, or a request to go on.
        case answer
        /// Clear words of consent.
        case clear
        /// Words that perform it.
        case commitment

        package static func < (one: Strength, other: Strength) -> Bool { one.rawValue < other.rawValue }
    }

    package let strength: Strength?
    /// Words that the rules do not know: before the part of the sentence in which the consent stands, in it, and behind it.
    package let unknownBefore: Int
    package let unknownBeside: Int
    package let unknownBehind: Int
    /// How many words stand behind the consent.
    package let wordsBehind: Int
    package let sentences: Int
    package let digits: Int
    /// Whether the name of a month or day, or "tomorrow", stands before the consent, or behind it.
    package let namesTimeBefore: Bool
    package let namesTimeBehind: Bool

    /// Of a text without a consent.
    package static let none = ConsentScope()

    init(strength: Strength? = nil, unknownBehind: Int = 0, wordsBehind: Int = 0, namesTimeBehind: Bool = false) {
        self.strength = strength
        unknownBefore = 0
        unknownBeside = 0
        self.unknownBehind = unknownBehind
        self.wordsBehind = wordsBehind
        sentences = 0
        digits = 0
        namesTimeBefore = false
        self.namesTimeBehind = namesTimeBehind
    }

    init(_ facts: ReplyMarks) {
        let found = facts.strongestConsent
        strength = found?.strength
        let consent = found?.mark.words ?? 0..<0
        let part = facts.marked.text.parts(atLeast: .comma).first { $0.contains(consent.lowerBound) } ?? consent
        unknownBefore = facts.isUnknown[..<part.lowerBound].count { $0 }
        unknownBeside = facts.isUnknown[part.lowerBound..<consent.upperBound].count { $0 }
        unknownBehind = facts.isUnknown[consent.upperBound...].count { $0 }
        wordsBehind = facts.words.count - consent.upperBound
        sentences = facts.marked.text.parts(atLeast: .sentence).count
        digits = facts.digits
        let times = facts.marks.filter { $0.kind == .time }
        namesTimeBefore = times.contains { $0.words.lowerBound < consent.lowerBound }
        namesTimeBehind = times.contains { $0.words.lowerBound >= consent.lowerBound }
    }
}

extension ReplyMarks {
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
