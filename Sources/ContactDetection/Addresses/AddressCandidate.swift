/// Pieces around a house that may form one address, and their weight.
struct AddressCandidate {
    private(set) var pieces: Range<Int>
    private let all: [AddressPiece]
    private let evidence: [PieceEvidence]
    private let anchor: Int

    /// - Parameters:
    ///   - anchor: the piece with the house.
    ///   - floor: pieces before it belong to the previous address.
    init(
        anchor: Int, floor: Int, _ all: [AddressPiece], _ evidence: [PieceEvidence], before: Int, after: Int
    ) {
        self.all = all
        self.evidence = evidence
        self.anchor = anchor
        pieces = anchor..<(anchor + 1)
        extendForward(limit: min(all.count, anchor + after))
        extendBackward(limit: max(floor, anchor - before))
    }

    /// Whether one address may continue from the previous piece to a piece.
    private func continues(_ index: Int) -> Bool {
        switch all[index].before {
        case .hard: false
        // Mail programs put an empty line between paragraphs: a place after it may belong to the street before it.
        case .blankLine: evidence[index].hasPlace && evidence[index - 1].isEvidence
        case .comma, .line: true
        }
    }

    private mutating func extendForward(limit: Int) {
        var end = anchor + 1
        var neutral = 0
        var hasCountry = !evidence[anchor].countries.isEmpty
        var hasPostcode = evidence[anchor].postcodes.contains(where: \.isDistinct)
        var index = anchor + 1
        while index < limit, continues(index), !evidence[index].isTelephone {
            let piece = evidence[index]
            // A second house after a place belongs to the next address.
            if piece.street >= 3, hasCountry || hasPostcode, all[index].before != .comma { break }
            if piece.isEvidence {
                if hasCountry, piece.postcodes.isEmpty && piece.countries.isEmpty { break }
                end = index + 1
                neutral = 0
            } else if piece.isNeutral, neutral < 2, !hasCountry {
                neutral += 1
            } else {
                break
            }
            hasCountry = hasCountry || !piece.countries.isEmpty
            hasPostcode =
                hasPostcode || piece.postcodes.contains { $0.isDistinct || $0.isBesideName && piece.street < 3 }
            index += 1
        }
        pieces = pieces.lowerBound..<end
    }

    private mutating func extendBackward(limit: Int) {
        var start = anchor
        var neutral = 0
        var index = anchor - 1
        while index >= limit, continues(index + 1), !evidence[index].isTelephone {
            let piece = evidence[index]
            if piece.isEvidence {
                start = index
                neutral = 0
            } else if piece.isNeutral, neutral < 2 {
                neutral += 1
            } else {
                break
            }
            index -= 1
        }
        // The names on the two lines before the first meaningful part: the recipient, the building.
        index = start - 1
        var lines = 0
        while index >= limit, continues(index + 1), evidence[index].isNeutral, !evidence[index].isTelephone {
            lines += all[index + 1].before == .comma ? 0 : 1
            guard lines <= 2 else { break }
            start = index
            index -= 1
        }
        pieces = start..<pieces.upperBound
    }

    /// The evidence for an address; 0 when a necessary part is missing.
    func score(hasLead: Bool) -> Double {
        let lead = hasLead ? 1.5 : 0
        let postcode = postcodeScore
        let house = houseScore
        let place = min(3.5, placeScore)
        guard house > 0, postcode > 0 || place > 0 else { return 0 }
        let isBlock = pieces.dropFirst().count { all[$0].before == .line } >= 2
        if house < 2.5 {
            // A name with a number, or a street without one, needs more than a place beside it.
            let isFirm = postcode >= 2 || hasLead && (postcode > 0 || place >= 1.5) || isBlock && place >= 2
            guard isFirm else { return 0 }
        }
        return house + postcode + place + lead + (isBlock ? 0.5 : 0)
    }

    private var houseScore: Double {
        let parts = pieces.map { evidence[$0] }
        var street = parts.map(\.street).max() ?? 0
        if street == 1.5, parts.contains(where: \.isBareNumber) || hasNumberBesideStreet { street = 3 }
        let unit = parts.map(\.unit).max() ?? 0
        if street > 0 || unit > 0 { return min(4, street + unit) }
        return parts.contains(where: \.isNameWithNumber) ? 1.5 : 0
    }

    /// "Frunze Mikhail Street, 473": the number stands alone beside its street.
    private var hasNumberBesideStreet: Bool {
        pieces.contains { index in
            evidence[index].isStreetWithoutNumber
                && [index - 1, index + 1].contains { pieces.contains($0) && evidence[$0].isBareNumber }
        }
    }

    private var postcodeScore: Double {
        let country = country
        let named = Set(pieces.flatMap { evidence[$0].countries })
        return pieces.flatMap { index in
            evidence[index].postcodes.compactMap { postcode -> Double? in
                // The same digits cannot be house number and postcode.
                let isHouse = index == anchor && !postcode.isDistinct && evidence[index].isNameWithNumber
                guard !isHouse else { return nil }
                let agrees = country.map { postcode.countries.contains($0) } ?? true
                if postcode.isDistinct { return agrees ? 3 : 1 }
                let isNamed = !named.isDisjoint(with: postcode.countries)
                if postcode.isBesideName { return agrees ? 2 : 1 }
                return isNamed ? 1.5 : 0.5
            }
        }.max() ?? 0
    }

    private var placeScore: Double {
        let country = pieces.contains { !evidence[$0].countries.isEmpty } ? 2.0 : 0
        let city = pieces.contains { !evidence[$0].cities.isEmpty } ? 1.5 : 0
        let state = pieces.contains { !evidence[$0].states.isEmpty } ? 1.0 : 0
        return country + city + state
    }

    /// The country: named, or told by a city, state or unmistakable postcode.
    var country: String? {
        let parts = pieces.map { evidence[$0] }
        return parts.reversed().lazy.compactMap(\.countries.first).first
            ?? parts.lazy.flatMap(\.postcodes).first { $0.isDistinct }?.countries.first
            ?? parts.lazy.compactMap(\.cities.first).first
            ?? parts.lazy.compactMap(\.states.first).first
    }

    /// For people: `street and number, postcode, city`.
    var why: String {
        let parts = pieces.map { evidence[$0] }
        let named: [(String, Bool)] = [
            ("street and number", parts.contains { $0.street >= 3 }), ("unit", parts.contains { $0.unit > 0 }),
            ("postcode", parts.contains { !$0.postcodes.isEmpty }), ("city", parts.contains { !$0.cities.isEmpty }),
            ("state", parts.contains { !$0.states.isEmpty }), ("country", parts.contains { !$0.countries.isEmpty }),
        ]
        return named.filter(\.1).map(\.0).joined(separator: ", ")
    }

    /// From the first to the last token, without small words of the surrounding sentence.
    func range(_ tokens: [AddressToken], words: AddressWords) -> Range<Int> {
        let head = all[pieces.lowerBound].tokens
        var first = evidence[pieces.lowerBound].span?.lowerBound ?? head.upperBound - 1
        while first > head.lowerBound {
            // "Juan dela Cruz": a small word between two names on a line of its own.
            let joins =
                all[pieces.lowerBound].before != .comma && first - 2 >= head.lowerBound && tokens[first - 2].isCapital
                && tokens[first].isCapital && tokens[first - 1].range.count <= 5 && first - 2 == head.lowerBound
            guard belongs(tokens[first - 1], words) || joins else { break }
            first -= 1
        }
        while first < head.upperBound - 1, isSmall(tokens[first]), words.streetSense(tokens[first]) == nil,
            first < evidence[pieces.lowerBound].span?.lowerBound ?? head.upperBound
        {
            first += 1
        }
        var last = all[pieces.upperBound - 1].tokens.upperBound - 1
        let lastEvidence = (evidence[pieces.upperBound - 1].span?.upperBound ?? last + 1) - 1
        while last > lastEvidence, isSmall(tokens[last]) { last -= 1 }
        return tokens[first].range.lowerBound..<max(tokens[last].range.upperBound, tokens[first].range.upperBound)
    }

    /// A word before the first meaningful one: a name, or a word that joins names. Words of scripts without case before it are prose as
    /// often as not, and are left out where they run into it ("住所は").
    private func belongs(_ token: AddressToken, _ words: AddressWords) -> Bool {
        if token.isCaseless, token.range.count >= 3, token.text.utf8.first.map({ $0 >= 0xE3 }) == true { return false }
        return token.isCapital || token.hasDigit || token.traits.contains(.particle)
    }

    private func isSmall(_ token: AddressToken) -> Bool { !token.isCapital && !token.hasDigit }
}
