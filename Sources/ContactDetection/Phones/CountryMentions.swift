import PhoneNumbers

/// The countries that words of a reply name, as hints for its telephone numbers.
struct CountryMentions {
    let gazetteer: Gazetteer
    let words: PhoneWords

    /// Countries named close to a number: "my Brazilian number: …", "… (Indian no.)".
    func near(_ stretch: Range<Int>, in text: [UInt8]) -> [Region] {
        regions(in: text, stretch, kinds: [.country, .people])
    }

    /// Countries the writer claims to live in, anywhere in a text.
    func residences(in text: [UInt8]) -> [Region] {
        var found: [Region] = []
        var position = 0
        while position < text.count, found.count < 2 {
            guard let phraseEnd = words.residence.end(ofPhraseAt: position, in: text, until: text.count) else {
                position += 1
                continue
            }
            let stretch = phraseEnd..<min(text.count, phraseEnd + 40)
            found += regions(in: text, stretch, kinds: [.country, .city]).prefix(1)
            position = phraseEnd
        }
        return found
    }

    private func regions(in text: [UInt8], _ stretch: Range<Int>, kinds: Set<Gazetteer.Place.Kind>) -> [Region] {
        let names = Words.all(in: text, stretch)
        var found: [Region] = []
        var index = 0
        while index < names.count {
            guard let (places, length) = gazetteer.place(at: names[index...]) else {
                index += 1
                continue
            }
            // "us", "in", "it" are words before they are countries, "uk" and "uae" are not.
            let isName =
                length > 1 || names[index].utf8.count > 3 || ["uk", "usa", "uae", "ksa"].contains(names[index])
            if isName, let place = places.first(where: { kinds.contains($0.kind) }),
                let region = Region(place.country), !found.contains(region)
            {
                found.append(region)
            }
            index += length
        }
        guard found.isEmpty, text[stretch].contains(where: { $0 >= 0xE0 }) else { return found }
        let joined = gazetteer.joinedPlaces.first {
            kinds.contains($0.place.kind) && text.contains($0.bytes, in: stretch)
        }
        return joined.flatMap { Region($0.place.country) }.map { [$0] } ?? []
    }
}
