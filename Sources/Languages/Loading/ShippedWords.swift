/// The words of one kind in every shipped language, by section.
package struct ShippedWords: Sendable {
    private let files: [LanguageFile]

    /// - Throws: naming the file and line that cannot be read.
    package init(_ kind: LanguageFile.Kind) throws(LanguageFault) {
        files = try ShippedLanguages.files(kind).map(\.file)
        for file in files {
            for section in file.sections where Self.sections[kind]?.contains(section.title) == false {
                throw LanguageFault(
                    file: file.name, line: section.number, problem: "there is no section [\(section.title)]")
            }
        }
    }

    /// The words of a kind whose reader cannot throw: an unreadable file is a fault of the build itself, which the first test
    /// finds.
    package static func trusted(_ kind: LanguageFile.Kind) -> ShippedWords {
        do { return try ShippedWords(kind) } catch { fatalError("\(error)") }
    }

    /// The phrases of a section in all languages.
    package func phrases(_ section: String) -> [String] { files.flatMap { $0.phrases(section) } }

    /// The lines of a section, language by language.
    package func lines(_ section: String) -> [[[String]]] {
        files.map { $0.lines(section) }.filter { !$0.isEmpty }
    }

    /// The sections that each kind may have; `consent` and `numbers` are checked by their readers.
    package static let sections: [LanguageFile.Kind: Set<String>] = [
        .quotes: [
            "before the date", "wrote", "from", "date", "to", "cc", "subject", "original", "forwarded",
        ],
        .signatures: [
            "sent from", "sent, behind", "excuse", "footer", "possible footer", "legal word", "sign-off",
            "sign-off, from",
            "role", "company", "particle", "pointer",
        ],
        .machines: [
            "bounce subject", "bounce", "delay", "no such user", "not the address", "failed recipients", "auto subject",
            "auto prefix", "auto",
            "automaton", "challenge", "receipt subject", "receipt", "ticket",
        ],
        .calendar: [
            "months", "weekdays", "counts", "returning", "returning, behind", "until", "until, behind", "inclusive",
            "between", "tomorrow", "next week", "days", "weeks", "in", "month", "coming", "day of the month",
        ],
        .phones: [
            "phone", "number", "whatsapp", "without", "other", "withdrawn", "withdrawn, behind", "mine", "meeting",
            "small words",
            "currency", "counted", "residence",
        ],
        .streets: [
            "street", "unit", "box", "lead", "particle", "field", "stop", "greeting", "event", "denial", "not a house",
            "abbreviation", "joined",
        ],
    ]
}
