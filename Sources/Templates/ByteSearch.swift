/// Finds one text in another in linear time, whatever both contain (Knuth, Morris and Pratt, 1977).
struct ByteSearch {
    private let needle: [UInt8]
    /// For each length of a failed match: how much of it still matches.
    private let fallback: [Int]

    /// `needle` is not empty.
    init(_ needle: String) {
        let needle = Array(needle.utf8)
        var fallback = [0]
        var length = 0
        for byte in needle.dropFirst() {
            while length > 0, needle[length] != byte { length = fallback[length - 1] }
            if needle[length] == byte { length += 1 }
            fallback.append(length)
        }
        (self.needle, self.fallback) = (needle, fallback)
    }

    /// Its places, from left to right without overlap; at most `limit`.
    func places(in text: [UInt8], limit: Int = .max) -> [Int] {
        var places: [Int] = []
        var matched = 0
        for (index, byte) in text.enumerated() {
            guard places.count < limit else { break }
            while matched > 0, needle[matched] != byte { matched = fallback[matched - 1] }
            if needle[matched] == byte { matched += 1 }
            guard matched == needle.count else { continue }
            places.append(index + 1 - needle.count)
            matched = 0
        }
        return places
    }
}
