import Testing

@testable import Classification

/// "How are you?" wants no answer; every other question does.
@Suite struct CourtesyQuestionTests {
    private func objections(_ text: String) -> [Objection] {
        RulesClassifier.shipped.read(ClassificationRequest(ownText: text)).objections
    }

    @Test(arguments: [
        "Hi Anna, how are you? Count me in!", "How are you doing? Happy to join.", "How's it going? Sign me up!",
        "Hallo, wie geht es Ihnen? Ich bin dabei!", "Bonjour, comment allez-vous ? Avec plaisir !",
        "Hola, ¿qué tal? Me apunto.", "Ciao, come stai? Ci sto!", "Oi, tudo bem? Pode contar comigo!",
        "Hoi, hoe gaat het? Wij doen graag mee.", "Hej, hur mår du? Jag är med!",
        "Merhaba, nasılsınız? Memnuniyetle katılırım.", "Halo kak, apa kabar? Saya mau ikut!",
        "お元気ですか？ぜひ参加したいです。", "Hej, hvordan går det? Jeg er med!", "Γεια σας, τι κάνετε; Δεχόμαστε με χαρά.",
    ])
    func aCourtesyDoesNotObject(text: String) {
        #expect(objections(text).isEmpty, "\(objections(text)) \(RulesClassifier.shipped.marks(of: text))")
    }

    @Test(arguments: [
        "How are you going to pay me? Count me in!", "How are you? Who are you? Count me in!",
        "Count me in! How are you paid?", "Wie geht es weiter mit dem Geld? Ich bin dabei!",
        "¿Qué tal si me pagan antes? Me apunto.", "Come va pagato? Ci sto!",
    ])
    func anyOtherQuestionDoes(text: String) {
        #expect(!objections(text).isEmpty, "\(RulesClassifier.shipped.marks(of: text))")
    }
}
