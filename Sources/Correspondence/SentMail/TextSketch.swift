/// A fingerprint of a text that tells whether another text says the same: the smallest hashes of its pairs of neighbouring words
/// (MinHash, Broder 1997). The text cannot be reconstructed from it.
package struct TextSketch: Sendable, Hashable {
    /// The words it was made from, without greeting and names.
    package let wordCount: Int
    /// The low 16 bits of the smallest hash, for each of ``width`` hash functions.
    private let minima: [UInt16]

    private static let width = 64
    /// The shortest text, in words, that can be recognised.
    private static let fewestWords = 6

    /// - Parameters:
    ///   - text: what the writer wrote, without quotes and signature.
    ///   - names: of the recipient; they do not count, so that a personalised text stays the same.
    /// - Returns: nil when the text has fewer than six words besides greeting and names.
    package init?(of text: String, without names: Set<String> = []) {
        let words = LetterWords.body(of: text).filter { !names.contains($0) }
        guard words.count >= Self.fewestWords else { return nil }
        wordCount = words.count
        var smallest = [UInt64](repeating: .max, count: Self.width)
        for (first, second) in zip(words, words.dropFirst()) {
            let pair = Self.hash("\(first) \(second)")
            for index in smallest.indices {
                smallest[index] = min(smallest[index], Self.mixed(pair &+ UInt64(index) &* 0x9E37_79B9_7F4A_7C15))
            }
        }
        minima = smallest.map { UInt16(truncatingIfNeeded: $0) }
    }

    /// The estimated share of word pairs that both have, of those that either has, 0 to 1.
    package func similarity(to other: TextSketch) -> Double {
        let equal = zip(minima, other.minima).count { $0 == $1 }
        return Double(equal) / Double(Self.width)
    }

    /// FNV-1a.
    private static func hash(_ text: String) -> UInt64 {
        text.utf8.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
    }

    /// The finalizer of SplitMix64: each input gives another permutation of the hashes.
    private static func mixed(_ value: UInt64) -> UInt64 {
        var mixed = value
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}

extension TextSketch {
    /// 132 octets: the number of words and the minima, big-endian.
    package var stored: [UInt8] {
        (0..<4).map { UInt8(truncatingIfNeeded: wordCount >> (24 - 8 * $0)) }
            + minima.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }
    }

    /// Reads what was stored; nil for anything else.
    package init?(stored bytes: [UInt8]) {
        guard bytes.count == 4 + 2 * Self.width else { return nil }
        wordCount = bytes.prefix(4).reduce(0) { $0 << 8 | Int($1) }
        minima = stride(from: 4, to: bytes.count, by: 2).map { UInt16(bytes[$0]) << 8 | UInt16(bytes[$0 + 1]) }
    }
}
