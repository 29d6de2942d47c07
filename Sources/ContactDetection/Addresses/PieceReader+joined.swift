extension PieceReader {
    /// Japanese, Chinese, Korean and Thai write address parts without spaces: the parts are recognised by their endings.
    func findJoinedScript(_ piece: AddressPiece, _ evidence: inout PieceEvidence) {
        let range = bytes(of: piece)
        guard text.bytes[range].contains(where: { $0 >= 0xE0 }) else { return }
        var endings = 0
        var position = range.lowerBound
        while position < range.upperBound {
            guard text.bytes[position] >= 0xE0,
                let ending = words.joined.first(where: { text.bytes[position..<range.upperBound].starts(with: $0) })
            else {
                position += 1
                continue
            }
            endings += 1
            position += ending.count
        }
        for joined in gazetteer.joinedPlaces {
            guard let start = text.bytes.firstIndex(of: joined.bytes, from: range.lowerBound, until: range.upperBound)
            else { continue }
            switch joined.place.kind {
            case .country: evidence.countries.append(joined.place.country)
            case .city: evidence.cities.append(joined.place.country)
            case .state: evidence.states.append(joined.place.country)
            case .people: continue
            }
            markToken(at: start, in: piece, &evidence)
        }
        let codes = evidence.postcodes.filter(\.isDistinct).map(\.tokens)
        let hasDigit = piece.tokens.contains { index in
            tokens[index].hasDigit && !codes.contains { $0.contains(index) }
        }
        guard hasDigit, endings > 0 else { return }
        if endings >= 2 {
            evidence.street = 3
            evidence.isStreetWithoutNumber = false
        } else {
            evidence.unit = 1.5
        }
        mark((piece.tokens.upperBound - 1)..<piece.tokens.upperBound, &evidence)
    }
}
