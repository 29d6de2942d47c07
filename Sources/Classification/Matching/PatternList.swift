/// The patterns of all phrases, in one piece of memory: half a million are sorted, and an array for each would be counted at every move.
struct PatternList {
    private struct Entry {
        /// The first eight bytes, which nearly always decide the order.
        let beginning: UInt64
        /// In `bytes`.
        let place: Range<Int32>
        let meaning: PhraseBook.Meaning
    }

    private var bytes: [UInt8] = []
    private var entries: [Entry] = []
    private var folder = PhraseFolder()

    mutating func add(_ phrase: String, of kind: MarkKind, in language: UInt8) {
        let start = bytes.count
        folder.appendPattern(of: phrase, to: &bytes)
        guard bytes.count > start else { return }
        let meaning = PhraseBook.Meaning(
            language: language, kind: kind, opens: phrase.utf8.first == UInt8(ascii: "^"),
            ends: phrase.utf8.last == UInt8(ascii: "^"))
        let beginning = (start..<start + 8).reduce(0 as UInt64) { $0 << 8 | UInt64($1 < bytes.count ? bytes[$1] : 0) }
        entries.append(Entry(beginning: beginning, place: Int32(start)..<Int32(bytes.count), meaning: meaning))
    }

    /// Every pattern once, in the order of its bytes (if one begins with the other, the shorter first), with its meanings in the order
    /// in which they were added.
    func distinct() -> [(bytes: [UInt8], meanings: [PhraseBook.Meaning])] {
        var patterns: [(bytes: [UInt8], meanings: [PhraseBook.Meaning])] = []
        bytes.withUnsafeBytes { bytes in
            func pattern(_ entry: Entry) -> UnsafeRawBufferPointer {
                UnsafeRawBufferPointer(rebasing: bytes[Int(entry.place.lowerBound)..<Int(entry.place.upperBound)])
            }
            let sorted = entries.sorted { one, other in
                if one.beginning != other.beginning { return one.beginning < other.beginning }
                let order = pattern(one).compared(to: pattern(other))
                return order == 0 ? one.place.lowerBound < other.place.lowerBound : order < 0
            }
            var newest: Entry?
            for entry in sorted {
                let last = patterns.count - 1
                if let newest, newest.beginning == entry.beginning, pattern(newest).elementsEqual(pattern(entry)) {
                    guard !patterns[last].meanings.contains(entry.meaning) else { continue }
                    patterns[last].meanings.append(entry.meaning)
                } else {
                    patterns.append((Array(pattern(entry)), [entry.meaning]))
                }
                newest = entry
            }
        }
        return patterns
    }
}

extension UnsafeRawBufferPointer {
    /// Negative, zero or positive, as the bytes come before, are equal to or come after others.
    fileprivate func compared(to other: UnsafeRawBufferPointer) -> Int {
        for index in 0..<Swift.min(count, other.count) where self[index] != other[index] {
            return Int(self[index]) - Int(other[index])
        }
        return count - other.count
    }
}
