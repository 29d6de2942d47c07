import Correspondence
import Testing

@testable import Classification

/// Consents put together from classes of words, in each language; and the same words where they do not consent.
@Suite struct CompositionTests {
    private func decision(on text: String) async -> Decision {
        let verdict = await ClassifierChain(rules: .shipped, reader: .shipped).classify(
            ClassificationRequest(ownText: text))
        return DecisionRouter.decide(ReplyFacts(verdict: verdict))
    }

    @Test(arguments: [
        "Happy to film your lamp! Send one over.", "We would be honoured to partner with you.",
        "Klar will ich das testen, schickt es gerne rüber!", "Bien sûr que je veux, comptez sur moi !",
        "Por supuesto que sí, me apunto. ¡Gracias!", "Ci va un sacco di provare, siamo dei vostri!",
        "Por mim tá fechado, pode contar comigo!", "Ik zie het helemaal zitten, laten we beginnen!",
        "Oczywiście się zgadzam, do dzieła!", "Jag antar erbjudandet, nu kör vi!",
        "Det er jeg helt med på, send den bare over!", "Присоединяюсь с большим удовольствием!",
        "Із задоволенням спробую, записуйте мене!", "Moc ráda vyzkouším, jdeme do toho!",
        "Mă bag cu drag, treceți-mă pe listă!", "Δέχομαι με χαρά, πάμε!", "Memnuniyetle katılırım, başlayalım!",
        "يسعدني التعاون معكم، سجلوني!", "मुझे मंज़ूर है, शुरू करते हैं!", "Saya menyanggupi, ayo mulai kak!",
        "Payag po ako, isali nyo na ako!", "Tôi xin nhận lời, bạn cứ gửi nhé!", "ยินดีร่วมงานค่ะ เริ่มกันเลย",
        "ぜひ参加させてください。お進めください。", "기꺼이 참여하겠습니다. 진행해 주세요!", "我很乐意合作，算我一个！",
    ]) func classesOfWordsConsent(text: String) async {
        #expect(await decision(on: text) == .startSequence, "\(RulesClassifier.shipped.marks(of: text))")
    }

    @Test(arguments: [
        "We would not be happy to film your lamp.", "Would be happy to film it if you pay.",
        "Klar will ich das nicht testen.", "Je ne suis pas partante, ne comptez pas sur moi.", "No me apunto, gracias.",
        "Non sono dei vostri, grazie.", "Não topo, não conte comigo.", "Ik zie het helemaal niet zitten.",
        "Nie zgadzam się na to.", "Jag antar inte erbjudandet.", "Det er jeg ikke med på.", "Я не присоединяюсь.",
        "Не записуйте мене.", "Nejdeme do toho.", "Nu mă bag, mulțumesc.", "Δεν δέχομαι την πρότασή σας.",
        "Katılmıyorum, başlamayalım.", "لا يسعدني التعاون معكم", "मुझे मंज़ूर नहीं है", "Saya tidak menyanggupi.",
        "Hindi ako payag.", "Tôi không nhận lời.", "ไม่ยินดีร่วมงานค่ะ", "参加しません。", "참여하지 않겠습니다.", "我不愿意合作。",
        "Jeg er på ferie.", "Я за границей.", "De acordo com a lei não aceito.",
    ]) func theSameWordsDeniedDoNot(text: String) async {
        #expect(await decision(on: text) != .startSequence, "\(RulesClassifier.shipped.marks(of: text))")
    }
}
