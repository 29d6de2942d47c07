/// The text of one step of a sequence in one language, as somebody wrote it: a template.
package struct StepText: Sendable, Hashable {
    package let position: Int
    /// BCP 47; nil: in every language that has no text of its own.
    package let language: String?
    package let text: String
    /// The file it was read from.
    package let file: String

    package init(position: Int, language: String?, text: String, file: String) {
        self.position = position
        self.language = language
        self.text = text
        self.file = file
    }
}

extension MailSequence {
    /// The same sequence with other texts. Where somebody wrote a text for a step, all built-in texts of that step go, also those
    /// in other languages.
    package func saying(_ texts: [StepText]) -> MailSequence {
        let steps = steps.map { step in
            let own = texts.filter { $0.position == step.position }
            guard !own.isEmpty else { return step }
            let common = own.first { $0.language == nil }
            let variants = own.reduce(into: common == nil ? step.variants : [:]) { variants, text in
                if let language = text.language { variants[language] = text.text }
            }
            return SequenceStep(
                position: step.position, kind: step.kind, delay: step.delay, subject: step.subject,
                text: common?.text ?? step.text, variants: variants)
        }
        return MailSequence(
            name: name, purpose: purpose, mailsPerConversation: mailsPerConversation, steps: steps)
    }
}

/// The fields that a text can be personalised with.
package enum MailFields {
    /// Fields of the contact, and of the account that writes.
    package static let names: Set<String> = [
        "first_name", "name", "email", "sender_name", "sender_first_name", "sender_email",
    ]

    /// The key of a text's random choices: a mail says the same wherever it is written or shown.
    package static func drawKey(_ conversation: ConversationID, step: Int, generation: Int) -> String {
        "\(conversation)/\(step)/\(generation)"
    }

    /// Those that have a value.
    package static func values(to contact: Correspondent, from sender: Correspondent) -> [String: String] {
        var values = ["email": contact.address.text, "sender_email": sender.address.text]
        values["name"] = contact.name
        values["first_name"] = contact.name.flatMap(firstName)
        values["sender_name"] = sender.name
        values["sender_first_name"] = sender.name.flatMap(firstName)
        return values
    }

    /// The first word of "Ann Lee" and the second of "Lee, Ann"; nil for anything unlikely to be a person's name.
    static func firstName(of name: String) -> String? {
        let parts = name.split(separator: ",", maxSplits: 1)
        let words = (parts.count == 2 ? parts[1] : parts.first ?? "").split(whereSeparator: \.isWhitespace)
        guard let first = words.first, words.count <= 3, first.count >= 2,
            first.allSatisfy({ $0.isLetter || $0 == "-" || $0 == "'" || $0 == "’" }), first.first?.isLowercase == false
        else { return nil }
        return String(first)
    }
}
