extension BodyLines {
    /// Parts "Count me in. On 3 Nov 2026, Ann <ann@example.test> wrote:" before its attribution, so that the writer's own
    /// words on that line stay theirs.
    mutating func partBeforeAttributions() {
        var places: [(line: Int, offset: Int)] = []
        for index in lines.indices where mayHoldAnAttribution(index) {
            if let offset = attributionStart(in: index) { places.append((index, offset)) }
        }
        part(at: places)
    }

    /// So many words of a line are tried as the beginning of an attribution.
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

    /// Where an attribution begins inside a line: at a capital word that introduces dates, with the date right behind it,
    /// up to a verb of writing and a colon at the end of the line. An address must stand in it, or a quote below.
    private func attributionStart(in index: Int) -> Int? {
        let content = lines[index].content
        let next = endsWithColon(index) ? nil : wrapped(after: index)
        let tail = next.map { Array(bytes[lines[$0].content]) } ?? []
        let whole = bytes[content].foldedForMatching
        guard !AttributionStart(whole, isOpener: false).hasEarlyDigit else { return nil }
        let isQuotedBelow = nextText(from: (next ?? index) + 1).map { lines[$0].isQuoted } ?? false
        let hasAddress = bytes[content].contains(UInt8(ascii: "@")) || tail.contains(UInt8(ascii: "@"))
        guard isQuotedBelow || hasAddress else { return nil }
        return content.dropFirst().lazy.filter { offset in
            bytes[offset - 1] == 0x20 && isCapital(offset)
                && bytes[offset..<min(offset + 28, content.upperBound)].contains(where: \.isDigit)
        }
        .prefix(Self.mostOpeners).first { opensAnAttribution($0..<content.upperBound, tail) }
    }

    private func isCapital(_ offset: Int) -> Bool { (0x41...0x5A).contains(bytes[offset]) || bytes[offset] >= 0xC3 }

    private func opensAnAttribution(_ range: Range<Int>, _ tail: [UInt8]) -> Bool {
        let opener = bytes[range].prefix(24).prefix { $0 != 0x20 }
        guard QuoteOpeningDetector.openers.contains(opener.foldedForMatching) else { return false }
        let rest = (bytes[range] + [0x20] + tail)[...].foldedForMatching
        return AttributionStart(rest, isOpener: true).isDated && DigitShapes(rest).hasDate
            && QuoteOpeningDetector.verbs.occurs(in: rest)
    }
}
