import Correspondence
import Testing

@testable import Classification

/// What ends a conversation without a person needs proof that this writer wants that.
@Suite struct EndingTests {
    /// Whether the router would end the conversation on it, never to be seen by a person.
    private func ends(_ text: String) -> Bool {
        let verdict = RulesClassifier.shipped.judge(text)
        switch DecisionRouter.decide(ReplyFacts(verdict: verdict)) {
        case .complete, .optOut, .suppressBounced, .ignore, .hold: return true
        case .handOff, .startSequence: return false
        }
    }

    @Test(arguments: [
        "I'll pass this on to my manager, she handles brand work.",
        "Please do not unsubscribe me, I would love to join.",
        "I unsubscribed from a dozen shops, but yours: yes!", "Not right now, but write me in May.",
        "No barter, my rate is 300 per video.", "I don't do calls, what is the brand?",
        "Ahora mismo no puedo, escríbeme en mayo.", "Mi abogada revisará el contrato antes de firmar nada.",
        "Je bloque la date du 14 si c'est bon pour vous ?", "Mi servono i dati personali per il contratto?",
        "Im Moment kein Interesse, aber schicken Sie gern Unterlagen.", "Не могу сейчас, напишите в мае.",
        "Наш юрист посмотрит договор, хорошо?", "打扰一下，请问佣金怎么算？", "Điều kiện tham gia là gì?",
        "자외선 차단 제품인가요?", "Lütfen aramayın, mesaj atın: hangi marka?", "今は忙しいので、来月また連絡ください。",
        "Não me tirem da lista, por favor!", "Not now", "Don't take this as a no, I'm buried till the fair is over.",
        "No tengo ningún inconveniente.", "Hope it's not too late, I'd love to.", "Non per ora.",
        "配信停止しないでくださいね！返事が遅いだけなので", "Đừng gỡ em khỏi danh sách nha.", "pasuje", "Not against it, not for it either.",
    ])
    func whatMayGoOnIsNotEnded(text: String) {
        #expect(!ends(text), "\(RulesClassifier.shipped.judge(text).explanation)")
    }

    @Test(arguments: [
        "No thanks.", "Not interested.", "Thank you, but I'm not interested.", "Please remove me from your list.",
        "unsubscribe", "Stop emailing me.", "No, gracias.", "Kein Interesse.", "Non merci.", "不感兴趣，谢谢。",
        "I will report you and call my lawyer.", "退订",
    ])
    func whatIsMeantAsTheEndIsOne(text: String) {
        #expect(ends(text), "\(RulesClassifier.shipped.judge(text).explanation)")
    }
}
