import Correspondence

/// Joins the rules' reading of a reply with a statistical reader's opinion on it. Pure.
///
/// The reader never decides alone. What would end without a person, or would be answered, needs both; and a yes that the
/// rules found and have no objection to, but are not sure of, may be answered on the reader's word. Every objection of the
/// rules stands, however sure the reader is. The limits were chosen on replies of strangers that the reader had not learnt
/// from (`docs/CLASSIFICATION.md`).
package struct SecondOpinion: Sendable {
    /// The rules end a conversation where the share of words they know and the likelihood of a wish to end come to this
    /// together: the less the rules understand, the surer the reader must be.
    package var proofToEnd = 1.25
    /// How much more it takes beside a consent.
    package var proofBesideConsent = 0.3
    /// A reader less sure of a yes than this lets nothing be answered that the rules would not answer themselves.
    package var likelihoodToSend = 0.65
    /// Where the reader holds a yes for less likely than this, the rules answer none.
    package var likelihoodToContradict = 0.15
    /// Where the reader is as sure as this that it is something else, neither.
    package var likelihoodOfSomethingElse = 0.6
    /// The share of words the rules must know of what is answered on the reader's word.
    package var knownToSend = 0.5
    /// Longer replies say more than yes, in words.
    package var longestAnswered = 30

    package static let shipped = SecondOpinion()

    package init() {}

    /// The reading that counts; without an opinion the rules'.
    package func weigh(_ reading: RulesReading, _ opinion: ReaderOpinion?) -> RulesReading {
        guard let opinion else { return reading }
        let rules = reading.verdict
        if rules.wouldEnd, !isProof(opinion, of: reading) {
            // A refusal keeps its name: one that is a guess goes to a person.
            let intent: Intent = rules.intent == .unsubscribe ? .clarification : rules.intent
            return reading.changed(intent, 0.5, maySend: false, "the reader is not sure that it is over", opinion)
        }
        if rules.maySend, isContradicted(by: opinion) {
            return reading.changed(.interested, 0.5, maySend: false, "the reader sees no yes", opinion)
        }
        if reading.isYesWithoutSureness(known: knownToSend, words: longestAnswered), opinion[.yes] >= likelihoodToSend {
            return reading.changed(.interested, opinion[.yes], maySend: true, "the reader sees the yes too", opinion)
        }
        return reading.changed(rules.intent, rules.confidence, maySend: rules.maySend, nil, opinion)
    }

    private func isContradicted(by opinion: ReaderOpinion) -> Bool {
        opinion[.yes] < likelihoodToContradict
            || ReaderOpinion.Class.allCases.contains { $0 != .yes && opinion[$0] >= likelihoodOfSomethingElse }
    }

    private func isProof(_ opinion: ReaderOpinion, of reading: RulesReading) -> Bool {
        opinion.ending + reading.known >= proofToEnd + (reading.consents.isEmpty ? 0 : proofBesideConsent)
    }
}

extension IntentVerdict {
    /// Whether the conversation would be over without a person (`DecisionRouter`).
    fileprivate var wouldEnd: Bool {
        switch intent {
        case .unsubscribe: true
        case .notInterested: confidence >= DecisionRouter.surenessOfRefusal
        case .interested, .clarification, .contactProvided, .autoReply, .bounce: false
        }
    }
}

extension RulesReading {
    /// Whether the rules found a yes and nothing against it, and miss nothing but words that they know.
    fileprivate func isYesWithoutSureness(known share: Double, words: Int) -> Bool {
        verdict.intent == .interested && !verdict.maySend && objections.isEmpty
            && (hasAffirmation || hasCommitment || !consents.isEmpty) && known >= share && wordCount <= words
    }

    fileprivate func changed(
        _ intent: Intent, _ confidence: Double, maySend: Bool, _ why: String?, _ opinion: ReaderOpinion
    ) -> RulesReading {
        var changed = self
        let reasons = [why, verdict.explanation, "reader: \(opinion)"].compactMap(\.self).filter { !$0.isEmpty }
        changed.verdict = IntentVerdict(
            intent: intent, confidence: confidence, maySend: maySend, source: verdict.source.joined(by: opinion.reader),
            evidence: verdict.evidence, explanation: reasons.joined(separator: "; "), language: verdict.language)
        return changed
    }
}

extension VerdictSource {
    /// Rules and a reader are repeatable together only.
    fileprivate func joined(by reader: String) -> VerdictSource {
        if case .rules(let version) = self { return .rules(version: "\(version)+\(reader)") }
        return self
    }
}
