/// Groups of digits close enough to be one number, in folded text.
struct DigitCluster {
    /// From the first sign (`+`, an opening bracket) or digit to the last digit.
    let range: Range<Int>
    let groups: [Range<Int>]
    let isInternational: Bool

    var digits: Int { groups.reduce(0) { $0 + $1.count } }
    var groupLengths: [Int] { groups.map(\.count) }

    /// All clusters of a text, in order.
    static func all(in text: [UInt8]) -> [DigitCluster] {
        var clusters: [DigitCluster] = []
        var groups: [Range<Int>] = []
        func close() {
            if !groups.isEmpty { clusters.append(DigitCluster(groups, in: text)) }
            groups.removeAll(keepingCapacity: true)
        }
        var position = 0
        while position < text.count {
            guard text[position].isASCIIDigit else {
                position += 1
                continue
            }
            let start = position
            while position < text.count, text[position].isASCIIDigit { position += 1 }
            let group = start..<position
            if let last = groups.last, !joins(text, last, group) { close() }
            groups.append(group)
        }
        close()
        return clusters
    }

    private init(_ groups: [Range<Int>], in text: [UInt8]) {
        self.groups = groups
        var start = groups[0].lowerBound
        var isInternational = false
        // "+ (91)", "(+", "(0": signs and brackets before the first digit, with a space among them at most.
        scan: while start > 0, groups[0].lowerBound - start < 4 {
            switch text[start - 1] {
            case UInt8(ascii: "+"):
                isInternational = true
                start -= 1
            case UInt8(ascii: "("), UInt8(ascii: "["):
                start -= 1
            case UInt8(ascii: " ") where start > 1 && "+(".utf8.contains(text[start - 2]):
                start -= 1
            default:
                break scan
            }
        }
        self.isInternational = isInternational
        range = start..<groups[groups.count - 1].upperBound
    }

    private static let longestGap = 4

    private static func joins(_ text: [UInt8], _ left: Range<Int>, _ right: Range<Int>) -> Bool {
        let gap = left.upperBound..<right.lowerBound
        guard gap.count <= longestGap else { return false }
        let mayHoldCommas = left.count <= 2 && right.count <= 2
        return gap.allSatisfy { index in
            switch text[index] {
            case UInt8(ascii: ","), UInt8(ascii: "|"): mayHoldCommas
            default: " -./()[]~_*".utf8.contains(text[index])
            }
        }
    }
}
