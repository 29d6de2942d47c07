package import Correspondence

/// What the rules found in a reply: their verdict, and what of it binds a model's verdict.
package struct RulesReading: Hashable, Sendable {
    /// What the rules alone say; beside a second reader, what is left of it.
    package internal(set) var verdict: IntentVerdict
    /// Everything in any language that speaks against an automatic answer.
    package let objections: [Objection]
    /// Whether a word of consent that nothing negates stands in a sentence whose every word the rules know.
    let hasAffirmation: Bool
    /// Whether a consent commits its writer, and what stands around it is small talk at most (``Commitment``).
    let hasCommitment: Bool
    /// 0 to 1: the share of the words that the rules know.
    package let known: Double
    /// The words of consent, as the own text spells them.
    package let consents: [String]
    /// How many words the reply has.
    package let wordCount: Int
    /// What stands around its consent.
    package let scope: ConsentScope

    package init(
        verdict: IntentVerdict, objections: [Objection], hasAffirmation: Bool, hasCommitment: Bool = false,
        known: Double, consents: [String] = [], wordCount: Int = 0,
        scope: ConsentScope = .none
    ) {
        self.verdict = verdict
        self.objections = objections
        self.hasAffirmation = hasAffirmation
        self.hasCommitment = hasCommitment
        self.known = known
        self.consents = consents
        self.wordCount = wordCount
        self.scope = scope
    }

    /// The rules hold it for no yes only because of words of doubt that stand before one.
    var isYesBehindDoubts: Bool {
        !objections.isEmpty && objections.allSatisfy(\.isWeak) && (hasAffirmation || hasCommitment)
            && (verdict.intent == .interested || verdict.intent == .clarification
                || verdict.intent == .notInterested && verdict.confidence < DecisionRouter.surenessOfRefusal)
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
    /// A word of doubt that a clear consent follows: a model that is sure may read over it, the rules do not.
    package let isWeak: Bool

    package init(kind: Kind, words: String, isWeak: Bool = false) {
        self.kind = kind
        self.words = words
        self.isWeak = isWeak
    }

    package var description: String { "\(kind.rawValue) '\(words)'" }
}
