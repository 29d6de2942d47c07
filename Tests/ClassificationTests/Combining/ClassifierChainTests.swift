import Correspondence
import Testing

@testable import Classification

@Suite struct ClassifierChainTests {
    private let consent = ClassificationRequest(ownText: "Yes, I'm interested!")

    private func chain(_ transport: ScriptedTransport, cache: (any VerdictCache)? = nil) -> ClassifierChain {
        let model = GroqClassifier(GroqConfiguration(apiKey: "k"), transport: transport, clock: InstantClock())
        return ClassifierChain(rules: .shipped, reader: nil, model: model, cache: cache)
    }

    @Test func withoutAModelTheRulesJudge() async {
        let verdict = await ClassifierChain(rules: .shipped, reader: nil).classify(consent)
        #expect(verdict == RulesClassifier.shipped.judge(consent))
        #expect(verdict.maySend)
    }

    @Test func aFailingModelLeavesItToTheRulesAndSaysWhy() async {
        let verdict = await chain(ScriptedTransport([.error(.timedOut)])).classify(consent)
        #expect(verdict.source == .rules(version: RulesClassifier.shipped.version))
        #expect(verdict.explanation.contains("LLM timeout after retries"))
    }

    @Test(arguments: ["unsubscribe", "Stop emailing me"])
    func nothingIsPaidForWhatIsClear(text: String) async {
        let transport = ScriptedTransport([.verdict("INTERESTED", evidence: "x")])
        _ = await chain(transport).classify(ClassificationRequest(ownText: text))
        #expect(transport.callCount == 0)
    }

    @Test func nothingIsPaidForAMailWithoutAWord() async {
        let transport = ScriptedTransport([.verdict("INTERESTED", evidence: "x")])
        let verdict = await chain(transport).classify(ClassificationRequest(ownText: " \n", subject: "Unsubscribe"))
        #expect(verdict.intent == .unsubscribe)
        _ = await chain(transport).classify(ClassificationRequest(ownText: "", subject: "Re: Hi"))
        #expect(transport.callCount == 0)
    }

    @Test func verdictsAreRemembered() async {
        let transport = ScriptedTransport([.verdict("INTERESTED", evidence: "Yes")])
        let chain = chain(transport, cache: MemoryVerdictCache())
        let first = await chain.classify(consent)
        let second = await chain.classify(consent)
        #expect(first == second)
        #expect(transport.callCount == 1)
        _ = await chain.classify(ClassificationRequest(ownText: "Yes, I'm interested!!"))
        #expect(transport.callCount == 2)
    }

    @Test func failuresAreNotRemembered() async {
        let transport = ScriptedTransport([.content("?"), .content("?"), .verdict("INTERESTED", evidence: "Yes")])
        let chain = chain(transport, cache: MemoryVerdictCache())
        _ = await chain.classify(consent)
        let second = await chain.classify(consent)
        #expect(transport.callCount == 3)
        #expect(
            second.source
                == .model(
                    name: GroqConfiguration.defaultModel,
                    promptVersion: ModelPrompt.version(offer: GroqConfiguration.defaultOffer)))
    }
}

@Suite struct MemoryVerdictCacheTests {
    private func key(_ text: String) -> VerdictKey {
        VerdictKey(contentHash: text, rulesVersion: "1", modelName: "m", promptVersion: "1")
    }

    private let verdict = IntentVerdict(
        intent: .interested, confidence: 1, maySend: false, source: .rules(version: "1"))

    @Test func theLeastRecentlyUsedGoesFirst() async {
        let cache = MemoryVerdictCache(capacity: 2)
        await cache.store(verdict, for: key("a"))
        await cache.store(verdict, for: key("b"))
        #expect(await cache.verdict(for: key("a")) != nil)
        await cache.store(verdict, for: key("c"))
        #expect(await cache.verdict(for: key("b")) == nil)
        #expect(await cache.verdict(for: key("a")) != nil)
    }

    @Test func manyUsesDoNotGrowIt() async {
        let cache = MemoryVerdictCache(capacity: 3)
        for round in 0..<1_000 { await cache.store(verdict, for: key(String(round % 5))) }
        #expect(await cache.verdict(for: key("4")) != nil)
        #expect(await cache.verdict(for: key("3")) != nil)
        #expect(await cache.verdict(for: key("2")) != nil)
        #expect(await cache.verdict(for: key("1")) == nil)
    }

    @Test func everyVersionHasItsOwnEntry() async {
        let cache = MemoryVerdictCache()
        await cache.store(verdict, for: key("a"))
        let other = VerdictKey(contentHash: "a", rulesVersion: "2", modelName: "m", promptVersion: "1")
        #expect(await cache.verdict(for: other) == nil)
    }
}
