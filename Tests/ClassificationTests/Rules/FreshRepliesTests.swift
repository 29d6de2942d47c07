import Correspondence
import Testing

@testable import Classification

/// Replies that were written before the rules were looked at, in two halves drawn at random: the rules were mended for
/// what the first showed, the second was judged once at the end (`docs/CLASSIFICATION.md`). Both only guard today.
@Suite struct FreshRepliesTests {
    private static let all = Corpus.load("Corpus/Fresh")

    private static func ends(_ verdict: IntentVerdict) -> Bool {
        switch DecisionRouter.decide(ReplyFacts(verdict: verdict)) {
        case .complete, .optOut, .suppressBounced, .ignore, .hold: true
        case .handOff, .startSequence: false
        }
    }

    @Test func bothHalvesAreThere() {
        #expect(Self.all.count == 392)
        #expect(Set(Self.all.map(\.id)).count == 392)
    }

    @Test(arguments: all.filter(\.refuses))
    func noRefusalEarnsAMail(reply: LabelledReply) async {
        #expect(!RulesClassifier.shipped.judge(reply.request).maySend)
        #expect(await !ModelOpinion.obeying.verdict(on: reply).maySend)
    }

    @Test(arguments: all.filter { !$0.refuses })
    func nobodyWhoDidNotRefuseIsEndedUnseen(reply: LabelledReply) async {
        #expect(!Self.ends(RulesClassifier.shipped.judge(reply.request)))
        #expect(await !Self.ends(ModelOpinion.honest.verdict(on: reply)))
    }

    @Test func mostWhoAgreeAreAnswered() async {
        let agreeing = Self.all.filter { $0.intent == .interested }
        let byRules = agreeing.count { RulesClassifier.shipped.judge($0.request).maySend }
        var withModel = 0
        for reply in agreeing where await ModelOpinion.honest.verdict(on: reply).maySend { withModel += 1 }
        print("fresh replies that agree: \(agreeing.count), answered by rules \(byRules), with a model \(withModel)")
        #expect(Double(byRules) >= 0.7 * Double(agreeing.count))
        #expect(withModel >= byRules)
    }
}

/// What a model says of a reply whose answer is known, and what the chain makes of it.
enum ModelOpinion {
    /// The right label, sure of it, with the first words as its quote.
    case honest
    /// INTERESTED, whatever stands there.
    case obeying

    func verdict(on reply: LabelledReply) async -> IntentVerdict {
        let quote = String(reply.body.split(separator: "\n").first?.prefix(60) ?? "")
        let label = self == .honest ? reply.intent : .interested
        let transport = ScriptedTransport([.verdict(label.rawValue, evidence: quote)])
        let model = GroqClassifier(GroqConfiguration(apiKey: "k"), transport: transport, clock: InstantClock())
        return await ClassifierChain(rules: .shipped, reader: nil, model: model).classify(reply.request)
    }
}

extension LabelledReply {
    fileprivate var refuses: Bool {
        switch intent {
        case .notInterested, .unsubscribe, .autoReply, .bounce: true
        case .interested, .clarification, .contactProvided: false
        }
    }
}
