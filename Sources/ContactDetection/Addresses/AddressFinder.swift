/// A postal address found in folded text.
struct FoundAddress {
    let range: Range<Int>
    /// ISO 3166 code, if its country can be told.
    let country: String?
    /// From 0 to 1.
    let confidence: Double
    /// For people: the recognised parts.
    let why: String
}

/// Finds postal addresses, as blocks of lines and inside sentences, by weighing the evidence of their parts.
///
/// A house (a street or a name with a number, a box, a flat) must come together with a place (a postcode, a city, a
/// state, a country); either alone is no address that a parcel reaches.
struct AddressFinder {
    let words: AddressWords
    let gazetteer: Gazetteer

    /// A lower weight is no address: a street with a number in a known city has 4.5, in a sentence about shipping 6.
    private static let threshold = 4.5
    private static let reachBefore = 4
    private static let reachAfter = 9
    /// Bytes before an address in which words about parcels or events refer to it.
    private static let wordsBefore = 100
    /// A text with more houses is a directory; the rest of it is not read.
    private static let mostHouses = 4_000

    func addresses(in text: NormalizedText) -> [FoundAddress] {
        guard text.bytes.contains(where: \.isASCIIDigit) else { return [] }
        let cut = AddressPieces(text, words: words)
        let reader = PieceReader(text: text, words: words, gazetteer: gazetteer, tokens: cut.tokens)
        let evidence = reader.evidence(cut.pieces)
        var found: [FoundAddress] = []
        var floor = 0
        let houses = cut.pieces.indices.lazy.filter { evidence[$0].hasHouse }
        for anchor in houses.prefix(Self.mostHouses) where anchor >= floor {
            let candidate = AddressCandidate(
                anchor: anchor, floor: floor, cut.pieces, evidence, before: Self.reachBefore, after: Self.reachAfter)
            guard candidate.score(hasLead: true) >= Self.threshold else { continue }
            let first = cut.tokens[cut.pieces[candidate.pieces.lowerBound].tokens.lowerBound].range.lowerBound
            let before = text.bytes.wholeCharacters(max(0, first - Self.wordsBefore)..<first)
            guard words.denials.last(in: text.bytes, before) == nil else { continue }
            let hasLead = words.leads.last(in: text.bytes, before) != nil
            let range = candidate.range(cut.tokens, words: words)
            let score = candidate.score(hasLead: hasLead)
            guard score >= Self.threshold,
                hasLead || !namesEvent(around: range, before: before, in: text.bytes)
            else { continue }
            found.append(
                FoundAddress(
                    range: withSigns(withoutKana(range, in: text.bytes), in: text.bytes), country: candidate.country,
                    confidence: min(0.97, 0.6 + (score - Self.threshold) * 0.06), why: candidate.why))
            floor = candidate.pieces.upperBound
        }
        return found
    }

    /// Something happens there, so no parcel is expected.
    private func namesEvent(around address: Range<Int>, before: Range<Int>, in text: [UInt8]) -> Bool {
        let after = text[address.upperBound...].prefix(60).prefix { $0 != 0x0A }
        let lead = text.wholeCharacters(before.lowerBound..<max(before.lowerBound, address.lowerBound))
        return words.events.last(in: text, lead) != nil
            || words.events.first(in: text, text.wholeCharacters(after.startIndex..<after.endIndex)) != nil
    }

    /// With the sign before a Japanese postcode, and the bracket that closes one of the address's own.
    private func withSigns(_ range: Range<Int>, in text: [UInt8]) -> Range<Int> {
        let postcode: [UInt8] = [0xE3, 0x80, 0x92]
        let hasSign = text[..<range.lowerBound].suffix(postcode.count).elementsEqual(postcode)
        let start = hasSign ? range.lowerBound - postcode.count : range.lowerBound
        let isOpen = text[range].count { $0 == UInt8(ascii: "(") } > text[range].count { $0 == UInt8(ascii: ")") }
        let closes = isOpen && text.byte(at: range.upperBound) == UInt8(ascii: ")")
        return start..<(closes ? range.upperBound + 1 : range.upperBound)
    }

    /// Japanese sentences continue in kana after the last part: "…1-2-3です".
    private func withoutKana(_ range: Range<Int>, in text: [UInt8]) -> Range<Int> {
        var end = range.upperBound
        while end - 3 > range.lowerBound, text[end - 3] == 0xE3,
            text[end - 2] == 0x81 || text[end - 2] == 0x82 && text[end - 1] < 0xA0
        {
            end -= 3
        }
        return range.lowerBound..<end
    }
}
