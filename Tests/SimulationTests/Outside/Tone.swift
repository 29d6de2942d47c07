/// What a mail that arrives is, known because the story made it so: the oracle need not classify anything.
enum Tone: String, Sendable, CaseIterable {
    case interested, refusal, number, question, optOut
    case outOfOffice, bounce, newsletter
    /// A stranger who names our outreach, under a Message-ID that somebody else used.
    case forged

    /// Whether a person wrote it.
    var isHuman: Bool {
        switch self {
        case .interested, .refusal, .number, .question, .optOut, .forged: true
        case .outOfOffice, .bounce, .newsletter: false
        }
    }

    /// What is written; each of several phrasings.
    func text(_ variant: Int) -> String {
        let texts = texts
        return texts[variant % texts.count]
    }

    private var texts: [String] {
        switch self {
        case .interested:
            [
                "Yes, I'm interested! I'd love to collaborate, tell me more.",
                "I am interested. Let's do it!", "Sounds great, I would love to work with you.",
            ]
        case .refusal:
            ["No thanks, I'm not interested.", "Not interested, sorry.", "I have to decline. Thank you anyway."]
        case .number:
            [
                "Sure, my WhatsApp is +49 1512 3456789.", "Call me on +44 7400 123456, that's my WhatsApp.",
                "Yes, interested! My number is +1 202 555 0143.",
            ]
        case .question: ["How much do you pay for one video?", "What exactly would I have to do?"]
        case .optOut: ["Please unsubscribe me and remove me from your list.", "Stop emailing me. Unsubscribe."]
        case .outOfOffice: ["I am out of the office and will read my mail when I am back."]
        case .bounce: ["550 5.1.1 No such user here"]
        case .newsletter: ["Our summer news."]
        case .forged: ["Yes, I'm interested! Please send everything to me.", "I am interested. Let's do it!"]
        }
    }
}
