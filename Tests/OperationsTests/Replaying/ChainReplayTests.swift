import Classification
import ContactDetection
import Correspondence
import Curl
import PostOffice
import Testing
import Text
import Understanding

@testable import Operations

/// Rules and model together against a server that speaks the chat API, as `mosaic replay --classifier chain` asks one.
@Suite struct ChainReplayTests {
    private static let rows: [(body: String, intent: Intent)] = [
        ("Yes please, I'd love to take part!", .interested),
        ("I was a bit on the fence, yet my neighbour swears by it. I'd love to join.", .interested),
        ("I don't do calls, what is the brand?", .clarification),
        ("Thank you, but I'm not interested.", .notInterested),
        ("Please remove me from your list.", .unsubscribe),
    ]

    /// Finds which row it is asked about, and answers what `opinion` makes of it.
    private func score(
        offer: String, opinion: @escaping @Sendable (Intent) -> Intent
    ) async throws -> (ReplayScore, [ChatRequest]) {
        let rows = Self.rows
        let server = try await GroqServer.open(
            GroqOptions(models: ["local"]) { request in
                let row = rows.first { request.userText.contains($0.body) }
                let answer: JSON = [
                    "intent": opinion(row?.intent ?? .clarification).rawValue, "confidence": 0.95,
                    "evidence": row.map { String($0.body.suffix(20)) } ?? "", "language": "en", "reason": "r",
                ]
                return .completion(answer.description)
            })
        let transport = CurlTransport()
        let model = GroqClassifier(
            GroqConfiguration(apiKey: "local", model: "local", baseURL: server.baseURL, offer: offer),
            transport: CurlChatTransport(transport))
        let chain = ClassifierChain(rules: try RulesClassifier(), reader: nil, model: model)
        let cases = try rows.map {
            try ReplayCase(line: ["body": $0.body, "intent": $0.intent.rawValue], fallbackID: "")
        }
        let results = try await Replay(detector: ContactDetector(), classifier: chain).results(of: cases)
        let requests = server.requests
        await transport.shutdown()
        await server.close()
        return (ReplayScore(results: results), requests)
    }

    @Test func anHonestModelConfirmsWhatTheRulesWouldGiveToAPerson() async throws {
        let (score, requests) = try await score(offer: "a free trial of our booking software") { $0 }
        #expect(score.answered.count == 2)
        #expect(score.lost.isEmpty && score.harmful.isEmpty && score.hasty.isEmpty)
        #expect(score.ended.count == 2)
        // Opt-outs cost no call.
        #expect(requests.count == 4)
        #expect(
            requests.allSatisfy { $0.messages[0].content.contains("proposed a free trial of our booking software.") })
    }

    @Test(arguments: [Intent.interested, .notInterested, .unsubscribe])
    func aModelThatIsWrongSendsNothingToARefusalAndEndsNothingBesideAConsent(opinion: Intent) async throws {
        let (score, _) = try await score(offer: GroqConfiguration.defaultOffer) { _ in opinion }
        #expect(score.harmful.isEmpty && score.hasty.isEmpty)
        #expect(score.lost.isEmpty, "\(score.lost.map(\.judged.verdict.explanation))")
    }
}
