import Correspondence
import Settings
import Storage
import Testing

/// Who an answer comes from, and in which language.
@Suite(.fewAtATime) struct OwnVoice {
    private static let alias = "anna@brand.test"

    private func letter(_ world: LoopbackScene, _ text: String) -> Letter {
        var letter = world.letter(to: "ann@creators.example", "Hola", text)
        letter.from = "Anna Gomez <\(Self.alias)>"
        return letter
    }

    @Test func theAnswerComesFromTheAddressThatTheContactKnows() async throws {
        let world = try await LoopbackScene.open { _ in }
        let outreach = letter(world, "Hi Ann,\n\nwould you like to try our product in a video?")
        try world.fileSent(outreach)
        let alias = try #require(EmailAddress(Self.alias))
        try await world.watching(change: { $0.accounts[0].aliases = [alias] }) { _ in
            try world.deliver(outreach.reply(Scene.interested))
            let mail = try await eventually("mail 1 sent") { world.mails.first }
            #expect(mail["From"] == "Anna Gomez <\(Self.alias)>")
            #expect(mail["X-Mosaic-ID"] == mail["Message-ID"])
            #expect(mail["Message-ID"]?.hasSuffix("@brand.test>") == true)
        }
    }

    @Test func whereTheAddressIsNotOursAPersonAnswers() async throws {
        let world = try await LoopbackScene.open { _ in }
        let outreach = letter(world, "Hi Ann,\n\nwould you like to try our product in a video?")
        try world.fileSent(outreach)
        try await world.watching { mosaic in
            try world.deliver(outreach.reply(Scene.interested))
            let contact = try #require(EmailAddress("ann@creators.example"))
            let conversation = try await eventually("a conversation") {
                try await mosaic.store.conversations.ids(with: contact).first
            }
            let handoff = try await eventually("a handoff") {
                try await mosaic.store.handoffs.list(onlyOpen: true, limit: 1).first
            }
            #expect(handoff.conversation == conversation)
            #expect(handoff.reason == HandoffReason.otherSender.rawValue)
            #expect(world.accepted == 0)
        }
    }

    @Test func theAnswerSaysWhatSomebodyWroteToWhomItGoes() async throws {
        let world = try await LoopbackScene.open { _ in }
        let text = "Hi {{ first_name | default(\"there\") }}, your number? {{ sender_first_name }}"
        let own = StepText(position: 1, language: nil, text: text, file: "stage-1.txt")
        let outreach = letter(world, "Hi Ann,\n\nwould you like to try our product in a video?")
        try world.fileSent(outreach)
        let alias = try #require(EmailAddress(Self.alias))
        let settings: (inout MosaicSettings) -> Void = {
            $0.accounts[0].aliases = [alias]
            $0.texts = [own]
        }
        try await world.watching(change: settings) { _ in
            var reply = outreach.reply(Scene.interested)
            reply.from = "Ann Lee <ann@creators.example>"
            try world.deliver(reply)
            let mail = try await eventually("mail 1 sent") { world.mails.first }
            #expect(mail.text == "Hi Ann, your number? Anna")
        }
    }

    @Test func whatCannotBeWrittenToSomebodyIsForAPerson() async throws {
        let world = try await LoopbackScene.open { _ in }
        let own = StepText(position: 1, language: nil, text: "Hi {{ first_name }}", file: "stage-1.txt")
        try await world.watching(change: { $0.texts = [own] }) { mosaic in
            try world.reply(Scene.interested)
            let story = try await mosaic.story(world, ends: .withPerson)
            #expect(story.openHandoffs.count == 1)
            #expect(story.followUps.first?.reason?.contains("first_name") == true)
            #expect(world.accepted == 0)
        }
    }

    @Test func spanishOutreachIsAnsweredInSpanish() async throws {
        let world = try await LoopbackScene.open { _ in }
        let outreach = world.letter(
            to: "ann@creators.example", "Colaboración con tu canal",
            "Hola Ann,\n\nnos encanta tu canal y queremos saber si te gustaría probar nuestro producto en un vídeo. "
                + "Te lo mandamos gratis y además te pagamos por el vídeo. ¿Te interesa? Si quieres, te cuento más.")
        try world.fileSent(outreach)
        try await world.watching { _ in
            try world.deliver(outreach.reply("¡Hola! Sí, me interesa mucho, cuéntame más."))
            let mail = try await eventually("mail 1 sent") { world.mails.first }
            #expect(mail.text.hasPrefix("¿Podrías compartirme tu contacto de WhatsApp"))
        }
    }
}
