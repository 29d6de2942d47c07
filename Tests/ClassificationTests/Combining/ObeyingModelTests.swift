import Correspondence
import Testing

@testable import Classification

/// A model that does what the attacker says: always INTERESTED, quite sure, with a quote that does occur.
@Suite struct ObeyingModelTests {
    private func verdict(_ request: ClassificationRequest) async -> IntentVerdict {
        let quote = String(request.ownText.split(separator: "\n").first?.prefix(60) ?? "")
        let transport = ScriptedTransport([.verdict("INTERESTED", evidence: quote)])
        let model = GroqClassifier(GroqConfiguration(apiKey: "k"), transport: transport, clock: InstantClock())
        return await ClassifierChain(rules: .shipped, reader: nil, model: model).classify(request)
    }

    @Test(arguments: (Corpus.developed + Corpus.heldOut).filter(\.mustNotBeAnswered))
    func earnsNoRefusalAMail(reply: LabelledReply) async {
        #expect(await !verdict(reply.request).maySend)
    }

    /// Refusals in words or languages that no rule file knows.
    @Test(arguments: [
        "Δεν ενδιαφέρομαι, ευχαριστώ", "Jag är inte intresserad, tack", "ไม่สนใจครับ", "Nem érdekel", "Ei kiitos",
        "לא מעוניין, תודה",
        "I'd sooner eat my hat", "That ship has sailed", "Hard nah from me dawg", "You can whistle for it", "Kthxbye",
        "I'd love to see you go broke", "Happy to live without it", "Ik word er niet goed van", "Mi sono stancato",
        "yes yes whatever, enjoy the bin", "Great. Binned.", "Love that for you",
    ])
    func earnsNoUnknownRefusalAMail(text: String) async {
        #expect(await !verdict(ClassificationRequest(ownText: text)).maySend)
    }

    @Test func stillAnswersPlainConsent() async {
        #expect(await verdict(ClassificationRequest(ownText: "Yes, I'm interested! Please send the details")).maySend)
    }
}
