import PhoneNumbers

/// The countries named in a reply, as hints for its phone numbers.
struct CountryMentions {
    let gazetteer: Gazetteer
    let words: PhoneWords

    /// The length of text that is searched for countries.
    private static let mostBytes = 4_000

    /// Countries named close to a number: "my Brazilian number: …", "… (Indian no.)", "(Abuja)".
    func near(_ stretch: Range<Int>, in text: NormalizedText) -> [Region] {
        named(in: text, stretch) { $0.kind != .state && ($0.kind != .city || $0.isCapital) }
    }

    /// Countries in which the writer claims to live, anywhere in a text.
    func residences(in text: NormalizedText) -> [Region] {
        let bytes = text.bytes
        var found: [Region] = []
        var position = 0
        let end = min(bytes.count, Self.mostBytes)
        while position < end, found.count < 2 {
            guard let phraseEnd = words.residence.end(ofPhraseAt: position, in: bytes, until: bytes.count) else {
                position += 1
                continue
            }
            // "I'm in! Dubai …" says yes, and nothing about a place.
            let sentence = (phraseEnd..<min(bytes.count, phraseEnd + 40)).prefix { !"!?\n:;".utf8.contains(bytes[$0]) }
            let stretch = bytes.wholeCharacters(phraseEnd..<(sentence.last.map { $0 + 1 } ?? phraseEnd))
            found += named(in: text, stretch) { $0.kind != .people && ($0.kind != .state || $0.text.utf8.count > 3) }
                .prefix(1)
            position = phraseEnd
        }
        return found
    }

    /// All countries that a text names, in order: whole countries, and cities after a word for "in" or "from". Names that people
    /// have too ("Sofia", "Jordan") do not count alone.
    func all(in text: NormalizedText) -> [Region] {
        let stretch = text.bytes.wholeCharacters(0..<min(text.count, Self.mostBytes))
        return named(in: text, stretch) { name in
            guard name.isCapital else { return false }
            switch name.kind {
            case .country, .people: return !Self.givenNames.contains(name.text)
            case .city: return name.before.map { Self.prepositions.contains($0) } ?? false
            case .state: return false
            }
        }
    }

    private static let givenNames: Set<String> = ["georgia", "jordan", "chad", "israel", "china", "india", "georgian"]

    /// Short words before a place, in the languages that have them.
    private static let prepositions: Set<String> = [
        "in", "from", "near", "de", "a", "en", "em", "aus", "nach", "bei", "da", "di", "do", "uit", "te", "w", "z",
        "ze",
        "we", "i", "fran", "fra", "din", "v", "iz", "в", "во", "из", "з", "із", "у", "στην", "στο", "απο",
    ]

    /// A place named in the text.
    private struct Name {
        let kind: Gazetteer.Place.Kind
        let text: String
        let isCapital: Bool
        /// The word before it on its line.
        let before: String?
    }

    private func named(in text: NormalizedText, _ stretch: Range<Int>, _ counts: (Name) -> Bool) -> [Region] {
        let names = Words.ranges(in: text.bytes, stretch)
        let texts = names.map { text.text($0) }
        var found: [Region] = []
        var index = 0
        while index < names.count {
            guard let (places, length) = gazetteer.place(at: texts[index...]) else {
                index += 1
                continue
            }
            // "us", "in", "it" are words before they are countries, "uk" and "uae" are not.
            let isName =
                length > 1 || texts[index].utf8.count > 3
                || ["uk", "usa", "uae", "ksa", "nz"].contains(texts[index])
            let place = places.first { place in
                let before = index > 0 ? texts[index - 1] : nil
                return counts(
                    Name(
                        kind: place.kind, text: texts[index], isCapital: text.capitals[names[index].lowerBound],
                        before: before))
            }
            if isName, let place, let region = Region(place.country), !found.contains(region) { found.append(region) }
            index += length
        }
        guard found.isEmpty, text.bytes[stretch].contains(where: { $0 >= 0xE0 }) else { return found }
        let joined = gazetteer.joinedPlaces.first {
            counts(Name(kind: $0.place.kind, text: "", isCapital: true, before: nil))
                && text.bytes.contains($0.bytes, in: stretch)
        }
        return joined.flatMap { Region($0.place.country) }.map { [$0] } ?? []
    }
}
