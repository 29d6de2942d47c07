import Correspondence
import Testing

@testable import Classification

@Suite struct TrapTests {
    @Test(arguments: [
        "No problem!", "Why not?", "Can't wait!", "I don't mind", "No doubt, let's go",
        "I have no objections, count me in",
        "couldn't be more excited", "¿Por qué no? Me animo", "Sem problemas, pode contar comigo",
        "Pas de souci, avec plaisir",
        "Kein Problem, bin dabei", "Nessun problema, ci sto", "koi dikkat nahi, karenge", "ga masalah kak, gas",
        "Sorun değil, yapalım", "ما في مشكلة، موافق", "問題ありません、ぜひ",
    ])
    func consentThatLooksLikeRefusal(text: String) {
        #expect(RulesClassifier.shipped.judge(text).intent == .interested)
    }

    @Test(arguments: [
        "Thanks for your interest but no", "sounds great but I'll pass", "love it, not for me", "I'd love to decline",
        "I wish I could say yes", "I'm happy to say no", "Suena genial pero voy a pasar",
        "Parece ótimo mas não tenho interesse",
        "Ça a l'air super mais je passe mon tour", "Klingt super, aber ich muss leider absagen",
        "Bello ma non fa per me",
        "accha offer hai par interest nahi hai", "menarik sih tapi skip dulu", "Harika ama ilgilenmiyorum",
        "العرض جميل لكن اعتذر", "素敵なお話ですが、今回は辞退します",
    ])
    func refusalThatLooksLikeConsent(text: String) {
        let verdict = RulesClassifier.shipped.judge(text)
        #expect(verdict.intent == .notInterested)
        #expect(!verdict.maySend)
    }

    @Test(arguments: [
        "yes if you pay", "only if it's paid", "yes! how much do you pay?", "I'm interested, what brand is it?",
        "sure, as long as there's a contract", "Sí, pero ¿cuánto pagan?", "Sim, se for pago", "Oui si c'est rémunéré",
        "Ja, wenn ihr zahlt", "Sì, solo se pagato", "haan agar paise milenge", "mau kalau dibayar",
        "olur, eğer ücretliyse",
        "موافق بشرط الدفع", "はい、報酬があればやります", "maybe", "not sure", "is this a scam?",
    ])
    func conditionsQuestionsAndHedgesGoToAPerson(text: String) {
        let verdict = RulesClassifier.shipped.judge(text)
        #expect(verdict.intent == .clarification)
        #expect(!verdict.maySend)
    }

    @Test(arguments: [
        "yeah right", "sure, because I love spam", "lol nice try", "oh great, another mass email",
        "working for free is my dream 🙄",
        "I'm interested... NOT", "Yes! Psych.", "just kidding, no", "in your dreams", "yes, when hell freezes over",
    ])
    func ironyNeverSends(text: String) {
        #expect(!RulesClassifier.shipped.judge(text).maySend)
    }

    @Test(arguments: [
        "Stop", "STOP!!", "unsubscribe", "not interested, remove me", "stop emailing me",
        "please delete my data (GDPR)",
        "I'd love for you to stop emailing me", "Yes, I'm interested in you removing me from your list",
        "take me off your list",
    ])
    func optOutsAreHeeded(text: String) {
        #expect(RulesClassifier.shipped.judge(text).intent == .unsubscribe)
    }

    @Test(arguments: [
        "yesssss", "YES", "Ｙｅｓ！", "yes 🙏🏽", "y\u{200B}es", "Im interested", "I’m interested", "I'M INTERESTED!!!",
    ])
    func spellingDoesNotMatter(text: String) {
        let verdict = RulesClassifier.shipped.judge(text)
        #expect(verdict.intent == .interested)
        #expect(verdict.maySend)
    }

    @Test(arguments: [
        "I'd love to keep my inbox clean", "Happy to be left alone", "I would have been interested",
        "My sister is interested",
        "I was interested", "Nobody here is interested", "I'm interested in other brands", "I'm hardly interested",
        "Yes I'm interested in suing you", "I'm so excited to never hear from you", "interested? me? never",
        "I am less interested every day", "Yes. Anyway, quetzal fribble the wug of plonk, zarf.",
    ])
    func consentInAnUnclearTextDoesNotSend(text: String) {
        #expect(!RulesClassifier.shipped.judge(text).maySend)
    }

    @Test(arguments: [
        ("Out of Office: Re: Collab", "Yes I am away", Intent.autoReply), ("Undeliverable: Collab", "yes", .bounce),
        ("unsubscribe", "", .unsubscribe),
    ])
    func subjectsOfMachinesDecide(subject: String, text: String, intent: Intent) {
        let verdict = RulesClassifier.shipped.judge(text, subject: subject)
        #expect(verdict.intent == intent)
        #expect(!verdict.maySend)
    }

    @Test func contactInOwnWordsIsAContact() {
        let phone = ContactDetail(kind: .phone, value: "+12025550143", zone: .own, range: 0..<1)
        let request = ClassificationRequest(ownText: "sure, my number is 202 555 0143", contacts: [phone])
        #expect(RulesClassifier.shipped.judge(request).intent == .contactProvided)
    }

    @Test(arguments: [ContactDetail.Kind.email, .handle, .link])
    func linksAndHandlesAreNoContact(kind: ContactDetail.Kind) {
        let detail = ContactDetail(kind: kind, value: "x", zone: .own, range: 0..<1)
        let request = ClassificationRequest(ownText: "Yes, I'm interested!", contacts: [detail])
        #expect(RulesClassifier.shipped.judge(request).intent == .interested)
    }

    @Test func contactInTheSignatureIsNoContact() {
        let phone = ContactDetail(kind: .phone, value: "+12025550143", zone: .signature, range: 0..<1)
        let request = ClassificationRequest(ownText: "Yes, I'm interested!", contacts: [phone])
        #expect(RulesClassifier.shipped.judge(request).intent == .interested)
    }

    @Test(arguments: ["", " \n ", "??", "1234", "🦊", "…"])
    func emptinessGoesToAPerson(text: String) {
        let verdict = RulesClassifier.shipped.judge(text)
        #expect(verdict.intent == .clarification)
        #expect(!verdict.maySend)
    }
}
