import PhoneNumbers

/// libphonenumber's reading of one cluster of digits, and readings that it misses though people write them.
struct NumberReading {
    let text: NormalizedText
    let cluster: DigitCluster

    /// The numbers of a cluster in one country, or those with a calling code; empty when it contains none.
    func matches(region: Region?) -> [PhoneMatch] {
        let matches = found(region: region, .valid)
        if !matches.isEmpty { return matches }
        return sideBySide(region: region) ?? reserved(region: region)
    }

    /// Whether a number is grouped as its country groups it; false when it is not grouped at all.
    func isGroupedSo(_ match: PhoneMatch, region: Region?) -> Bool {
        Self.isReserved(match.number)
            || cluster.groups.count { match.range.overlaps($0) } > 1
                && found(region: region, .exactGrouping).contains { $0.range == match.range }
    }

    /// Numbers with a calling code and the right length in an unassigned range: a digit was mistyped, or the numbering plan is newer
    /// than our data.
    var possible: [PhoneMatch] {
        found(region: nil, .possible).filter { text.bytes[$0.range].contains(UInt8(ascii: "+")) }
    }

    private func found(region: Region?, _ leniency: PhoneNumberMatcher.Leniency) -> [PhoneMatch] {
        let before = cluster.range.lowerBound - 1
        let line = text.bytes[cluster.range.upperBound...].prefix(24).prefix { $0 != 0x0A }
        let window = text.bytes.wholeCharacters(max(0, before)..<line.endIndex)
        return PhoneNumberMatcher.matches(in: text.text(window), region: region, leniency: leniency)
            .map { match in
                let start = match.range.lowerBound + window.lowerBound
                return PhoneMatch(range: start..<(start + match.range.count), number: match.number)
            }
            .filter { $0.range.overlaps(cluster.range) && $0.range.lowerBound >= cluster.range.lowerBound }
            .filter { isWhole($0) }
    }

    /// Whether the match is not part of a longer number.
    private func isWhole(_ match: PhoneMatch) -> Bool {
        let bytes = text.bytes
        let before = cluster.groups.last { $0.upperBound <= match.range.lowerBound }
        let after = cluster.groups.first { $0.lowerBound >= match.range.upperBound }
        if let before, !separates(bytes[before.upperBound..<match.range.lowerBound], match) {
            // "12, 98765 43210" and "2 9876543210" are two numbers, "4456 98765 43210" may be one.
            let isOneGroup = !bytes[match.range].contains { !$0.isASCIIDigit && $0 != UInt8(ascii: "+") }
            guard isOneGroup, before.count <= 2 else { return false }
        }
        guard let after else { return true }
        return separates(bytes[match.range.upperBound..<after.lowerBound], match)
            || match.range.count >= 10 && after.count >= 7 && before == nil && cluster.groups.last == after
                && !isNumber(after, like: match)
    }

    /// Whether a group is a number by itself: then both are read together (`sideBySide`).
    private func isNumber(_ group: Range<Int>, like match: PhoneMatch) -> Bool {
        number(group.lowerBound..<group.upperBound, region: match.region) != nil
    }

    private func separates(_ gap: ArraySlice<UInt8>, _ match: PhoneMatch) -> Bool {
        gap.contains { "/,|[]*~".utf8.contains($0) } || gap.count >= 2
            || text.bytes[match.range.lowerBound] == UInt8(ascii: "+")
    }

    private static let leastDigitsOfTwo = 14
    private static let mostGroups = 16

    /// Two numbers separated only by a space: the split that leaves a number on both sides and, where there are several, groups them
    /// alike.
    private func sideBySide(region: Region?) -> [PhoneMatch]? {
        guard cluster.digits >= Self.leastDigitsOfTwo, (2...Self.mostGroups).contains(cluster.groups.count) else {
            return nil
        }
        var best: (matches: [PhoneMatch], likeness: Int)?
        for cut in 1..<cluster.groups.count {
            let (left, right) = (cluster.groups[..<cut], cluster.groups[cut...])
            let digits = [left, right].map { $0.reduce(0) { $0 + $1.count } }
            guard digits.allSatisfy({ $0 >= 7 }),
                let first = match(from: cluster.range.lowerBound, left, region: region),
                let second = match(from: start(of: right), right, region: region)
            else { continue }
            let likeness = (left.map(\.count) == right.map(\.count) ? 2 : 0) + (digits[0] == digits[1] ? 1 : 0)
            if likeness > best?.likeness ?? -1 { best = ([first, second], likeness) }
        }
        return best?.matches
    }

    /// The first byte of groups, their sign or bracket included.
    private func start(of groups: ArraySlice<Range<Int>>) -> Int {
        guard let first = groups.first else { return cluster.range.lowerBound }
        let isOpen = text.bytes.byte(at: first.lowerBound - 1).map { "+(".utf8.contains($0) } == true
        return isOpen ? first.lowerBound - 1 : first.lowerBound
    }

    private func match(from start: Int, _ groups: ArraySlice<Range<Int>>, region: Region?) -> PhoneMatch? {
        guard let last = groups.last else { return nil }
        return number(start..<last.upperBound, region: region)
            .map { PhoneMatch(range: start..<last.upperBound, number: $0) }
    }

    private func number(_ range: Range<Int>, region: Region?) -> PhoneNumber? {
        let number = PhoneNumber.parse(text.text(range), region: region)
        return number?.isValid == true ? number : nil
    }

    /// Ranges that regulators reserve for examples and films, and that libphonenumber considers unassigned, with the total length in
    /// E.164: Ofcom's 07700 900 and 01632 960, Arcep's 06 39 98 and its five others.
    private static let reservedRanges: [(start: String, length: Int)] = [
        ("+447700900", 13), ("+441632960", 13), ("+3363998", 12), ("+3319900", 12), ("+3326191", 12), ("+3335301", 12),
        ("+3346571", 12), ("+3353649", 12),
    ]

    /// Whether a number is in a range for examples, which nobody writes by chance.
    static func isReserved(_ number: PhoneNumber) -> Bool {
        reservedRanges.contains { number.e164.hasPrefix($0.start) && number.e164.utf8.count == $0.length }
    }

    private func reserved(region: Region?) -> [PhoneMatch] {
        guard cluster.digits <= 14, let number = PhoneNumber.parse(text.text(cluster.range), region: region),
            Self.isReserved(number)
        else { return [] }
        return [PhoneMatch(range: cluster.range, number: number)]
    }
}
