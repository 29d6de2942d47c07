import Correspondence
import Testing

@testable import Classification

/// What people write around their answer: a farewell that wishes luck in one language must not refuse in another.
@Suite struct PleasantryTests {
    struct Manners: Sendable, CustomTestStringConvertible {
        let language: String
        let consent: String
        let closings: [String]
        var testDescription: String { language }
    }

    private static let manners = [
        Manners(
            language: "en", consent: "Yes please, I'd love to take part!",
            closings: [
                "All the best", "Best", "Kind regards", "Warmly", "Best wishes", "Cheers", "Thanks a lot",
                "Thanks in advance",
                "Have a great day", "Have a good one", "Have fun", "Take care", "Talk soon", "Yours faithfully", "Love",
                "xx",
                "Sent from my iPhone", "Get Outlook for iOS", "Sorry for the late reply!",
                "Apologies for the late response.",
                "Hope you're well.", "Happy Friday!", "Good luck!", "Best of luck", "Keep up the good work",
                "Until then",
                "Bye for now", "Cheers mate", "Thanks for thinking of me", "Thanks for getting in touch",
                "Over and out",
            ]),
        Manners(
            language: "de", consent: "Ja gerne, ich bin dabei!",
            closings: [
                "Liebe Grüße", "Viele Grüße", "LG", "MfG", "Schönen Tag noch", "Bis bald", "Alles Gute", "Vielen Dank",
                "Danke im Voraus", "Servus", "Tschüss", "Entschuldige die späte Antwort.", "Hochachtungsvoll",
            ]),
        Manners(
            language: "fr", consent: "Oui avec plaisir, je suis intéressée !",
            closings: [
                "Cordialement", "Bien à vous", "Bonne journée", "Bon week-end", "À bientôt", "Merci d'avance", "Bises",
                "Désolée pour le retard.", "Bonne continuation", "Au plaisir", "Dans l'attente de votre retour",
            ]),
        Manners(
            language: "es", consent: "¡Sí, me encantaría participar!",
            closings: [
                "Un saludo", "Un abrazo", "Mil gracias", "Quedo atenta", "Hasta pronto", "Atentamente", "Éxitos",
                "Perdón por la demora.", "Mucha suerte", "Bendiciones", "Nos vemos",
            ]),
        Manners(
            language: "pt", consent: "Sim, adoraria participar!",
            closings: [
                "Abraços", "Beijos", "Obrigada", "Atenciosamente", "Com os melhores cumprimentos", "Até breve",
                "Sucesso",
                "Fico no aguardo", "Desculpe a demora.", "Valeu",
            ]),
        Manners(
            language: "it", consent: "Sì, mi piacerebbe molto partecipare!",
            closings: [
                "Cordiali saluti", "A presto", "Grazie mille", "Un abbraccio", "Resto in attesa", "Scusa il ritardo.",
                "In bocca al lupo",
            ]),
        Manners(
            language: "nl", consent: "Ja graag, ik doe mee!",
            closings: ["Groetjes", "Met vriendelijke groet", "Fijne dag", "Alvast bedankt", "Tot snel", "Veel succes"]),
        Manners(
            language: "pl", consent: "Tak, chętnie wezmę udział!",
            closings: ["Pozdrawiam", "Z poważaniem", "Miłego dnia", "Do usłyszenia", "Powodzenia"]),
        Manners(
            language: "tr", consent: "Evet, çok isterim!",
            closings: ["Saygılarımla", "İyi çalışmalar", "Kolay gelsin", "Başarılar", "Görüşürüz"]),
        Manners(
            language: "hi", consent: "Haan ji, main interested hoon!",
            closings: ["Dhanyawad", "All the best", "Namaste"]),
    ]

    @Test(arguments: manners)
    func farewellsChangeNothing(_ manners: Manners) {
        #expect(RulesClassifier.shipped.judge(manners.consent).intent == .interested)
        for closing in manners.closings {
            let verdict = RulesClassifier.shipped.judge("\(manners.consent)\n\n\(closing)\nTess")
            #expect(verdict.intent == .interested, "\(closing): \(verdict.explanation)")
        }
    }

    @Test(arguments: [
        "Sorry, your mail landed in my spam folder! I'm definitely interested.",
        "Found this in my junk. Yes please, count me in!", "It went to spam, sorry! I'm interested.",
        "Feel free to stop by our booth, and yes, I'm in!",
        "I was this close to hitting unsubscribe until I saw the photo. Sign me up!",
        "I couldn't be happier, count me in!", "Would be rude not to. Count me in!",
        "Deine Mail war im Spam gelandet. Ja gerne, ich bin dabei!",
        "¡Sí, me encantaría participar! Tu correo estaba en spam.",
        "Votre mail était dans mes spams. Oui avec plaisir !", "Sim, adoraria participar! Seu email estava no spam.",
        "Sì, mi piacerebbe molto partecipare! La tua mail era nello spam.",
        "klingt gar nicht uninteressant, schickt mir gerne mehr",
        "C'est pas de refus, j'embarque !",
    ])
    func wordsOfRefusalThatRefuseNothing(text: String) {
        #expect(RulesClassifier.shipped.judge(text).intent == .interested)
    }

    /// A person decides what a program could take for an opt-out.
    @Test(arguments: [
        "Before we can consider this: is there an exclusivity clause, and for how long?"
    ])
    func whatSoundsLikeANoGoesToAPerson(text: String) {
        #expect(RulesClassifier.shipped.judge(text).intent == .clarification)
    }

    /// Beside a clear yes, words that refuse or scold something else must not end the conversation unseen.
    @Test(arguments: [
        "It's a no-brainer.", "Hard to say no.", "I'm out of town until Friday.",
        "I declined another offer to do this.",
        "I said no to your competitor.", "I don't do many collabs.", "I was not interested at first.",
        "I stopped doing collabs for a while, now I'm back.", "My old one sucks.", "I was sick of my old one.",
        "Holy crap.", "Shut up, this is so cool.", "What a joke my old one was.",
        "You must be kidding me, this is great.",
        "I'd be an idiot to refuse.", "You don't need to convince me.", "I'll pass it on to my editor too.",
        "Good luck with the launch.", "My wife said no way, then she saw it.",
    ])
    func smallTalkBesideAYesEndsNothing(talk: String) {
        for text in ["\(talk) Yes please, I'd love to take part!", "Yes please, I'd love to take part! \(talk)"] {
            let verdict = RulesClassifier.shipped.judge(text)
            #expect(verdict.intent != .unsubscribe, "\(text)")
            #expect(
                verdict.intent != .notInterested || verdict.confidence < DecisionRouter.surenessOfRefusal, "\(text)")
            #expect(!verdict.maySend || verdict.intent == .interested, "\(text)")
        }
    }

    @Test(arguments: [
        "I'd love to collaborate. Unfortunately I'm too busy.", "I'd love to, but I'll pass.",
        "Love it, not for me.",
    ])
    func aYesThatTurnsIsARefusal(text: String) {
        let verdict = RulesClassifier.shipped.judge(text)
        #expect(verdict.intent == .notInterested)
        #expect(verdict.confidence >= DecisionRouter.surenessOfRefusal)
    }

    @Test(arguments: [
        "Stop it, this is adorable. Yes please, I'd love to take part!",
        "I unsubscribed from all the other brands. Yes please, I'd love to take part!",
    ])
    func anOptOutBeforeAClearYesIsForAPerson(text: String) {
        #expect(RulesClassifier.shipped.judge(text).intent == .clarification)
    }

    @Test(arguments: [
        "Love this! Please remove me from your list.", "Under GDPR you have no right to write to me.",
        "Would you mind taking me off whatever list this is?", "unsubcribe me pls", "Blocked and reported.",
        "I'm moving you to the spam folder", "putting these in junk from now on",
        "Spam!", "Das ist Spam", "esto es spam", "c'est du spam", "isso é spam", "questo è spam", "это спам", "迷惑です",
        "스팸입니다",
    ])
    func optOutsInOtherWords(text: String) {
        #expect(RulesClassifier.shipped.judge(text).intent == .unsubscribe)
    }

    private static let praise = [
        "Sounds great!", "I love the idea.", "What a lovely product!", "Thank you so much for reaching out.",
        "I'd love to see it succeed.", "Yes, I got your mail.", "Yes, it looks amazing.", "Happy to hear from you.",
        "I was interested at first.", "Looks like fun.", "Great stuff.", "I'm sure many would be keen.",
        "Count on me to watch it.", "Let's stay in touch.", "I really appreciate the offer.",
        "Sure, it's a nice gadget.", "Absolutely gorgeous.", "You guys are awesome.", "I'm honoured.",
        "Good luck with everything!",
    ]

    /// However kindly it is wrapped, and whether or not the rules know its words.
    @Test(arguments: [
        "I'll have to sit this one out.", "It's not for us.", "We're going another way.", "I'd rather leave it.",
        "This doesn't fit what I do.", "I don't think it would work.", "I've retired from content.",
        "I gave up the channel.", "My answer has to be negative.", "I must turn you down.",
        "We've filled all our slots.", "I don't take sponsorships.", "I can't commit.", "Not my cup of tea.",
        "Hard pass from me.", "Count me out.", "I'm afraid it isn't something I want.", "Thanks but no.",
        "I'll give it a miss.", "Someone else will suit you better.", "I signed with your rival.",
        "We have stopped collaborations.", "My plate is full.", "I never promote products.",
        "I haven't got the energy.", "It goes against my values.", "I refuse to advertise this.", "Leave me be.",
        "Do not write again.", "Lose my address.", "I want off this list.", "No more of these, thanks.",
        "Cease and desist.", "I will report you.", "You're spamming me.",
    ])
    func aRefusalBesidePraiseEarnsNoMail(refusal: String) {
        for praise in Self.praise {
            for text in ["\(praise) \(refusal)", "\(refusal) \(praise)"] {
                #expect(!RulesClassifier.shipped.judge(text).maySend, "\(text)")
            }
        }
    }
}
