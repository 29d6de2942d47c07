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
    /// Bytes before an address in which words about parcels or events belong to it.
    private static let wordsBefore = 100
    /// A text with more houses is a directory; the rest of it is not read.
    private static let mostHouses = 4_000

    func addresses(in text: NormalizedText) -> [FoundAddress] {
        guard text.bytes.contains(where: \.isASCIIDigit) else { return [] }
        let cut = AddressPieces(text, words: words)
        let reader = PieceReader(text: text, words: words, gazetteer: gazetteer, tokens: cut.tokens)
        let evidence = cut.pieces.map(reader.evidence)
        var found: [FoundAddress] = []
        var floor = 0
        let houses = cut.pieces.indices.lazy.filter { evidence[$0].hasHouse }
        for anchor in houses.prefix(Self.mostHouses) where anchor >= floor {
            let candidate = AddressCandidate(
                anchor: anchor, floor: floor, cut.pieces, evidence, before: Self.reachBefore, after: Self.reachAfter)
            guard candidate.score(hasLead: true) >= Self.threshold else { continue }
            let first = cut.tokens[cut.pieces[candidate.pieces.lowerBound].tokens.lowerBound].range.lowerBound
            let before = text.bytes.wholeCharacters(max(0, first - Self.wordsBefore)..<first)
            let hasLead = words.leads.last(in: text.bytes, before) != nil && !isDenied(before, in: text.bytes)
            guard candidate.score(hasLead: hasLead) >= Self.threshold,
                hasLead || words.events.last(in: text.bytes, before) == nil
            else { continue }
            let range = candidate.range(cut.tokens, words: words)
            found.append(FoundAddress(range: range, country: candidate.country))
            floor = candidate.pieces.upperBound
        }
        return found
    }

    /// "Please do not ship to …", "my previous address …".
    private func isDenied(_ stretch: Range<Int>, in text: [UInt8]) -> Bool {
        words.denials.last(in: text, stretch) != nil
    }
}
