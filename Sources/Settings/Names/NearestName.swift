/// Finds the setting that a misspelt name means.
enum NearestName {
    /// The known name nearest to an unknown one, or nil when none is near.
    ///
    /// Letter case, underscores and hyphens do not count, and two swapped letters count once. Longer names tolerate more: up to 5
    /// letters one mistake, up to 12 two, else three; never a third of the name.
    static func of(_ name: String) -> String? {
        let bare = letters(name)
        let allowed = min(bare.count <= 5 ? 1 : bare.count <= 12 ? 2 : 3, bare.count / 3)
        let near = candidates(name).map { (name: $0, distance: distance(bare, letters($0), atMost: allowed)) }
            .filter { $0.distance <= allowed }
            // Ties are decided by the name, so that the answer is always the same.
            .min { ($0.distance, $0.name) < ($1.distance, $1.name) }
        return near?.name ?? containing(name)
    }

    /// Whether the two differ only in case and underscores, or in one letter.
    static func isMisspelling(_ name: String, of known: String) -> Bool {
        distance(letters(name), letters(known), atMost: 1) <= 1
    }

    /// All settings; those of accounts with the number in the name.
    private static func candidates(_ name: String) -> [String] {
        let digits = name.drop { !($0.isASCII && $0.isNumber) }.prefix { $0.isASCII && $0.isNumber }
        let label = digits.isEmpty ? "1" : digits
        return SettingNames.general
            + SettingNames.accountParts.keys.map { "\(SettingNames.accountPrefix)\(label)_\($0)" }
    }

    /// A setting that has all these words and one more: `GROQ_KEY` means `GROQ_API_KEY`.
    private static func containing(_ name: String) -> String? {
        let words = words(name)
        guard words.count >= 2 else { return nil }
        return candidates(name).sorted().first {
            let known = self.words($0)
            return known.count == words.count + 1 && Set(words).isSubset(of: known)
        }
    }

    private static func words(_ name: String) -> [Substring] {
        name.uppercased().split { "_-. ".contains($0) }
    }

    private static func letters(_ name: String) -> [UInt8] {
        name.uppercased().utf8.filter { !"_-. ".utf8.contains($0) }
    }

    /// Insertions, deletions, replacements and swaps of neighbours (optimal string alignment); `limit` + 1 for more.
    static func distance(_ one: [UInt8], _ other: [UInt8], atMost limit: Int) -> Int {
        guard abs(one.count - other.count) <= limit else { return limit + 1 }
        var beforeLast: [Int] = []
        var last = Array(0...other.count)
        for (row, byte) in one.enumerated() {
            var current = [row + 1]
            for (column, theirs) in other.enumerated() {
                var cost = min(last[column] + (byte == theirs ? 0 : 1), last[column + 1] + 1, current[column] + 1)
                if row > 0, column > 0, byte == other[column - 1], one[row - 1] == theirs {
                    cost = min(cost, beforeLast[column - 1] + 1)
                }
                current.append(cost)
            }
            (beforeLast, last) = (last, current)
        }
        return last[other.count]
    }
}
