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

    @Test(arguments: [
        "Confirmed from our side, happy to oblige!", "Von uns aus gern, tragt uns ein!", "Tope là, inscrivez-moi !",
        "Les confirmo nuestra participación, adelante con todo.", "Non abbiamo nulla in contrario, iscriveteci!",
        "Confirmo presença, alinhamos!", "Onze school neemt graag deel, wij doen mee!",
        "Niech będzie, potwierdzam udział!", "Jag fyller i formuläret, sätt upp mig!",
        "Записывайте нас в программу!", "Погоджуюся, робимо!", "Onaylıyorum, kaydımı yapın lütfen.",
        "نعتمد العرض ونرجو المباشرة", "Tanggap ko po, sama nyo ako!", "Saya menyatakan sanggup, silakan diproses.",
        "Tôi xin nhận lời tham gia, gửi luôn nhé!", "了承しました。お進めください。", "참여하겠습니다. 진행해 주세요!",
        "ตอบตกลงค่ะ เข้าร่วมเลย", "恭敬不如从命，算我一个！", "Count me in! Where do I sign?",
    ]) func peopleAlsoAgreeLikeThis(text: String) async {
        #expect(await decision(on: text) == .startSequence, "\(RulesClassifier.shipped.marks(of: text))")
    }

    @Test(arguments: [
        "Not confirmed from our side.", "Das machen wir nicht.", "N'inscrivez pas notre école.",
        "No autorizo el envío.",
        "Non concordo.", "Não confirmo presença.", "Onze school neemt niet deel.", "Nie potwierdzam udziału.",
        "Jag fyller inte i formuläret.", "Vi kör redan med ett annat system och är nöjda.", "Не записывайте нас.",
        "Не погоджуюсь.", "Onaylamıyorum.", "Başka mekanla anlaştık. Bol kazançlar!", "لا نعتمد العرض",
        "Hindi ko tanggap.", "Saya tidak menyatakan sanggup.", "Tôi không nhận lời tham gia.", "了承できません。",
        "참석하지 않겠습니다.", "ไม่ตอบตกลงค่ะ", "别算我一个。", "Ma va là!", "Муж против, я за.", "I can't wait",
        "Ik doe het voor het dubbele", "Non per ora.", "配信停止しないでくださいね！返事が遅いだけなので",
    ]) func theseDoNot(text: String) async {
        #expect(await decision(on: text) != .startSequence, "\(RulesClassifier.shipped.marks(of: text))")
    }
}
