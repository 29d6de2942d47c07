/// The words that tell telephone numbers from other numbers: `PhoneWords/phone-words.txt`.
struct PhoneWords: Sendable {
    let phone: Phrases
    let number: Phrases
    let whatsapp: Phrases
    /// "I have no …" before WhatsApp.
    let without: Phrases
    /// Nouns whose numbers are no telephone numbers.
    let other: Phrases
    let currency: Phrases
    let counted: Phrases
    /// "I live in …".
    let residence: Phrases

    init(file: String, _ bytes: [UInt8]) throws(ContactDataError) {
        let sheet = try DataSheet(file: file, bytes)
        func phrases(_ name: String) throws(ContactDataError) -> Phrases {
            guard let section = sheet.sections.first(where: { $0.name == name }) else {
                throw ContactDataError(file: file, line: 1, problem: "the section [\(name)] is missing")
            }
            return Phrases(section.entries.flatMap(\.values))
        }
        phone = try phrases("phone")
        number = try phrases("number")
        whatsapp = try phrases("whatsapp")
        without = try phrases("without")
        other = try phrases("other")
        currency = try phrases("currency")
        counted = try phrases("counted")
        residence = try phrases("residence")
    }
}
