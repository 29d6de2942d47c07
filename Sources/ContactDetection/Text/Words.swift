/// The words of folded text.
enum Words {
    /// Words of a stretch, in order, without punctuation.
    static func all(in text: [UInt8], _ stretch: Range<Int>) -> [String] {
        text[stretch].split { !$0.isWordByte }.map { String(decoding: $0, as: UTF8.self) }
    }

    /// Where they stand.
    static func ranges(in text: [UInt8], _ stretch: Range<Int>) -> [Range<Int>] {
        text[stretch].split { !$0.isWordByte }.map { $0.startIndex..<$0.endIndex }
    }
}

extension [UInt8] {
    /// Whether a sequence stands in a stretch.
    func contains(_ needle: [UInt8], in stretch: Range<Int>) -> Bool {
        firstIndex(of: needle, from: stretch.lowerBound, until: stretch.upperBound) != nil
    }

    /// Where a sequence first stands between two offsets.
    func firstIndex(of needle: [UInt8], from start: Int, until end: Int) -> Int? {
        guard let first = needle.first, end - start >= needle.count else { return nil }
        return (start...(end - needle.count)).first { index in
            self[index] == first && self[index..<(index + needle.count)].elementsEqual(needle)
        }
    }

    /// A stretch shortened where it begins or ends inside a character.
    func wholeCharacters(_ stretch: Range<Int>) -> Range<Int> {
        var (start, end) = (stretch.lowerBound, stretch.upperBound)
        while start < end, self[start] & 0xC0 == 0x80 { start += 1 }
        while end > start, end < count, self[end] & 0xC0 == 0x80 { end -= 1 }
        return start..<end
    }
}
