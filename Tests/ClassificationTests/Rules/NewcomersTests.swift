import Correspondence
import Testing

@testable import Classification

/// Czech, Danish, Greek and Romanian: rows that were written before their rules. Those with an odd number were read since and
/// learnt from; those with an even number stand in `Corpus/Judged/newcomers` and are measured only.
@Suite struct NewcomersTests {
    private static let learnt = Corpus.load("Corpus/Newcomers")
    private static let judged = Corpus.load("Corpus/Judged/newcomers")

    private static func decision(on reply: LabelledReply) async -> Decision {
        let verdict = await ClassifierChain(rules: .shipped, reader: .shipped).classify(reply.request)
        return DecisionRouter.decide(ReplyFacts(verdict: verdict))
    }

    @Test func bothHalvesAreThere() {
        #expect(Self.learnt.count == 132)
        #expect(Self.judged.count == 132)
        #expect(Set(Self.learnt.map(\.lang)) == ["cs", "da", "el", "ro"])
    }

    @Test(arguments: learnt + judged) func nobodyIsAnsweredWhoDidNotAgree(reply: LabelledReply) async {
        guard reply.intent != .interested else { return }
        #expect(await Self.decision(on: reply) != .startSequence)
    }

    @Test(arguments: learnt + judged) func nobodyIsEndedWhoDidNotRefuse(reply: LabelledReply) async {
        guard [.interested, .clarification, .contactProvided].contains(reply.intent) else { return }
        switch await Self.decision(on: reply) {
        case .handOff, .startSequence: break
        case let decision: Issue.record("\(decision)")
        }
    }

    @Test func theRulesKnowTheirLanguages() {
        let right = Self.learnt.count { RulesClassifier.shipped.judge($0.request).language == $0.lang }
        #expect(Double(right) >= 0.7 * Double(Self.learnt.count), "\(right)")
        let judged = Self.learnt.count { RulesClassifier.shipped.judge($0.request).intent == $0.intent }
        #expect(Double(judged) >= 0.7 * Double(Self.learnt.count), "\(judged)")
    }
}
