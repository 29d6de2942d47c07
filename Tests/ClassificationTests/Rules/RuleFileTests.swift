import Correspondence
import Testing

@testable import Classification

@Suite struct RuleFileTests {
    @Test(arguments: [
        ("[yes]\nfine", 0, "language"), ("language: en\nfine", 2, "before the first"),
        ("language: en\n[maybe]", 2, "[maybe]"),
        ("language: en\n[yes]\n(a|b", 3, "partner"), ("language: en\n[yes]\na)", 3, "partner"),
        ("language: en\n[yes]\n<no>", 3, "<no>"),
        ("language: en\n[yes]\nfi*ne x", 3, "*"), ("language: en\nmood: good", 2, "mood"),
        ("language: en\nnegation: up", 2, "before, after"),
        ("language: en\nlet a = <a>\n[yes]\n<a>", 4, "deep"),
    ])
    func faultsNameTheirLine(text: String, line: Int, words: String) {
        let fault = #expect(throws: RulesError.self) { try RuleFile(name: "x", text: text) }
        #expect(fault?.line == line)
        #expect(fault?.problem.contains(words) == true)
    }

    @Test func otherSpellingsAreAdded() throws {
        let file = try RuleFile(name: "x", text: "language: de\nspelling: ü=ue\n[yes]\nfür")
        #expect(file.phrases.map(\.text) == ["für", "fuer"])
    }

    @Test(arguments: [
        ("interested", true), ("very interesting", true), ("disinterest", false), ("interest", true),
        ("in terest", false),
    ])
    func starsOpenAnEnd(text: String, isFound: Bool) throws {
        let rules = try RulesClassifier(texts: [("x", Array("language: en\n[yes]\ninterest*".utf8))])
        #expect((rules.judge(text).intent == .interested) == isFound)
    }

    @Test(arguments: [
        ("stop", true), ("Please, stop!", true), ("stop by", false), ("can't stop", false), ("no. stop", true),
    ])
    func caretsHoldAPhraseToASentencesEnds(text: String, isFound: Bool) throws {
        let rules = try RulesClassifier(texts: [("x", Array("language: en\n[opt-out]\n^stop^".utf8))])
        #expect((rules.judge(text).intent == .unsubscribe) == isFound)
    }

    @Test func versionFollowsTheRules() throws {
        let one = try RulesClassifier(texts: [("x", Array("language: en\n[yes]\na".utf8))])
        let other = try RulesClassifier(texts: [("x", Array("language: en\n[yes]\nb".utf8))])
        #expect(one.version != other.version)
    }

    @Test func everyShippedLanguageIsCompiled() {
        #expect(RulesClassifier.shipped.languages.count == 25)
    }

    @Test(arguments: [
        ("Yes, I'd love to collaborate with your team, please send the details", "en"),
        ("Estoy muy interesada en la colaboración, quedo atenta", "es"),
        ("Tenho muito interesse na parceria, obrigada", "pt"),
        ("Je suis très intéressée par votre proposition", "fr"),
        ("Ich habe großes Interesse an der Zusammenarbeit", "de"),
        ("Sono molto interessata alla vostra proposta", "it"), ("Mujhe collab karna hai, details bhej dijiye", "hi"),
        ("Saya tertarik kak, mohon info selanjutnya ya", "id"), ("Teklifinizle ilgileniyorum, teşekkür ederim", "tr"),
        ("أنا مهتم بالتعاون معكم", "ar"), ("とても興味があります", "ja"),
    ])
    func languagesAreRecognised(text: String, language: String) {
        #expect(RulesClassifier.shipped.judge(text).language == language)
    }

    @Test(arguments: ["ok", "👍", "qwrt zxcv", ""])
    func languageMayBeUnsure(text: String) {
        #expect(RulesClassifier.shipped.judge(text).language == nil)
    }
}
