/// How a step relates to the mail before it.
package enum StepKind: String, CaseIterable, Sendable, Codable {
    /// Begins a conversation: it has a subject of its own and answers nothing.
    case opening
    /// Answers what the contact wrote last.
    case answer
    /// Follows our own mail in the same conversation.
    case followUp = "follow_up"
}

/// One position in a sequence. Sent to somebody, a step becomes a mail: a row of the outbox.
package struct SequenceStep: Hashable, Sendable {
    /// 1 for the first.
    package let position: Int
    package let kind: StepKind
    /// Time after the previous step was sent; for the first, after it was planned.
    package let delay: Duration
    /// Nil: the conversation's own subject. A ``StepKind/opening`` has its own.
    package let subject: String?
    /// Its text, for conversations whose language has no variant.
    package let text: String
    /// Its text in other languages, by tag (BCP 47), such as `es`.
    package let variants: [String: String]

    package init(
        position: Int, kind: StepKind, delay: Duration, subject: String? = nil, text: String,
        variants: [String: String] = [:]
    ) {
        self.position = position
        self.kind = kind
        self.delay = delay
        self.subject = subject
        self.text = text
        self.variants = variants
    }
}

/// The mails that one event sets off, in order: an interested reply sets off its answers, a campaign its outreach.
///
/// What runs is the rows in the database; a value like this only registers them.
package struct MailSequence: Hashable, Sendable {
    package let name: String
    package let purpose: Purpose
    /// The most mails of this purpose that one conversation may get.
    package let mailsPerConversation: Int
    package let steps: [SequenceStep]

    package init(name: String, purpose: Purpose, mailsPerConversation: Int, steps: [SequenceStep]) {
        self.name = name
        self.purpose = purpose
        self.mailsPerConversation = mailsPerConversation
        self.steps = steps
    }

    /// The built-in sequence that asks an interested creator for a WhatsApp contact and an address.
    package static func collectContact(secondDelay: Duration, thirdDelay: Duration) -> MailSequence {
        MailSequence(
            name: "collect-contact", purpose: .answer, mailsPerConversation: 3,
            steps: [
                SequenceStep(
                    position: 1, kind: .answer, delay: .zero,
                    text: "Could you share your WhatsApp contact and address with me? "
                        + "I will ask my team to connect with you immediately.",
                    variants: [
                        "es": "¿Podrías compartirme tu contacto de WhatsApp y tu dirección? "
                            + "Le pediré a mi equipo que se ponga en contacto contigo de inmediato."
                    ]),
                SequenceStep(
                    position: 2, kind: .followUp, delay: secondDelay,
                    text: "Just checking in — can you please share your WhatsApp contact so we can connect quickly?",
                    variants: [
                        "es": "Solo quería saber si viste mi mensaje: ¿me compartes tu contacto de WhatsApp para que "
                            + "podamos hablar pronto?"
                    ]),
                SequenceStep(
                    position: 3, kind: .followUp, delay: thirdDelay,
                    text: "Wanted to follow up again — we'd love to take this forward "
                        + "but just need your WhatsApp number to coordinate better.",
                    variants: [
                        "es": "Te escribo de nuevo: nos encantaría seguir adelante y solo nos falta tu número de "
                            + "WhatsApp para coordinarnos mejor."
                    ]),
            ])
    }
}
