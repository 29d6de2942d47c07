import Text

/// Suggests names for one that was misspelt.
package enum NearestNames {
    /// Longer names are not compared: nobody mistypes them into another.
    private static let longest = 64
    /// The most names that are compared.
    private static let most = 2_000

    /// Up to three of `names` that differ from `name` in a few letters, nearest first.
    package static func to(_ name: String, among names: some Sequence<String>) -> [String] {
        let wanted = folded(name)
        guard wanted.count <= longest else { return [] }
        let allowed = max(1, wanted.count / 4)
        let near = names.prefix(most).compactMap { candidate -> (distance: Int, name: String)? in
            let other = folded(candidate)
            guard other.count <= longest, abs(other.count - wanted.count) <= allowed else {
                return contains(other, wanted) ? (allowed + 1, candidate) : nil
            }
            let distance = distance(wanted, other)
            if distance <= allowed { return (distance, candidate) }
            return contains(other, wanted) ? (allowed + 1, candidate) : nil
        }
        return near.sorted { ($0.distance, $0.name) < ($1.distance, $1.name) }.prefix(3).map(\.name)
    }

    /// Letters and digits only, in lower case: `First-Name` is `first_name` to an author.
    private static func folded(_ name: String) -> [UInt8] {
        name.utf8.filter { $0 >= 0x80 || $0.isASCIILetter || $0.isASCIIDigit }.map(\.asciiLowercased)
    }

    /// Whether one begins or ends with the other, as `company` begins `company_name`.
    private static func contains(_ one: [UInt8], _ other: [UInt8]) -> Bool {
        let (long, short) = one.count > other.count ? (one, other) : (other, one)
        return short.count >= 3 && long.count <= longest
            && (long.starts(with: short) || long.reversed().starts(with: short.reversed()))
    }

    /// Insertions, deletions, replacements and swaps of neighbours that make one out of the other.
    private static func distance(_ one: [UInt8], _ other: [UInt8]) -> Int {
        guard !one.isEmpty, !other.isEmpty else { return max(one.count, other.count) }
        var before: [Int] = []
        var previous = Array(0...other.count)
        for row in 1...one.count {
            var current = [row]
            for column in 1...other.count {
                let changed = previous[column - 1] + (one[row - 1] == other[column - 1] ? 0 : 1)
                var best = min(changed, previous[column] + 1, current[column - 1] + 1)
                if row > 1, column > 1, one[row - 1] == other[column - 2], one[row - 2] == other[column - 1] {
                    best = min(best, before[column - 2] + 1)
                }
                current.append(best)
            }
            (before, previous) = (previous, current)
        }
        return previous[other.count]
    }
}
