import Correspondence
import Testing

@testable import Classification

@Suite struct VerdictPolicyTests {
    private func combined(
        model: Intent, rules: Intent, rulesSend: Bool = false, rulesConfidence: Double = 0.9,
        objections: [Objection] = [],
        affirmation: Bool = true, known: Double = 1, confidence: Double = 0.95, evidence: String? = "yes",
        part: Bool = false
    ) -> IntentVerdict {
        let reading = RulesReading(
            verdict: IntentVerdict(
                intent: rules, confidence: rulesConfidence, maySend: rulesSend, source: .rules(version: "1")),
            objections: objections, hasAffirmation: affirmation, known: known)
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
        (Intent.notInterested, Intent.clarification, Intent.notInterested),
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
