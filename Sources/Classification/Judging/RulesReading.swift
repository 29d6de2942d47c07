package import Correspondence

/// The rules' reading of a reply: their verdict, and everything in it that restricts a model's verdict.
package struct RulesReading: Hashable, Sendable {
    /// The rules' own verdict; after a second opinion, the verdict that remains.
    package internal(set) var verdict: IntentVerdict
    /// Every objection, in any language, to an automatic answer.
    package let objections: [Objection]
    /// Whether a consent that nothing negates stands in a sentence whose every word the rules know.
    let hasAffirmation: Bool
    /// Whether a consent commits its writer and is surrounded by small talk at most (``Commitment``).
    let hasCommitment: Bool
    /// 0 to 1: the share of the words that the rules know.
    package let known: Double
    /// 0 to 1: the share of the words that are known or small talk.
    package let familiar: Double
    /// The consent, as spelled in the own text.
    package let consents: [String]
    /// The length of the reply in words.
    package let wordCount: Int
    /// The surroundings of its consent.
    package let scope: ConsentScope
    /// The own text without the questions that our next mail answers, where a clear consent stands beside them.
    package let statement: String
    /// The statement without the words that consent: what else the writer says.
    package let rest: String

    package init(
        verdict: IntentVerdict, objections: [Objection], hasAffirmation: Bool, hasCommitment: Bool = false,
        known: Double, familiar: Double? = nil, consents: [String] = [], wordCount: Int = 0,
        scope: ConsentScope = .none, statement: String = "", rest: String = ""
    ) {
        self.verdict = verdict
        self.objections = objections
        self.hasAffirmation = hasAffirmation
        self.hasCommitment = hasCommitment
        self.known = known
        self.familiar = familiar ?? known
        self.consents = consents
        self.wordCount = wordCount
        self.scope = scope
        self.statement = statement
        self.rest = rest
    }

    /// The rules reject the yes only because of words of doubt before it.
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
    /// The words, as spelled in the own text.
    package let words: String
    /// A word of doubt that a clear consent follows: a model that is sure may overrule it, the rules do not.
    package let isWeak: Bool

    package init(kind: Kind, words: String, isWeak: Bool = false) {
        self.kind = kind
        self.words = words
        self.isWeak = isWeak
    }

    package var description: String { "\(kind.rawValue) '\(words)'" }
}
