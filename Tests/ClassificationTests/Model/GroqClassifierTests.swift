import Correspondence
import Foundation
import Synchronization
import Testing
import Timing

@testable import Classification

@Suite struct GroqClassifierTests {
    private let request = ClassificationRequest(ownText: "Yes, I'm interested!", subject: "Re: hello")

    private func classifier(
        _ transport: ScriptedTransport, model: String = GroqConfiguration.defaultModel,
        clock: InstantClock = InstantClock(),
        notice: @escaping @Sendable (ModelFailure) -> Void = { _ in }
    ) -> GroqClassifier {
        GroqClassifier(
            GroqConfiguration(apiKey: "gsk_secret", model: model, baseURL: "http://127.0.0.1:1/v1/"),
            transport: transport,
            clock: clock, delimiter: { "DELIMITER" }, notice: notice)
    }

    @Test func theModelHearsOfTheCampaignsOwnOffer() async throws {
        let offer = "a free trial of our booking software"
        let transport = ScriptedTransport([.verdict("INTERESTED", evidence: "interested")])
        let asked = GroqClassifier(
            GroqConfiguration(apiKey: "k", offer: offer), transport: transport, clock: InstantClock())
        _ = try await asked.ask(request)
        let body = try #require(transport.bodies.first)
        #expect(body.contains("an e-mail that proposed \(offer)."))
        #expect(!body.contains("TikTok"))
        #expect(body.contains("\"seed\":1"))
        // A verdict that another offer earned is none for this one.
        #expect(asked.promptVersion != classifier(transport).promptVersion)
    }

    @Test(arguments: [
        ([ScriptedTransport.Entry.status(401)], ModelFailure.unauthorized, 1),
        (
            [.status(404, #"{"error":{"code":"model_not_found","message":"no"}}"#)],
            .modelNotFound("openai/gpt-oss-20b"), 1
        ),
        ([.status(429, "{}", ["retry-after": "60"])], .rateLimited(retryAfter: .seconds(60)), 1),
        ([.status(429, "{}", ["retry-after": "2"])], .rateLimited(retryAfter: .seconds(2)), 2),
        ([.status(500, "oops")], .unavailable("500 "), 2),
        ([.status(413, "{}")], .refused("413 "), 1),
        ([.hang], .timeout, 2),
        ([.error(.failed("no route"))], .unavailable("no route"), 2),
        ([.content(nil)], .malformed("empty content"), 2),
        ([.content("I think yes")], .malformed("no verdict object in it"), 2),
        ([.content("{\"intent\":")], .malformed("no verdict object in it"), 2),
        ([.status(200, "<html>")], .malformed("no chat completion"), 2),
        ([.status(200, "{\"choices\":[]}")], .malformed("empty content"), 2),
        ([.verdict("VERY_INTERESTED", evidence: "Yes")], .unknownLabel("VERY_INTERESTED"), 2),
        ([.verdict("INTERESTED", evidence: "I love it")], .evidenceMissing, 2),
        ([.verdict("INTERESTED", evidence: "")], .evidenceMissing, 2),
        (
            [.status(400, #"{"error":{"code":"json_validate_failed","message":"x"}}"#)],
            .malformed("the model wrote no valid JSON"), 2
        ),
    ])
    func failuresAreValues(script: [ScriptedTransport.Entry], failure: ModelFailure, calls: Int) async {
        let clock = InstantClock()
        let transport = ScriptedTransport(script, clock: clock)
        let verdict = await classifier(transport, clock: clock).classify(request)
        #expect(verdict.intent == .clarification)
        #expect(!verdict.maySend)
        #expect(verdict.explanation == failure.description)
        #expect(transport.callCount == calls)
    }

    @Test func timeoutIsNamedAsPromised() {
        #expect(ModelFailure.timeout.description == "LLM timeout after retries")
    }

    @Test func budgetHoldsOverBothTries() async {
        let clock = InstantClock()
        let start = clock.now
        let transport = ScriptedTransport([.hang], clock: clock)
        _ = await classifier(transport, clock: clock).classify(request)
        #expect(clock.now - start <= .seconds(8))
        #expect(transport.callCount == 2)
    }

    @Test(arguments: [
        #"{"intent":"INTERESTED","confidence":0.9,"evidence":"I'm interested","language":"en","reason":"r"}"#,
        "```json\n{\"intent\":\"INTERESTED\",\"confidence\":\"0.9\",\"evidence\":\"I’m  interested\"}\n```",
        "<think>{\"intent\":\"BOUNCE\"}</think> Here you go: {\"intent\":\"interested\",\"confidence\":0.9,\"evidence\":\"I'm interested\"}",
        #"Sure. {"intent":" INTERESTED ","confidence":0.9,"evidence":"I'm interested","extra":{"a":"}"}} bye"#,
    ])
    func answersAreReadForgivingly(content: String) async throws {
        let answer = try await classifier(ScriptedTransport([.content(content)])).ask(request)
        #expect(answer.intent == .interested)
        #expect(answer.evidence == "I'm interested")
        #expect(answer.confidence == 0.9)
    }

    @Test func theModelAloneNeverSends() async {
        let verdict = await classifier(ScriptedTransport([.verdict("INTERESTED", evidence: "Yes")])).classify(request)
        #expect(verdict.intent == .interested)
        #expect(!verdict.maySend)
    }

    @Test func schemaIsGivenUpOnceAndForAll() async throws {
        let refusal = ScriptedTransport.Entry.status(
            400, #"{"error":{"message":"response_format json_schema is not supported"}}"#)
        let transport = ScriptedTransport([refusal, .verdict("INTERESTED", evidence: "Yes")])
        let classifier = classifier(transport)
        _ = try await classifier.ask(request)
        _ = try await classifier.ask(request)
        #expect(transport.bodies.map { $0.contains("json_schema") } == [true, false, false])
        #expect(transport.bodies[1].contains("json_object"))
    }

    @Test(arguments: [("openai/gpt-oss-20b", true), ("openai/gpt-oss-120b", true), ("qwen/qwen3-32b", false)])
    func reasoningEffortAndSchemaAreForTheModelsThatKnowThem(model: String, knows: Bool) async throws {
        let transport = ScriptedTransport([.verdict("INTERESTED", evidence: "Yes")])
        _ = try await classifier(transport, model: model).ask(request)
        let body = transport.bodies[0]
        #expect(body.contains("\"reasoning_effort\":\"low\"") == knows)
        #expect(body.contains("json_schema") == knows)
        #expect(body.contains("max_completion_tokens"))
    }

    @Test func messagesHoldNothingButRoleAndContent() async throws {
        let transport = ScriptedTransport([.verdict("INTERESTED", evidence: "Yes")])
        _ = try await classifier(transport).ask(request)
        let body = try JSONSerialization.jsonObject(with: Data(transport.bodies[0].utf8)) as? [String: Any]
        let messages = try #require(body?["messages"] as? [[String: Any]])
        for message in messages { #expect(Set(message.keys) == ["role", "content"]) }
        let text = try #require(messages.last?["content"] as? String)
        #expect(text.contains("DELIMITER\nYes, I'm interested!\nDELIMITER"))
        let call = transport.calls.withLock { $0[0] }
        #expect(call.url == "http://127.0.0.1:1/v1/chat/completions")
    }

    @Test func wrongKeyIsSaidOnce() async {
        let heard = Mutex<[ModelFailure]>([])
        let clock = InstantClock()
        let classifier = classifier(ScriptedTransport([.status(401)], clock: clock), clock: clock) { failure in
            heard.withLock { $0.append(failure) }
        }
        for _ in 0..<3 {
            _ = await classifier.classify(request)
            clock.advance(by: .seconds(3_600))
        }
        #expect(heard.withLock { $0 } == [.unauthorized])
    }

    @Test func theKeyNeverShows() async {
        let transport = ScriptedTransport([.status(400, #"{"error":{"message":"bad key gsk_secret"}}"#)])
        let classifier = classifier(transport)
        let verdict = await classifier.classify(request)
        let configuration = classifier.configuration
        #expect(verdict.explanation.contains("[key]"))
        for text in [verdict.explanation, "\(configuration)", String(reflecting: configuration)] {
            #expect(!text.contains("gsk_secret"))
        }
        var dumped = ""
        dump(configuration, to: &dumped)
        #expect(!dumped.contains("gsk_secret"))
    }

    @Test func longTextsAreShownInPartAndSaySo() async throws {
        let long = "Yes, I'm interested! " + String(repeating: "bla ", count: 5_000) + "unless it rains"
        let transport = ScriptedTransport([.verdict("INTERESTED", evidence: "Yes, I'm interested!")])
        let answer = try await classifier(transport).ask(ClassificationRequest(ownText: long))
        #expect(answer.sawPartOnly)
        #expect(transport.bodies[0].contains("unless it rains"))
        #expect(transport.bodies[0].utf8.count < 12_000)
    }

    @Test func limitsAreHeededBeforeTheyHit() async {
        let clock = InstantClock()
        let spent = ["x-ratelimit-remaining-requests": "0", "x-ratelimit-reset-requests": "2m0s"]
        let transport = ScriptedTransport(
            [.content("{\"intent\":\"INTERESTED\",\"confidence\":1,\"evidence\":\"Yes\"}", spent)], clock: clock)
        let classifier = classifier(transport, clock: clock)
        _ = await classifier.classify(request)
        let second = await classifier.classify(request)
        #expect(second.explanation.contains("rate limit"))
        #expect(transport.callCount == 1)
        clock.advance(by: .seconds(121))
        _ = await classifier.classify(request)
        #expect(transport.callCount == 2)
    }
}
