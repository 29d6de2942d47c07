import Correspondence
import Testing

@testable import Classification

/// Nobody gets an answer who has not said yes yet.
@Suite struct HastyTests {
    private func decision(on text: String) async -> Decision {
        let verdict = await ClassifierChain(rules: .shipped, reader: .shipped).classify(
            ClassificationRequest(ownText: text))
        return DecisionRouter.decide(ReplyFacts(verdict: verdict))
    }

    /// What answers an apology or a thank-you as often as a proposal.
    @Test(arguments: [
        "No worries!", "It's fine, don't worry about it.", "All good, thanks!", "Kein Problem, alles gut",
        "Passt schon",
        "Macht nichts.", "Tranquilo", "No hay problema, gracias.", "Todo bien", "Pas de souci", "C'est pas grave.",
        "Aucun problème, bonne journée", "Tudo bem", "Sem problema, obrigada", "Nessun problema",
        "Tranquilla, tutto bene",
        "Geen probleem hoor", "Nie ma sprawy", "Ничего страшного", "Нічого страшного", "Ingen fara", "Sorun değil",
        "Önemli değil", "لا بأس", "ما في مشكلة", "koi baat nahi", "gapapa kak", "Không sao đâu ạ", "没关系", "괜찮아요",
        "okay lang po", "V pohodě.", "Det er helt i orden.", "Κανένα πρόβλημα.", "Nicio problemă.",
    ])
    func courtesyAloneIsNoConsent(text: String) async {
        #expect(!RulesClassifier.shipped.judge(text).maySend)
        #expect(await decision(on: text) != .startSequence)
    }

    /// A put-off, a request or a condition beside a yes is a person's.
    @Test(arguments: [
        "I'm interested, give me a week", "Count me in. Please wait until Monday.",
        "Yes please. Remove the second paragraph first.", "Count me in, but give us a few days.",
        "I'm in. Correct the spelling of my name first.", "Bin dabei, wartet aber noch bis Montag.",
        "Gerne! Geben Sie mir bitte eine Woche.", "Ja gern. Streichen Sie vorher den zweiten Absatz.",
        "Me interesa, dame una semana.", "Cuenten conmigo. Quiten antes el segundo párrafo.",
        "Ça m'intéresse, laissez-moi une semaine.", "Avec plaisir. Attendez jusqu'à lundi.",
        "Avec plaisir. Enlevez d'abord le deuxième paragraphe.", "Mi interessa, datemi una settimana.",
        "Volentieri. Aspettate fino a lunedì.", "Tenho interesse, me dá uma semana.",
        "Pode contar comigo. Espere até segunda.",
        "Graag! Geef me nog een week.", "Chętnie, dajcie mi tydzień.", "С удовольствием, дайте мне неделю.",
        "Із задоволенням, дайте мені тиждень.", "Gärna! Vänta till måndag.", "Memnuniyetle. Bana bir hafta verin.",
        "بكل سرور، أعطوني أسبوعا", "Interested hoon, ek hafta dijiye", "Aku mau ikut, kasih waktu seminggu ya",
        "Mình tham gia, cho mình một tuần nhé", "有兴趣，给我一周时间", "ぜひ参加したいです。月曜までお待ちください。",
        "참여하고 싶어요. 일주일만 시간 주세요", "Game ako, bigyan nyo ako ng isang linggo", "Jdu do toho, dejte mi týden.",
        "Jeg er med, giv mig lige en uge.", "Είμαι μέσα, δώστε μου λίγες μέρες.", "Mă bag, dați-mi o săptămână.",
    ])
    func aYesThatIsPutOffOrConditionedIsAPersons(text: String) async {
        #expect(!RulesClassifier.shipped.judge(text).maySend, "\(RulesClassifier.shipped.marks(of: text))")
        #expect(await decision(on: text) != .startSequence)
    }

    @Test(arguments: [
        "No problem, count me in!", "No worries, send it over.", "Sounds good, let's do it",
        "Count me in!",
        "Kein Problem, ich bin dabei.", "Pas de souci, avec plaisir !", "Nessun problema, ci sto!",
        "Sem problemas, pode contar comigo",
    ])
    func courtesyBesideAYesTakesNothingAway(text: String) async {
        #expect(await decision(on: text) == .startSequence, "\(RulesClassifier.shipped.marks(of: text))")
    }
}
