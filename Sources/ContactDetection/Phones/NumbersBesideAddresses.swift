/// Phone numbers on and between the lines of addresses, with the words that announce them: no address extends over
/// them.
enum NumbersBesideAddresses {
    private static let leastDigits = 7
    /// Without a word or a sign, fewer digits may be a postcode and a house number.
    private static let leastUnlabelled = 9
    /// Between "tel." and its number.
    private static let longestGap = 4

    /// In order, without overlap.
    static func ranges(in text: NormalizedText, words: PhoneWords) -> [Range<Int>] {
        let bytes = text.bytes
        var ranges: [Range<Int>] = []
        for cluster in DigitCluster.all(in: bytes) where cluster.digits >= leastDigits {
            let floor = ranges.last?.upperBound ?? 0
            let label = label(before: cluster.range.lowerBound, floor: floor, in: bytes, words: words)
            guard label != nil || isTelephone(cluster, in: bytes) else { continue }
            ranges.append((label ?? max(floor, cluster.range.lowerBound))..<cluster.range.upperBound)
        }
        return ranges
    }

    private static func isTelephone(_ cluster: DigitCluster, in bytes: [UInt8]) -> Bool {
        if cluster.isInternational { return true }
        let isTrunk = bytes[cluster.groups[0].lowerBound] == 0x30 && cluster.digits >= leastUnlabelled
        return isTrunk || cluster.digits >= leastUnlabelled && isAlone(cluster.range, in: bytes)
    }

    /// Nothing else stands on its line.
    private static func isAlone(_ range: Range<Int>, in bytes: [UInt8]) -> Bool {
        let before = bytes[..<range.lowerBound].suffix(40).reversed().prefix { $0 != 0x0A }
        let after = bytes[range.upperBound...].prefix(40).prefix { $0 != 0x0A }
        return !before.contains(where: \.isWordByte) && !after.contains(where: \.isWordByte)
    }

    /// The beginning of a word that announces a number, if only punctuation follows it.
    private static func label(before start: Int, floor: Int, in bytes: [UInt8], words: PhoneWords) -> Int? {
        let stretch = bytes.wholeCharacters(max(floor, start - 40)..<start)
        let found = [words.phone, words.whatsapp].compactMap { $0.last(in: bytes, stretch) }
            .max { $0.upperBound < $1.upperBound }
        guard let found, start - found.upperBound <= longestGap,
            !bytes[found.upperBound..<start].contains(where: { $0.isWordByte || $0 == 0x0A })
        else { return nil }
        return found.lowerBound
    }
}
