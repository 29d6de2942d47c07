import Correspondence
import Testing

@testable import Classification

@Suite struct VerdictPolicyTests {
    private func combined(
        model: Intent, rules: Intent, rulesSend: Bool = false, rulesConfidence: Double = 0.9,
        objections: [Objection] = [],
        affirmation: Bool = true, commitment: Bool = false, known: Double = 1, confidence: Double = 0.95,
        evidence: String? = "yes", part: Bool = false
    ) -> IntentVerdict {
        let reading = RulesReading(
            verdict: IntentVerdict(
                intent: rules, confidence: rulesConfidence, maySend: rulesSend, source: .rules(version: "1")),
            objections: objections, hasAffirmation: affirmation, hasCommitment: commitment, known: known,
            consents: ["yes please"])
        let answer = ModelAnswer(intent: model, confidence: confidence, evidence: evidence, sawPartOnly: part)
        return VerdictPolicy.combine(answer, with: reading, model: "m", promptVersion: "1", rulesVersion: "1")
    }

    @Test(arguments: Intent.allCases.filter { $0 != .interested })
    func theModelsYesNeverSendsAgainstTheRules(rules: Intent) {
        let verdict = combined(model: .interested, rules: rules)
        #expect(!verdict.maySend)
        #expect(verdict.intent != .interested)
    }

    @Test(arguments: Intent.allCases.filter { $0 != .interested }, [true, false])
    func onlyAYesOfTheModelSends(model: Intent, rulesSend: Bool) {
        #expect(!combined(model: model, rules: .interested, rulesSend: rulesSend).maySend)
    }

    @Test func aSureModelReadsOverDoubtsThatAConsentFollows() {
        let weak = [Objection(kind: .hedge, words: "at first", isWeak: true)]
        for rules in [Intent.interested, .clarification] {
            #expect(combined(model: .interested, rules: rules, objections: weak, affirmation: true).maySend)
            #expect(!combined(model: .interested, rules: rules, objections: weak, confidence: 0.85).maySend)
            #expect(!combined(model: .interested, rules: rules, objections: weak, affirmation: false).maySend)
            #expect(!combined(model: .interested, rules: rules, objections: weak, evidence: nil).maySend)
            #expect(!combined(model: .interested, rules: rules, objections: weak, evidence: "nice shop").maySend)
            let mixed = weak + [Objection(kind: .price, words: "300")]
            #expect(!combined(model: .interested, rules: rules, objections: mixed).maySend)
        }
        #expect(!combined(model: .interested, rules: .notInterested, objections: weak).maySend)
        #expect(!combined(model: .interested, rules: .unsubscribe, objections: weak).maySend)
        // Without any doubt the rules' own clarification stands.
        #expect(!combined(model: .interested, rules: .clarification).maySend)
    }

    @Test func aCommitmentNeedsFewerKnownWords() {
        #expect(
            combined(model: .interested, rules: .interested, affirmation: false, commitment: true, known: 0.7).maySend)
        #expect(
            !combined(model: .interested, rules: .interested, affirmation: false, commitment: true, known: 0.5).maySend)
        #expect(!combined(model: .interested, rules: .interested, known: 0.7).maySend)
    }

    @Test func aGuessedRefusalBesideAConsentIsNotEndedByTheModelsAgreement() {
        for model in [Intent.notInterested, .unsubscribe] {
            #expect(combined(model: model, rules: .notInterested, rulesConfidence: 0.55).intent == .clarification)
            #expect(
                combined(model: model, rules: .notInterested, rulesConfidence: 0.55, affirmation: false).intent == model
            )
            #expect(combined(model: model, rules: .notInterested, rulesConfidence: 0.9).intent == model)
            #expect(combined(model: model, rules: .contactProvided).intent == .contactProvided)
        }
    }

    @Test func aModelThatIsNotSureEndsNothingAlone() {
        for model in [Intent.notInterested, .unsubscribe] {
            #expect(combined(model: model, rules: .clarification, affirmation: false).intent == model)
            #expect(
                combined(model: model, rules: .clarification, affirmation: false, confidence: 0.7).intent
                    == .clarification)
            #expect(combined(model: model, rules: .clarification).intent == .clarification)
        }
    }

    @Test(arguments: Objection.Kind.allCases)
    func anyObjectionForbidsSending(kind: Objection.Kind) {
        let verdict = combined(model: .interested, rules: .interested, objections: [Objection(kind: kind, words: "w")])
        #expect(!verdict.maySend)
    }

    @Test func theModelSendsWithTheRulesAtItsSide() {
        #expect(combined(model: .interested, rules: .interested).maySend)
        #expect(combined(model: .interested, rules: .interested, rulesSend: true, confidence: 0.1).maySend)
        #expect(!combined(model: .interested, rules: .interested, affirmation: false).maySend)
        #expect(!combined(model: .interested, rules: .interested, known: 0.5).maySend)
        #expect(!combined(model: .interested, rules: .interested, confidence: 0.5).maySend)
        #expect(!combined(model: .interested, rules: .interested, evidence: nil).maySend)
        #expect(!combined(model: .interested, rules: .interested, part: true).maySend)
        #expect(!combined(model: .interested, rules: .interested, rulesSend: true, part: true).maySend)
    }

    @Test(arguments: [
        (Intent.notInterested, Intent.clarification, Intent.clarification),
        (.unsubscribe, .notInterested, .unsubscribe),
        (.notInterested, .unsubscribe, .unsubscribe), (.clarification, .contactProvided, .contactProvided),
        (.interested, .unsubscribe, .unsubscribe), (.interested, .notInterested, .clarification),
        (.notInterested, .interested, .clarification), (.unsubscribe, .interested, .clarification),
        (.interested, .question, .clarification), (.autoReply, .interested, .autoReply),
    ])
    func theMoreCautiousVerdictCounts(model: Intent, rules: Intent, result: Intent) {
        #expect(combined(model: model, rules: rules).intent == result)
    }

    @Test(arguments: [Objection.Kind.deferral, .condition, .question, .price, .wrongPerson, .answered])
    func aModelAloneEndsNothingThatWantsAPerson(kind: Objection.Kind) {
        let noted = [Objection(kind: kind, words: "w")]
        #expect(combined(model: .notInterested, rules: .clarification, objections: noted).intent == .clarification)
        #expect(combined(model: .unsubscribe, rules: .clarification, objections: noted).intent == .clarification)
    }

    @Test func aSureYesThatTheModelDeniesGoesToAPerson() {
        #expect(combined(model: .notInterested, rules: .interested, rulesSend: true).intent == .clarification)
    }
}

extension Intent {
    /// What a question is judged as.
    fileprivate static var question: Intent { .clarification }
}
