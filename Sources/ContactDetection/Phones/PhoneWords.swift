import Languages

/// The words that distinguish phone numbers from other numbers: `phones.txt` of each language.
struct PhoneWords: Sendable {
    let phone: Phrases
    let number: Phrases
    let whatsapp: Phrases
    /// "I have no …" before WhatsApp.
    let without: Phrases
    /// Nouns whose numbers are not phone numbers.
    let other: Phrases
    /// "My old number", "my manager's number": not, or no longer, the writer's.
    let withdrawn: Phrases
    /// Words to that effect after a number: "… does not work any more".
    let withdrawnBehind: Phrases
    /// "Call me on", "my own number": the writer's after all.
    let mine: Phrases
    /// Invitations to meetings with dial-in numbers.
    let meeting: Phrases
    let currency: Phrases
    let counted: Phrases
    /// "I live in …".
    let residence: Phrases

    init(_ words: ShippedWords) {
        func phrases(_ section: String) -> Phrases { Phrases(words.phrases(section)) }
        phone = phrases("phone")
        number = phrases("number")
        whatsapp = Phrases(words.phrases("whatsapp"), longestEnding: 5)
        without = phrases("without")
        other = phrases("other")
        withdrawn = phrases("withdrawn")
        withdrawnBehind = phrases("withdrawn, behind")
        mine = phrases("mine")
        meeting = phrases("meeting")
        currency = phrases("currency")
        counted = phrases("counted")
        residence = phrases("residence")
    }
}
