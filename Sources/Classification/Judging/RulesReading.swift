package import Correspondence

/// What the rules found in a reply: their verdict, and what of it binds a model's verdict.
package struct RulesReading: Hashable, Sendable {
    /// What the rules alone say.
    package let verdict: IntentVerdict
    /// Everything in any language that speaks against an automatic answer.
    package let objections: [Objection]
    /// Whether a word of consent that nothing negates stands in a sentence whose every word the rules know.
    package let hasAffirmation: Bool
    /// 0 to 1: the share of the words that the rules know.
    package let known: Double

    package init(verdict: IntentVerdict, objections: [Objection], hasAffirmation: Bool, known: Double) {
        self.verdict = verdict
        self.objections = objections
        self.hasAffirmation = hasAffirmation
        self.known = known
    }
}

/// A reason found in the text not to answer automatically.
package struct Objection: Hashable, Sendable, CustomStringConvertible {
    package enum Kind: String, CaseIterable, Sendable {
        case optOut, refusal, deferral, condition, question, price, hedge, irony, anger, contrast, negation
        case wrongPerson, answered, machine, instruction
    }

    package let kind: Kind
    /// The words, as the own text spells them.
    package let words: String

    package init(kind: Kind, words: String) {
        self.kind = kind
        self.words = words
    }

    package var description: String { "\(kind.rawValue) '\(words)'" }
}
