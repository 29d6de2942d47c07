/// The evidence in one piece of a text for being part of an address.
struct PieceEvidence {
    /// A postcode in it.
    struct Postcode {
        /// Which token it begins with, and how many it takes.
        let tokens: Range<Int>
        let countries: [String]
        /// Its form is unmistakable, or a state precedes it.
        let isDistinct: Bool
        /// A name stands beside it.
        let isBesideName: Bool
    }

    /// The evidence for a house: a street with a number 3, a street alone or a unit with a number 1.5, a name with a number
    /// 1.
    var street = 0.0
    var unit = 0.0
    /// A name and a number and nothing else: "Herengracht 573".
    var isNameWithNumber = false
    /// A street without a number in the piece itself.
    var isStreetWithoutNumber = false
    var postcodes: [Postcode] = []
    var countries: [String] = []
    var cities: [String] = []
    var states: [String] = []
    /// It is one number and nothing else.
    var isBareNumber = false
    /// It consists of numbers only, with as many digits as phone numbers have: a number to call, not a place.
    var isTelephone = false
    /// Short, with words that begin like names: may stand between meaningful parts.
    var isNeutral = false
    /// The first and last meaningful tokens.
    var span: Range<Int>?

    var hasHouse: Bool { street > 0 || unit > 0 || isNameWithNumber }
    var hasPlace: Bool { !postcodes.isEmpty || !countries.isEmpty || !cities.isEmpty || !states.isEmpty }
    var isEvidence: Bool { hasHouse || hasPlace || isBareNumber }
}

/// Reads pieces.
struct PieceReader {
    let text: NormalizedText
    let words: AddressWords
    let gazetteer: Gazetteer
    let tokens: [AddressToken]

    /// A piece with more words is prose or a table, not part of an address.
    private static let mostTokens = 20
    private static let mostBytes = 400

    /// The evidence in each piece. No address extends over a hard break, and each contains a digit: pieces between two such breaks
    /// without any digit count for nothing.
    func evidence(_ pieces: [AddressPiece]) -> [PieceEvidence] {
        var all: [PieceEvidence] = []
        all.reserveCapacity(pieces.count)
        while all.count < pieces.count {
            let rest = pieces[(all.count + 1)...]
            let end = rest.firstIndex { $0.before == .hard } ?? pieces.count
            let group = pieces[all.count..<end]
            let hasDigit = group.contains { piece in piece.tokens.contains { tokens[$0].hasDigit } }
            all += group.map { hasDigit ? evidence($0) : PieceEvidence() }
        }
        return all
    }

    private func evidence(_ piece: AddressPiece) -> PieceEvidence {
        var evidence = PieceEvidence()
        guard piece.tokens.count <= Self.mostTokens, bytes(of: piece).count <= Self.mostBytes else { return evidence }
        let digits = piece.tokens.reduce(0) { $0 + (tokens[$1].isNumber ? tokens[$1].digits : 0) }
        evidence.isTelephone = piece.tokens.allSatisfy { tokens[$0].isNumber } && digits >= 9
        if evidence.isTelephone { return evidence }
        findPostcodes(piece, &evidence)
        findPlaces(piece, &evidence)
        findJoinedScript(piece, &evidence)
        findHouse(piece, &evidence)
        let named = piece.tokens.count { tokens[$0].isCapital || tokens[$0].digits > 0 }
        evidence.isNeutral = piece.tokens.count <= 8 && (named * 2 >= piece.tokens.count || piece.tokens.count <= 2)
        return evidence
    }

    func mark(_ range: Range<Int>, _ evidence: inout PieceEvidence) {
        evidence.span =
            evidence.span.map { min($0.lowerBound, range.lowerBound)..<max($0.upperBound, range.upperBound) } ?? range
    }

    private func findPostcodes(_ piece: AddressPiece, _ evidence: inout PieceEvidence) {
        var index = piece.tokens.lowerBound
        while index < piece.tokens.upperBound {
            guard let postcode = postcode(at: index, in: piece) else {
                index += 1
                continue
            }
            evidence.postcodes.append(postcode)
            mark(postcode.tokens, &evidence)
            index = postcode.tokens.upperBound
        }
    }

    /// The longest postcode that begins with a token.
    private func postcode(at index: Int, in piece: AddressPiece) -> PieceEvidence.Postcode? {
        for length in stride(from: min(3, piece.tokens.upperBound - index), through: 1, by: -1) {
            let end = index + length
            let range = tokens[index].range.lowerBound..<tokens[end - 1].range.upperBound
            guard range.count <= 11, tokens[index..<end].contains(where: \.hasDigit), !isHyphenated(range),
                isWrittenAsCode(tokens[index])
            else {
                continue
            }
            guard let found = gazetteer.postcode(text.bytes[range]) else { continue }
            let state = index > piece.tokens.lowerBound ? stateCode(tokens[index - 1]) : []
            let agreed = state.isEmpty ? [] : found.countries.filter { state.contains($0) }
            return PieceEvidence.Postcode(
                tokens: index..<end, countries: agreed.isEmpty ? found.countries : agreed,
                isDistinct: found.isDistinct || !agreed.isEmpty,
                isBesideName: range.count >= 4 && (isName(index - 1, in: piece) || isName(end, in: piece)))
        }
        return nil
    }

    /// "FL 04", but not "au 12": a postcode that begins with a word of letters has it in capitals.
    private func isWrittenAsCode(_ token: AddressToken) -> Bool {
        token.hasDigit || text.capitals[token.range].allSatisfy(\.self)
    }

    private func isHyphenated(_ range: Range<Int>) -> Bool {
        let hyphen = UInt8(ascii: "-")
        return text.bytes.byte(at: range.lowerBound - 1) == hyphen
            && text.bytes.byte(at: range.lowerBound - 2)?.isASCIIDigit == true
            || text.bytes.byte(at: range.upperBound) == hyphen
                && text.bytes.byte(at: range.upperBound + 1)?.isASCIIDigit == true
    }

    private func isName(_ index: Int, in piece: AddressPiece) -> Bool {
        guard piece.tokens.contains(index) else { return false }
        let token = tokens[index]
        return !token.hasDigit && token.range.count >= 2 && !token.traits.contains(.noHouse)
            && (token.isCapital || gazetteer.place(at: [token.text]) != nil)
    }

    /// Countries in which a word of two or three capitals is a state: "CA", "VIC".
    private func stateCode(_ token: AddressToken) -> [String] {
        guard token.isCapital, (2...3).contains(token.range.count), let (places, _) = gazetteer.place(at: [token.text])
        else { return [] }
        return places.filter { $0.kind == .state }.map(\.country)
    }

    private func findPlaces(_ piece: AddressPiece, _ evidence: inout PieceEvidence) {
        let names = tokens[piece.tokens].map(\.text)
        var index = 0
        while index < names.count {
            guard let (places, length) = gazetteer.place(at: names[index...]) else {
                index += 1
                continue
            }
            let range = (piece.tokens.lowerBound + index)..<(piece.tokens.lowerBound + index + length)
            take(places, tokens: range, of: piece, &evidence)
            index += length
        }
    }

    private func take(
        _ places: [Gazetteer.Place], tokens range: Range<Int>, of piece: AddressPiece, _ evidence: inout PieceEvidence
    ) {
        let first = tokens[range.lowerBound]
        let isShort = range.count == 1 && first.range.count <= 3 && !first.isCaseless
        // "in", "me", "us", "la": only in capitals, and a country only at the end of a piece.
        let isShouted = text.capitals[first.range].allSatisfy(\.self)
        guard !isShort || isShouted || first.text == "uk" || first.text == "usa" || first.text == "uae" else { return }
        // "… Aruba and let me know": small letters end the address.
        let isBeforeProse =
            range.upperBound < piece.tokens.upperBound && !tokens[range.upperBound].isCapital
            && !tokens[range.upperBound].hasDigit
        let endsPiece =
            range.upperBound == piece.tokens.upperBound || isBeforeProse || range.lowerBound == piece.tokens.lowerBound
            || evidence.postcodes.contains {
                $0.tokens.lowerBound == range.upperBound || $0.tokens.upperBound == range.lowerBound
            }
        for place in places {
            switch place.kind {
            case .country where endsPiece: evidence.countries.append(place.country)
            case .city: evidence.cities.append(place.country)
            case .state: evidence.states.append(place.country)
            case .country, .people: continue
            }
            mark(range, &evidence)
        }
    }

    private func findHouse(_ piece: AddressPiece, _ evidence: inout PieceEvidence) {
        let codes = evidence.postcodes.filter(\.isDistinct)
        let isCode = { (index: Int) in codes.contains { $0.tokens.contains(index) } }
        let numbers = piece.tokens.filter { tokens[$0].isHouseNumber && !isCode($0) }
        let streets = piece.tokens.compactMap { index in words.streetSense(tokens[index]).map { (index, $0) } }
        if let (street, number) = streetWithNumber(streets, numbers, piece, evidence) {
            evidence.street = 3
            // The house number is not a postcode, whatever its form.
            evidence.postcodes.removeAll { !$0.isDistinct && $0.tokens.contains(number) }
            mark(min(street, number)..<(max(street, number) + 1), &evidence)
        } else if let (street, _) = streets.first(where: { $0.1 == .always && isPlausibleStreet($0.0, piece) }) {
            evidence.isStreetWithoutNumber = evidence.street < 1.5
            evidence.street = max(evidence.street, 1.5)
            mark(street..<(street + 1), &evidence)
        }
        if let box = words.boxes.first(in: text.bytes, bytes(of: piece)), !numbers.isEmpty {
            evidence.street = 3
            evidence.isStreetWithoutNumber = false
            let tokenRange = piece.tokens.filter { tokens[$0].range.overlaps(box) }
            if let first = tokenRange.first { mark(first..<piece.tokens.upperBound, &evidence) }
        }
        for index in piece.tokens where tokens[index].traits.contains(.unit) {
            let neighbours = [index + 1, index - 1].filter { piece.tokens.contains($0) }
            guard let number = neighbours.first(where: { tokens[$0].hasDigit && !isCode($0) }),
                tokens[index].range.count > 1 || tokens[index].isCapital
            else { continue }
            evidence.unit = 1.5
            mark(min(index, number)..<(max(index, number) + 1), &evidence)
        }
        evidence.isBareNumber = piece.tokens.count == 1 && tokens[piece.tokens.lowerBound].isHouseNumber
        if evidence.isBareNumber { mark(piece.tokens, &evidence) }
        if evidence.street == 0, isNameWithNumber(piece, numbers, evidence) {
            evidence.isNameWithNumber = true
            mark(piece.tokens, &evidence)
        }
    }

    func bytes(of piece: AddressPiece) -> Range<Int> {
        tokens[piece.tokens.lowerBound].range.lowerBound..<tokens[piece.tokens.upperBound - 1].range.upperBound
    }

    /// A street alone counts when it looks like a name, unlike "the street".
    private func isPlausibleStreet(_ index: Int, _ piece: AddressPiece) -> Bool {
        piece.tokens.count >= 2 && piece.tokens.contains { tokens[$0].isCapital }
    }

    private func streetWithNumber(
        _ streets: [(Int, AddressWords.StreetSense)], _ numbers: [Int], _ piece: AddressPiece, _ evidence: PieceEvidence
    ) -> (street: Int, number: Int)? {
        for (street, sense) in streets {
            // A bare postcode is a house number only when there is no other number.
            let candidates = numbers.filter { $0 != street }
                .sorted {
                    (isNumericPostcode($0, evidence) ? 1 : 0, abs($0 - street)) < (
                        isNumericPostcode($1, evidence) ? 1 : 0, abs($1 - street)
                    )
                }
            guard let number = candidates.first else { continue }
            guard !isNumericPostcode(number, evidence) || tokens[number].digits <= 4 else { continue }
            let isClose = abs(number - street) <= 7
            let isNamed = sense == .always || tokens[street].isCapital || piece.tokens.count <= 5
            if isClose, isNamed, piece.tokens.count >= 2 { return (street, number) }
        }
        return nil
    }

    private func isNumericPostcode(_ index: Int, _ evidence: PieceEvidence) -> Bool {
        evidence.postcodes.contains { $0.tokens.contains(index) }
    }

    /// "Herengracht 573", "88 Zmaja od Bosne", "Rosenthaler 1a".
    private func isNameWithNumber(_ piece: AddressPiece, _ numbers: [Int], _ evidence: PieceEvidence) -> Bool {
        let count = piece.tokens.count
        guard (2...8).contains(count) else { return false }
        let first = piece.tokens.lowerBound
        let last = piece.tokens.upperBound - 1
        guard
            let number = numbers.first(where: {
                $0 == first || $0 == last || $0 == last - 1 && tokens[last].hasDigit
                    || $0 == first + 1 && tokens[first].hasDigit
            }),
            tokens[number].digits <= 4, !tokens[number].text.hasPrefix("0")
        else { return false }
        guard !(tokens[number].isNumber && (1950...2035).contains(Int(tokens[number].text) ?? 0)) else { return false }
        let names = piece.tokens.filter { !tokens[$0].hasDigit }
        guard let head = names.first, tokens[head].isCapital, tokens[head].range.count >= 2 else { return false }
        let capitals = names.count { tokens[$0].isCapital }
        return capitals * 2 >= names.count && !names.contains { tokens[$0].traits.contains(.noHouse) }
            && evidence.countries.isEmpty
    }

    func markToken(at offset: Int, in piece: AddressPiece, _ evidence: inout PieceEvidence) {
        guard let index = piece.tokens.first(where: { tokens[$0].range.contains(offset) }) else { return }
        mark(index..<(index + 1), &evidence)
    }
}
