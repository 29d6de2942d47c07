import Correspondence

/// Joins the rules' reading of a reply with a statistical reader's opinion on it. Pure.
///
/// The reader never decides alone. Ending a conversation without a person, and answering, need both; but a yes that the rules found,
/// have no objection to and are not sure of may be answered on the reader's word. Every objection of the rules stands, however sure
/// the reader is. The limits were chosen on replies of strangers from which the reader had not learnt
/// (`docs/CLASSIFICATION.md`).
package struct SecondOpinion: Sendable {
    /// The rules end a conversation when the share of known words and the likelihood of a wish to end add up to this: the less the
    /// rules understand, the surer the reader must be.
    package var proofToEnd = 1.36
    /// The additional amount required beside a consent.
    package var proofBesideConsent = 0.3
    /// An end beside which nothing else is said needs no more than this share of known words (a wish not to be written to, and a refusal)
    /// and a reader that considers it this many times as likely as a yes.
    package var knownToEndOnWish = 0.6
    package var knownToEndOnRefusal = 0.9
    package var timesOverYes = 1.5
    /// A reader that considers a yes this likely prevents an end, however little it knows.
    package var likelihoodToGoOn = 0.35
    /// A reader less sure of a yes than this lets nothing be answered that the rules would not answer themselves: the weaker
    /// the rules' own consent, the surer it must be. A hint alone is none.
    package var likelihoodOnCommitment = 0.1
    package var likelihoodOnClearConsent = 0.5
    package var likelihoodOnFamiliarConsent = 0.3
    package var likelihoodOnAnswer = 0.6
    /// The same where words of doubt stand before the consent: beside a commitment, and beside any other.
    package var likelihoodOfCommitmentBehindDoubts = 0.15
    package var likelihoodBehindDoubts = 0.6
    /// The same where a word that the rules do not know may be what is consented to, or a part of the reply is mostly unknown.
    package var likelihoodBesideUnknown = 0.5
    /// Shown the reply without the words that consent, the reader must consider an end less likely than this: beside unknown words,
    /// behind words of doubt, and anywhere else, where a familiar consent takes less. Beside unknown words it must find what remains this likely in a yes, too.
    package var endBesideUnknownCommitment = 0.25
    package var endBesideUnknown = 0.35
    package var endBehindDoubts = 0.35
    package var endOfCommitmentBehindDoubts = 0.7
    package var endInRest = 0.5
    package var endInFamiliarRest = 0.65
    package var yesBesideUnknown = 0.4
    /// If the reader considers a yes less likely than this, the rules' own answer is withheld: on a short answer, which may answer
    /// another question, and on any other consent but a commitment.
    package var likelihoodToContradictAnswer = 0.6
    package var likelihoodToContradict = 0.15
    /// If the reader is this sure that it is something else, the rules do not answer either.
    package var likelihoodOfSomethingElse = 0.7
    /// The share of words that must be known or small talk in a reply answered on the reader's word, and around a commitment.
    package var knownToSend = 0.45
    package var knownOnCommitment = 0.3
    /// From this share on a reply is familiar.
    package var knownWell = 0.8
    /// The length in words beyond which a reply says more than yes.
    package var longestAnswered = 80

    package static let shipped = SecondOpinion()

    package init() {}

    /// The reading that counts; without a reader the rules'.
    package func weigh(_ reading: RulesReading, by reader: StatisticalReader?) -> RulesReading {
        guard let reader else { return reading }
        return weigh(reading, reader.opinion(of: reading.statement), ofRest: reader.opinion(of: reading.rest))
    }

    /// - Parameter ofRest: the opinion on ``RulesReading/rest``; nil where nothing else is said.
    package func weigh(
        _ reading: RulesReading, _ opinion: ReaderOpinion?, ofRest: ReaderOpinion? = nil
    ) -> RulesReading {
        guard let opinion else { return reading }
        let rules = reading.verdict
        if rules.wouldEnd, !isProof(opinion, of: reading) {
            // A refusal keeps its intent: a guessed refusal goes to a person.
            let intent: Intent = rules.intent == .unsubscribe ? .clarification : rules.intent
            return reading.changed(intent, 0.5, maySend: false, "the reader is not sure that it is over", opinion)
        }
        if rules.maySend, isContradicted(reading, by: opinion) {
            return reading.changed(.interested, 0.5, maySend: false, "the reader sees no yes", opinion)
        }
        if isUnrestrictedYes(reading), let enough = likelihoodToSend(reading), opinion[.yes] >= enough,
            isHarmless(ofRest, beside: reading)
        {
            return reading.changed(.interested, opinion[.yes], maySend: true, "the reader sees the yes too", opinion)
        }
        return reading.changed(rules.intent, rules.confidence, maySend: rules.maySend, nil, opinion)
    }

    private func isContradicted(_ reading: RulesReading, by opinion: ReaderOpinion) -> Bool {
        if reading.scope.strength == .commitment { return false }
        let isAnswer = reading.scope.strength == .answer
        return opinion[.yes] < (isAnswer ? likelihoodToContradictAnswer : likelihoodToContradict)
            || ReaderOpinion.Class.allCases.contains { $0 != .yes && opinion[$0] >= likelihoodOfSomethingElse }
    }

    /// Whether the rules found a yes, nothing against it or beside it, and lack only known words.
    private func isUnrestrictedYes(_ reading: RulesReading) -> Bool {
        let known = reading.scope.strength == .commitment ? knownOnCommitment : knownToSend
        return reading.verdict.intent == .interested && !reading.verdict.maySend
            && reading.objections.allSatisfy(\.isWeak) && reading.familiar >= known
            && reading.wordCount <= longestAnswered && !reading.scope.namesTimeBehind
    }

    /// How likely the reader must consider a yes; nil where it cannot be sure enough.
    private func likelihoodToSend(_ reading: RulesReading) -> Double? {
        let isCommitment = reading.scope.strength == .commitment
        let behindDoubts = isCommitment ? likelihoodOfCommitmentBehindDoubts : likelihoodBehindDoubts
        let enough: Double
        switch reading.scope.strength {
        case .commitment: enough = likelihoodOnCommitment
        case .clear: enough = isFamiliar(reading) ? likelihoodOnFamiliarConsent : likelihoodOnClearConsent
        case .answer: enough = likelihoodOnAnswer
        case .hint, nil: return nil
        }
        return max(
            enough, reading.objections.isEmpty ? 0 : behindDoubts,
            reading.scope.hasUnknown ? likelihoodBesideUnknown : 0)
    }

    private func isFamiliar(_ reading: RulesReading) -> Bool { reading.familiar >= knownWell }

    /// Whether the reader sees nothing against the yes in what the reply says beside it.
    private func isHarmless(_ ofRest: ReaderOpinion?, beside reading: RulesReading) -> Bool {
        // A short answer may answer what nobody understood.
        if reading.scope.strength == .answer, reading.scope.hasUnknown { return false }
        let isCommitment = reading.scope.strength == .commitment
        guard let ofRest else { return !reading.scope.hasUnknown }
        if reading.scope.hasUnknown {
            return ofRest[.yes] >= yesBesideUnknown
                && ofRest.ending < (isCommitment ? endBesideUnknownCommitment : endBesideUnknown)
        }
        if reading.objections.isEmpty {
            let isCertain = isFamiliar(reading) && reading.scope.strength != .answer
            return ofRest.ending < (isCertain ? endInFamiliarRest : endInRest)
        }
        return ofRest.ending < (isCommitment ? endOfCommitmentBehindDoubts : endBehindDoubts)
    }

    private func isProof(_ opinion: ReaderOpinion, of reading: RulesReading) -> Bool {
        guard opinion[.yes] < likelihoodToGoOn else { return false }
        let enough = reading.verdict.intent == .unsubscribe ? knownToEndOnWish : knownToEndOnRefusal
        if reading.endsPlainly, reading.known >= enough, opinion.ending > timesOverYes * opinion[.yes] {
            return true
        }
        let consents = !reading.consents.isEmpty || reading.scope.strength.map { $0 > .hint } == true
        return opinion.ending + reading.known >= proofToEnd + (consents ? proofBesideConsent : 0)
    }
}

extension IntentVerdict {
    /// Whether the conversation would end without a person (`DecisionRouter`).
    fileprivate var wouldEnd: Bool {
        switch intent {
        case .unsubscribe: true
        case .notInterested: confidence >= DecisionRouter.surenessOfRefusal
        case .interested, .clarification, .contactProvided, .autoReply, .bounce: false
        }
    }
}

extension RulesReading {
    /// Whether nothing in the reply speaks of anything but an end: no consent, no hint of one, and no doubt.
    fileprivate var endsPlainly: Bool {
        consents.isEmpty && scope.strength == nil
            && objections.allSatisfy { [.optOut, .refusal, .negation, .anger, .irony].contains($0.kind) }
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
    /// Only rules and reader together make the verdict repeatable.
    fileprivate func joined(by reader: String) -> VerdictSource {
        if case .rules(let version) = self { return .rules(version: "\(version)+\(reader)") }
        return self
    }
}
