import Correspondence
import Testing

@testable import Classification

/// Replies in 25 languages in pairs: a plain yes, and beside it a trap in nearly the same words. They were written before anybody
/// looked at what the rules make of them; the reader does not learn from them (`docs/measurements/reading.md`).
@Suite struct PairsTests {
    private static let pairs = Corpus.load("Corpus/Judged/pairs")

    private static func decision(on reply: LabelledReply) async -> Decision {
        let verdict = await ClassifierChain(rules: .shipped, reader: .shipped).classify(reply.request)
        return DecisionRouter.decide(ReplyFacts(verdict: verdict))
    }

    @Test func halfOfThemAreYeses() {
        #expect(Self.pairs.count == 218)
        #expect(Self.pairs.count { $0.intent == .interested } == 109)
    }

    @Test(arguments: pairs.filter(\.mustNotBeAnswered)) func noTrapIsAnswered(reply: LabelledReply) async {
        #expect(
            await Self.decision(on: reply) != .startSequence, "\(RulesClassifier.shipped.marks(of: reply.body))")
    }

    @Test(arguments: pairs.filter { [.interested, .clarification].contains($0.intent) })
    func nobodyIsEndedWhoDidNotRefuse(reply: LabelledReply) async {
        switch await Self.decision(on: reply) {
        case .handOff, .startSequence: break
        case let decision: Issue.record("\(decision)")
        }
    }

    @Test func fourOfFiveYesesAreAnswered() async {
        let yeses = Self.pairs.filter { $0.intent == .interested }
        var answered = 0
        for reply in yeses where await Self.decision(on: reply) == .startSequence { answered += 1 }
        print("pairs: \(answered) of \(yeses.count) plain yeses answered")
        #expect(answered >= 87, "\(answered)")
    }
}
