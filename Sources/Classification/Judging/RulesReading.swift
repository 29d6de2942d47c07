public import Correspondence

/// What the rules found in a reply: their verdict, and what of it binds a model's verdict.
public struct RulesReading: Hashable, Sendable {
    /// What the rules alone say.
    public let verdict: IntentVerdict
    /// Everything in any language that speaks against an automatic answer.
    public let objections: [Objection]
    /// Whether a word of consent that nothing negates stands in a sentence whose every word the rules know.
    public let hasAffirmation: Bool
    /// 0 to 1: the share of the words that the rules know.
    public let known: Double

    public init(verdict: IntentVerdict, objections: [Objection], hasAffirmation: Bool, known: Double) {
        self.verdict = verdict
        self.objections = objections
        self.hasAffirmation = hasAffirmation
        self.known = known
    }
}

/// A reason found in the text not to answer automatically.
public struct Objection: Hashable, Sendable, CustomStringConvertible {
    public enum Kind: String, CaseIterable, Sendable {
        case optOut, refusal, deferral, condition, question, price, hedge, irony, anger, contrast, negation
        case wrongPerson, answered, machine, instruction
    }

    public let kind: Kind
    /// The words, as the own text spells them.
    public let words: String

    public init(kind: Kind, words: String) {
        self.kind = kind
        self.words = words
    }

    public var description: String { "\(kind.rawValue) '\(words)'" }
}
