/// A postal address found in folded text.
struct FoundAddress {
    let range: Range<Int>
    /// ISO 3166 code where its country can be told.
    let country: String?
}

/// Finds postal addresses, as blocks of lines and inside sentences, by weighing what their parts say.
///
/// A house (a street or a name with a number, a box, a flat) must come together with a place (a postcode, a city, a
/// state, a country); either alone is no address that a parcel reaches.
struct AddressFinder {
    let words: AddressWords
    let gazetteer: Gazetteer

    /// Less is no address: a street with a number in a known city has 4.5, in a sentence about shipping 6.
    private static let threshold = 4.5
    private static let reachBefore = 4
    private static let reachAfter = 9

    func addresses(in text: NormalizedText) -> [FoundAddress] {
        guard text.bytes.contains(where: \.isASCIIDigit) else { return [] }
        let cut = AddressPieces(text, words: words)
        let reader = PieceReader(text: text, words: words, gazetteer: gazetteer, tokens: cut.tokens)
        let evidence = cut.pieces.map(reader.evidence)
        var found: [FoundAddress] = []
        var floor = 0
        for anchor in cut.pieces.indices where anchor >= floor && evidence[anchor].hasHouse {
            let candidate = AddressCandidate(
                anchor: anchor, floor: floor, cut.pieces, evidence, before: Self.reachBefore, after: Self.reachAfter)
            let start = text.bytes.wholeCharacters(
                max(
                    0, cut.tokens[cut.pieces[candidate.pieces.lowerBound].tokens.lowerBound].range.lowerBound - 100)..<cut
                    .tokens[cut.pieces[candidate.pieces.lowerBound].tokens.lowerBound].range.lowerBound)
            let hasLead = words.leads.last(in: text.bytes, start) != nil
            guard candidate.score(hasLead: hasLead) >= Self.threshold else { continue }
            if !hasLead || deniesLead(start, in: text.bytes), words.events.last(in: text.bytes, start) != nil {
                continue
            }
            let range = candidate.range(cut.tokens, words: words)
            found.append(FoundAddress(range: range, country: candidate.country))
            floor = candidate.pieces.upperBound
        }
        return found
    }

    /// "Please do not ship to …" has a lead and denies it.
    private func deniesLead(_ stretch: Range<Int>, in text: [UInt8]) -> Bool {
        guard let event = words.events.last(in: text, stretch) else { return false }
        let phrase = text[event]
        return phrase.starts(with: "do not".utf8) || phrase.starts(with: "don't".utf8)
            || phrase.starts(with: "never".utf8)
            || phrase.starts(with: "no ".utf8) || phrase.starts(with: "previous".utf8)
            || phrase.starts(with: "old".utf8)
    }
}
