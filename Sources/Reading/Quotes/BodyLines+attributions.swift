extension BodyLines {
    /// Splits "Count me in. On 3 Nov 2026, Ann <ann@example.test> wrote:" before its attribution, so that the writer's own words on
    /// that line remain own text.
    mutating func partBeforeAttributions() {
        var places: [(line: Int, offset: Int)] = []
        for index in lines.indices where mayHoldAnAttribution(index) {
            if let offset = attributionStart(in: index) { places.append((index, offset)) }
        }
        part(at: places)
    }

    /// The number of words in a line that are tried as the beginning of an attribution.
    private static let mostOpeners = 6

    private func mayHoldAnAttribution(_ index: Int) -> Bool {
        let line = lines[index]
        guard !line.isQuoted, !line.isFenced, (24...Self.maxMatched).contains(line.content.count) else { return false }
        return endsWithColon(index) || wrapped(after: index) != nil
    }

    private func endsWithColon(_ index: Int) -> Bool { bytes[lines[index].content].last == UInt8(ascii: ":") }

    /// The line below that may end the attribution: `<ann@example.test> wrote:`.
    private func wrapped(after index: Int) -> Int? {
        let next = index + 1
        guard next < count, !lines[next].isQuoted, !lines[next].isBlank, lines[next].content.count <= 200 else {
            return nil
        }
        return endsWithColon(next) ? next : nil
    }

    /// The beginning of an attribution inside a line: at a capitalised word that introduces dates, directly followed by the date, up
    /// to a verb of writing; or at a date that begins with its year, up to an address; with a colon at the end of the line. It
    /// must contain an address or a time, or a quote must follow.
    private func attributionStart(in index: Int) -> Int? {
        let content = lines[index].content
        let next = endsWithColon(index) ? nil : wrapped(after: index)
        let tail = next.map { Array(bytes[lines[$0].content]) } ?? []
        guard !beginsWithDate(bytes[content]) else { return nil }
        let isQuotedBelow = nextText(from: (next ?? index) + 1).map { lines[$0].isQuoted } ?? false
        let hasAddress = bytes[content].contains(UInt8(ascii: "@")) || tail.contains(UInt8(ascii: "@"))
        return content.dropFirst().lazy.filter { offset in
            followsWords(offset) && (isCapital(offset) || isYear(offset))
                && bytes[offset..<min(offset + 28, content.upperBound)].contains(where: \.isDigit)
        }
        .prefix(Self.mostOpeners).first { offset in
            let rest = (bytes[offset..<content.upperBound] + [0x20] + tail)[...].foldedForMatching
            let shapes = DigitShapes(rest)
            guard shapes.hasDate, hasAddress || isQuotedBelow || shapes.hasTime else { return false }
            if isYear(offset) { return shapes.hasTime && hasAddress }
            return isDatedOpener(offset..<content.upperBound, rest)
        }
    }

    /// A line that is an attribution from its beginning on.
    private func beginsWithDate(_ line: ArraySlice<UInt8>) -> Bool {
        line.first?.isDigit == true || isDatedOpener(line.startIndex..<line.endIndex, line.foldedForMatching)
    }

    /// After a space or the end of a sentence.
    private func followsWords(_ offset: Int) -> Bool {
        let before = bytes[offset - 1]
        return before == 0x20 || ".!?)".utf8.contains(before)
            || offset > 2 && bytes[offset - 3..<offset].elementsEqual("。".utf8)
    }

    private func isCapital(_ offset: Int) -> Bool { (0x41...0x5A).contains(bytes[offset]) || bytes[offset] >= 0xC3 }

    /// `2026年5月4日`, `2026-05-04`.
    private func isYear(_ offset: Int) -> Bool {
        let text = bytes[offset...].prefix(7)
        return text.starts(with: "20".utf8) && text.prefix(4).allSatisfy(\.isDigit)
            && (text.dropFirst(4).starts(with: "年".utf8) || text.dropFirst(4).first == UInt8(ascii: "-"))
    }

    private func isDatedOpener(_ range: Range<Int>, _ folded: [UInt8]) -> Bool {
        let opener = bytes[range].prefix(24).prefix { $0 != 0x20 }
        guard QuoteOpeningDetector.openers.contains(opener.foldedForMatching) else { return false }
        return AttributionStart(folded, isOpener: true).isDated && DigitShapes(folded).hasDate
            && QuoteOpeningDetector.verbs.occurs(in: folded)
    }
}
