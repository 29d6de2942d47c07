import Correspondence
import Testing

@testable import Classification

@Suite struct SecondOpinionTests {
    private func reading(
        _ intent: Intent, _ confidence: Double = 0.9, maySend: Bool = false, objections: [Objection] = [],
        consents: [String] = [], known: Double = 1, words: Int = 5, scope: ConsentScope? = nil
    ) -> RulesReading {
        let verdict = IntentVerdict(
            intent: intent, confidence: confidence, maySend: maySend, source: .rules(version: "1"), explanation: "said")
        return RulesReading(
            verdict: verdict, objections: objections, hasAffirmation: false, known: known, consents: consents,
            wordCount: words, scope: scope ?? ConsentScope(strength: consents.isEmpty ? nil : .clear))
    }

    private func opinion(yes: Double = 0, no: Double = 0, stop: Double = 0) -> ReaderOpinion {
        ReaderOpinion(probabilities: [yes, no, stop, 1 - yes - no - stop], reader: "reader-1")
    }

    private func decision(
        _ reading: RulesReading, _ opinion: ReaderOpinion?, ofRest: ReaderOpinion? = nil
    ) -> Decision {
        let weighed = SecondOpinion.shipped.weigh(reading, opinion, ofRest: ofRest)
        return DecisionRouter.decide(ReplyFacts(verdict: weighed.verdict))
    }

    @Test func anEndingThatBothSeeEnds() {
        #expect(decision(reading(.notInterested), opinion(no: 0.6)) == .complete)
        #expect(decision(reading(.unsubscribe), opinion(no: 0.2, stop: 0.4)) == .optOut)
    }

    @Test func anEndingThatTheReaderDoesNotSeeGoesToAPerson() {
        #expect(decision(reading(.notInterested), opinion(yes: 0.9)) == .handOff(.unsure))
        #expect(decision(reading(.unsubscribe), opinion(yes: 0.9)) == .handOff(.clarification))
    }

    @Test func theLessTheRulesKnowTheSurerTheReaderMustBe() {
        #expect(decision(reading(.notInterested, known: 0.9), opinion(no: 0.5)) == .complete)
        #expect(decision(reading(.notInterested, known: 0.5), opinion(no: 0.5)) == .handOff(.unsure))
        #expect(decision(reading(.notInterested, known: 0.5), opinion(no: 0.9)) == .complete)
    }

    @Test func anEndingBesideAConsentTakesMore() {
        #expect(decision(reading(.notInterested), opinion(no: 0.4)) == .complete)
        #expect(decision(reading(.notInterested, consents: ["yes"]), opinion(no: 0.4)) == .handOff(.unsure))
    }

    /// "Please take me off the roster": nothing else is said.
    @Test(arguments: [(Intent.unsubscribe, 0.65, 0.55), (.notInterested, 0.95, 0.85)])
    func aPlainEndingNeedsKnownWordsAndNoYes(intent: Intent, enough: Double, less: Double) {
        func ends(_ reading: RulesReading, _ opinion: ReaderOpinion) -> Bool {
            [.complete, .optOut].contains(decision(reading, opinion))
        }
        #expect(ends(reading(intent, known: enough), opinion(yes: 0.2, no: 0.32)))
        #expect(!ends(reading(intent, known: enough), opinion(yes: 0.2, no: 0.28)))
        #expect(!ends(reading(intent, known: enough), opinion(yes: 0.36, no: 0.6)))
        #expect(!ends(reading(intent, known: less), opinion(yes: 0.2, no: 0.32)))
        let hint = ConsentScope(strength: .hint)
        #expect(!ends(reading(intent, known: enough, scope: hint), opinion(no: 0.1)))
        for kind in Objection.Kind.allCases {
            let isOfAnEnd = [.optOut, .refusal, .negation, .anger, .irony].contains(kind)
            let beside = reading(intent, objections: [Objection(kind: kind, words: "words")], known: enough)
            #expect(ends(beside, opinion(no: 0.1)) == isOfAnEnd, "\(kind)")
        }
    }

    /// Small talk counts as known here: "My sister adored your lamp, so I'd love to."
    @Test func aFamiliarReplyNeedsALessSureReader() {
        func found(_ known: Double, unknownPart: Bool = false, unknownObject: Bool = false) -> RulesReading {
            let scope = ConsentScope(strength: .clear, hasUnknownPart: unknownPart, hasUnknownObject: unknownObject)
            return reading(.interested, consents: ["love to"], known: known, scope: scope)
        }
        #expect(decision(found(0.85), opinion(yes: 0.35)) == .startSequence)
        #expect(decision(found(0.85), opinion(yes: 0.25)) == .handOff(.unsure))
        #expect(decision(found(0.75), opinion(yes: 0.35)) == .handOff(.unsure))
        #expect(decision(found(0.85), opinion(yes: 0.6), ofRest: opinion(no: 0.6)) == .startSequence)
        #expect(decision(found(0.85), opinion(yes: 0.6), ofRest: opinion(no: 0.7)) == .handOff(.unsure))
        #expect(decision(found(0.75), opinion(yes: 0.6), ofRest: opinion(no: 0.6)) == .handOff(.unsure))
        #expect(decision(found(0.85, unknownObject: true), opinion(yes: 0.35)) == .handOff(.unsure))
        #expect(decision(found(0.85, unknownPart: true), opinion(yes: 0.35)) == .handOff(.unsure))
    }

    @Test(arguments: [(ConsentScope.Strength.commitment, 0.65, 0.75), (.clear, 0.3, 0.4)])
    func doubtsBeforeACommitmentMaySoundLikeAnEnd(strength: ConsentScope.Strength, less: Double, more: Double) {
        let weak = Objection(kind: .refusal, words: "never", isWeak: true)
        let found = reading(
            .interested, objections: [weak], consents: ["count me in"], scope: ConsentScope(strength: strength))
        #expect(decision(found, opinion(yes: 0.65), ofRest: opinion(no: less)) == .startSequence)
        #expect(decision(found, opinion(yes: 0.65), ofRest: opinion(no: more)) == .handOff(.unsure))
    }

    /// The reader is not shown what our next mail answers: a question mark sounds like a question.
    @Test(
        arguments: [
            ("Count me in! Where do I sign?", "Count me in! ", "  ! "),
            ("Where do I sign? Count me in!", "Count me in!", "  !"),
            ("Count me in! What does it pay?", "Count me in! What does it pay?", "  ! What does it pay?"),
            ("Count me in! Where do I sign, Gwendolyn?", "Count me in! Where do I sign, Gwendolyn?", nil),
            ("Where do I sign?", "Where do I sign?", nil),
        ] as [(String, String, String?)])
    func theReaderIsNotShownQuestionsThatAreAnswered(text: String, statement: String, rest: String?) {
        let reading = RulesClassifier.shipped.read(ClassificationRequest(ownText: text))
        #expect(reading.statement == statement)
        if let rest { #expect(reading.rest == rest) }
    }

    @Test func theReaderNeverEndsAlone() {
        for intent in [Intent.interested, .clarification, .contactProvided] {
            let facts = ReplyFacts(
                verdict: SecondOpinion.shipped.weigh(reading(intent), opinion(no: 0.1, stop: 0.9)).verdict)
            if case .handOff = DecisionRouter.decide(facts) { continue }
            Issue.record("\(intent) came to \(DecisionRouter.decide(facts))")
        }
        #expect(decision(reading(.notInterested, 0.55), opinion(no: 1)) == .handOff(.unsure))
    }

    /// "No worries, all good" is a yes by its words alone.
    @Test func aSureYesOfTheRulesIsForAPersonWhereTheReaderSeesSomethingElse() {
        let sure = reading(.interested, maySend: true, consents: ["all good"])
        #expect(decision(sure, opinion(yes: 0.5, no: 0.2)) == .startSequence)
        #expect(decision(sure, opinion(yes: 0.25, no: 0.65)) == .startSequence)
        #expect(decision(sure, opinion(yes: 0.25, no: 0.72)) == .handOff(.unsure))
        #expect(decision(sure, opinion(yes: 0.25)) == .handOff(.unsure))
    }

    @Test func aYesThatBothSeeIsAnswered() {
        let found = reading(.interested, consents: ["sure"], known: 0.6)
        #expect(decision(found, opinion(yes: 0.55)) == .startSequence)
        #expect(decision(found, opinion(yes: 0.45)) == .handOff(.unsure))
        #expect(decision(found, nil) == .handOff(.unsure))
    }

    @Test func theReaderNeverSendsAlone() {
        let sure = opinion(yes: 0.99)
        let objection = Objection(kind: .question, words: "?")
        #expect(decision(reading(.interested, objections: [objection], consents: ["yes"]), sure) == .handOff(.unsure))
        #expect(decision(reading(.interested), sure) == .handOff(.unsure))
        #expect(decision(reading(.interested, consents: ["yes"], known: 0.4), sure) == .handOff(.unsure))
        #expect(decision(reading(.interested, consents: ["yes"], words: 81), sure) == .handOff(.unsure))
        #expect(decision(reading(.clarification, consents: ["yes"]), sure) == .handOff(.clarification))
    }

    @Test(
        arguments: [(ConsentScope.Strength.commitment, 0.12), (.clear, 0.52), (.answer, 0.62), (.hint, nil)]
            as [(ConsentScope.Strength, Double?)])
    func theWeakerTheConsentTheSurerTheReader(strength: ConsentScope.Strength, enough: Double?) {
        let found = reading(.interested, consents: ["sure"], known: 0.7, scope: ConsentScope(strength: strength))
        if let enough { #expect(decision(found, opinion(yes: enough)) == .startSequence) }
        #expect(decision(found, opinion(yes: (enough ?? 1) - 0.05)) == .handOff(.unsure))
    }

    /// "Count me in. Let's talk on Monday."
    @Test func aDayBehindTheConsentIsAPersons() {
        func yes(time: Bool) -> RulesReading {
            let scope = ConsentScope(strength: .commitment, namesTimeBehind: time)
            return reading(.interested, consents: ["count me in"], known: 0.7, words: 8, scope: scope)
        }
        #expect(decision(yes(time: false), opinion(yes: 0.95)) == .startSequence)
        #expect(decision(yes(time: true), opinion(yes: 0.95)) == .handOff(.unsure))
    }

    /// "I'm interested in flogging you": what is said beside the consent must not sound like an end.
    @Test func aYesToSomethingUnknownTakesASecondLook() {
        func yes(toUnknown: Bool) -> RulesReading {
            let scope = ConsentScope(strength: .clear, hasUnknownObject: toUnknown)
            return reading(.interested, consents: ["interested"], known: 0.75, words: 6, scope: scope)
        }
        func answers(toUnknown: Bool, yes likelihood: Double = 0.5, end: Double) -> Bool {
            let rest = opinion(yes: likelihood, no: end / 2, stop: end / 2)
            return decision(yes(toUnknown: toUnknown), opinion(yes: 0.95), ofRest: rest) == .startSequence
        }
        #expect(decision(yes(toUnknown: false), opinion(yes: 0.95)) == .startSequence)
        #expect(decision(yes(toUnknown: true), opinion(yes: 0.95)) == .handOff(.unsure))
        #expect(answers(toUnknown: true, end: 0.2))
        #expect(!answers(toUnknown: true, end: 0.4))
        #expect(!answers(toUnknown: true, yes: 0.3, end: 0.2))
        #expect(answers(toUnknown: false, yes: 0.3, end: 0.4))
        #expect(!answers(toUnknown: false, yes: 0.3, end: 0.6))
    }

    @Test func aShortAnswerBesideAPartThatNobodyKnowsIsAPersons() {
        func answers(_ strength: ConsentScope.Strength) -> Bool {
            let scope = ConsentScope(strength: strength, hasUnknownPart: true)
            let found = reading(.interested, consents: ["sure"], known: 0.8, words: 9, scope: scope)
            return decision(found, opinion(yes: 0.95), ofRest: opinion(yes: 0.9)) == .startSequence
        }
        #expect(answers(.clear))
        #expect(!answers(.answer))
    }

    /// The reader is shown the reply without the words that consent.
    @Test func theRestIsWhatTheConsentLeaves() {
        let reading = RulesClassifier.shipped.read(ClassificationRequest(ownText: "Count me in, my dear friend!"))
        #expect(reading.rest.contains("dear friend"))
        #expect(!reading.rest.contains("Count"))
        #expect(RulesClassifier.shipped.read(ClassificationRequest(ownText: "The weather")).rest == "The weather")
    }

    @Test(arguments: [
        ("I'm interested in flogging you", true), ("I'm interested, gwendolyn", false), ("I'm interested", false),
        ("Ich habe Interesse an Backpfeifen.", true), ("Sign me up for flogging", true),
        ("Yes, Scotty", false),
    ])
    func whatStandsBehindAConsentIsItsObject(text: String, isUnknown: Bool) {
        let scope = RulesClassifier.shipped.read(ClassificationRequest(ownText: text)).scope
        #expect(scope.hasUnknownObject == isUnknown, "\(RulesClassifier.shipped.marks(of: text))")
    }

    /// It may be in a language without rules.
    @Test(arguments: [
        "Nem érdekel, köszönöm szépen. Count me in!", "En ole kiinnostunut. I'd love to join!",
        "I'd love to join, alas the quorum vetoed.",
    ])
    func aYesBesideWordsThatNobodyKnowsIsAPersons(text: String) async {
        let verdict = await ClassifierChain(rules: .shipped, reader: .shipped).classify(
            ClassificationRequest(ownText: text))
        #expect(DecisionRouter.decide(ReplyFacts(verdict: verdict)) == .handOff(.unsure), "\(verdict)")
    }

    @Test func wordsOfDoubtBeforeTheConsentTakeASurerReader() {
        let weak = Objection(kind: .contrast, words: "but", isWeak: true)
        func found(_ strength: ConsentScope.Strength) -> RulesReading {
            reading(
                .interested, objections: [weak], consents: ["count me in"], scope: ConsentScope(strength: strength))
        }
        #expect(decision(found(.commitment), opinion(yes: 0.2)) == .startSequence)
        #expect(decision(found(.commitment), opinion(yes: 0.1)) == .handOff(.unsure))
        #expect(decision(found(.clear), opinion(yes: 0.65)) == .startSequence)
        #expect(decision(found(.clear), opinion(yes: 0.55)) == .handOff(.unsure))
    }

    /// Short answers answer other things as well; who commits himself needs no second word.
    @Test(arguments: [(ConsentScope.Strength.answer, 0.6), (.clear, 0.15)])
    func theWeakerTheConsentTheSoonerTheReaderContradicts(strength: ConsentScope.Strength, enough: Double) {
        let sure = reading(.interested, maySend: true, consents: ["ok"], scope: ConsentScope(strength: strength))
        #expect(decision(sure, opinion(yes: enough + 0.01, no: 0.3)) == .startSequence)
        #expect(decision(sure, opinion(yes: enough - 0.01, no: 0.3)) == .handOff(.unsure))
    }

    @Test func aCommitmentIsNotContradicted() {
        let sure = reading(.interested, maySend: true, consents: ["ok"], scope: ConsentScope(strength: .commitment))
        #expect(decision(sure, opinion(yes: 0.1)) == .startSequence)
    }

    @Test func aReaderThatHoldsAYesForLikelySeesNoEnd() {
        #expect(decision(reading(.notInterested), opinion(yes: 0.34, no: 0.6)) == .complete)
        #expect(decision(reading(.notInterested), opinion(yes: 0.36, no: 0.6)) == .handOff(.unsure))
    }

    @Test func aSureYesThatTheReaderContradictsGoesToAPerson() {
        let found = reading(.interested, maySend: true, consents: ["yes"])
        #expect(decision(found, opinion(yes: 0.2, no: 0.3)) == .startSequence)
        #expect(decision(found, opinion(yes: 0.1, no: 0.8)) == .handOff(.unsure))
    }

    @Test func bothOpinionsAreTold() {
        let weighed = SecondOpinion.shipped.weigh(reading(.interested, maySend: true), opinion(yes: 0.934))
        #expect(weighed.verdict.explanation == "said; reader: yes 0.93")
        #expect(weighed.verdict.source.description == "rules/1+reader-1")
    }

    @Test(arguments: [
        "unsubscribe", "Unsubscribe me please", "Stop emailing me", "Remove me from your list", "No thanks",
        "Not interested", "No, thank you.", "Please take me off your mailing list", "Kein Interesse", "Nein danke",
        "No me interesa, gracias", "Não tenho interesse", "Non merci", "Non mi interessa, grazie",
    ])
    func plainEndingsStillEnd(text: String) async {
        let verdict = await ClassifierChain(rules: .shipped, reader: .shipped).classify(
            ClassificationRequest(ownText: text))
        let decision = DecisionRouter.decide(ReplyFacts(verdict: verdict))
        #expect([.complete, .optOut].contains(decision), "\(verdict)")
    }

    /// Hungarian, Finnish, Croatian and Bulgarian: no rules, and no word of theirs decides anything.
    @Test(arguments: [
        "Igen, ez nagyon jól hangzik, kérek több információt.", "Köszönöm, de nem érdekel.",
        "Kérem, töröljenek a listáról.",
        "Kyllä kiitos, kuulostaa hyvältä, lähettäkää lisätietoja.", "Ei kiitos, tämä ei ole minua varten.",
        "Poistakaa minut postituslistalta.", "Da, zanima me, pošaljite mi pojedinosti.", "Ne hvala, ne zanima me.",
        "Prestanite mi slati poruke.", "Да, интересува ме, изпратете ми подробности.",
        "Не, благодаря, не се интересувам.",
        "Моля, не ми пишете повече.",
    ])
    func languagesWithoutRulesGoToAPerson(text: String) async {
        let verdict = await ClassifierChain(rules: .shipped, reader: .shipped).classify(
            ClassificationRequest(ownText: text))
        guard case .handOff = DecisionRouter.decide(ReplyFacts(verdict: verdict)) else {
            Issue.record("\(verdict)")
            return
        }
    }
}
