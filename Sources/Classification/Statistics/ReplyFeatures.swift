/// A statistical reader's view of a text: the character and word n-grams that occur in it, as indices into a table of weights.
///
/// The first and last words also count separately. N-grams with equal hashes share an index; frequency does not count. Linear in the text's length.
package struct ReplyFeatures: Sendable {
    /// The number of indices, a power of two.
    package static let dimension = 1 << bits
    private static let bits: UInt64 = 17

    /// Of 2 to 5 characters within a word and the spaces around it.
    package let characters: [Int]
    /// Of 1 to 3 words, sentence ends and question marks, also by their position: first, last or between.
    package let words: [Int]
    /// Language-independent features: the length, and the number of sentences, questions and digits.
    package let shape: [Int]

    package var groups: [[Int]] { [characters, words, shape] }

    package init(_ text: String) { self.init(FoldedText(text)) }

    init(_ text: FoldedText) {
        characters = Self.characters(of: text.bytes)
        words = Self.words(of: text)
        shape = Self.shape(of: text)
    }

    private static let longestRun = 5
    private static let longestPhrase = 3
    /// The number of words that count as first, and as last.
    private static let edge = 4

    private static func characters(of bytes: [UInt8]) -> [Int] {
        let starts = bytes.indices.filter { bytes[$0] & 0xC0 != 0x80 } + [bytes.count]
        var found = DistinctIndices(dimension: dimension, capacity: 4 * starts.count)
        for first in 0..<(starts.count - 1) {
            var hash = Hash(seed: 1)
            for last in first..<min(first + longestRun, starts.count - 1) {
                hash.add(bytes[starts[last]..<starts[last + 1]])
                if last == first { continue }
                found.insert(hash.index(bits: bits))
                if bytes[starts[last]] == FoldedText.space { break }
            }
        }
        return found.indices
    }

    private static func words(of text: FoldedText) -> [Int] {
        let tokens = tokens(of: text)
        var found = DistinctIndices(dimension: dimension, capacity: (longestPhrase + 1) * tokens.count)
        for first in tokens.indices {
            let place: UInt64 = first < edge ? 4 : first >= tokens.count - edge ? 5 : 6
            var placed = Hash(seed: place)
            placed.add(tokens[first])
            found.insert(placed.index(bits: bits))
            var hash = Hash(seed: 2)
            for token in tokens[first..<min(first + longestPhrase, tokens.count)] {
                hash.add(token)
                found.insert(hash.index(bits: bits))
            }
        }
        return found.indices
    }

    private static func shape(of text: FoldedText) -> [Int] {
        let sentences = text.words.count { $0.breakBefore == .sentence } + 1
        let questions = text.words.count { $0.shape.contains(.asked) }
        let digits = text.bytes.count { (0x30...0x39).contains($0) }
        let length = magnitude(text.words.count)
        var found = DistinctIndices(dimension: dimension, capacity: 5)
        for parts in [
            [1, length], [2, magnitude(sentences)], [3, min(questions, 3)], [4, magnitude(digits)],
            [5, length, min(questions, 1)],
        ] {
            var hash = Hash(seed: 7)
            for part in parts { hash.add(UInt64(part)) }
            found.insert(hash.index(bits: bits))
        }
        return found.indices
    }

    /// The number of times a number can be halved: 0 for 0, 1 for 1, 2 for 2 and 3, 3 for 4 to 7.
    private static func magnitude(_ count: Int) -> Int { Int.bitWidth - count.leadingZeroBitCount }

    /// The hashes of words, between marks for the beginning and end of the text and its sentences.
    private static func tokens(of text: FoldedText) -> [UInt64] {
        let (edge, stop, question): (UInt64, UInt64, UInt64) = (1, 2, 3)
        var tokens = [edge]
        for (place, word) in text.words.enumerated() {
            if place > 0, word.breakBefore == .sentence { tokens.append(stop) }
            var hash = Hash(seed: 3)
            hash.add(text.bytes[word.range])
            tokens.append(hash.value)
            if word.shape.contains(.asked) { tokens.append(question) }
        }
        return tokens + [edge]
    }
}

/// FNV-1a, 64 bits, with all digits treated as equal.
private struct Hash {
    private(set) var value: UInt64

    init(seed: UInt64) { value = 0xcbf2_9ce4_8422_2325 ^ seed }

    mutating func add(_ bytes: ArraySlice<UInt8>) {
        for byte in bytes { mix(UInt64((0x30...0x39).contains(byte) ? 0x30 : byte)) }
    }

    mutating func add(_ token: UInt64) {
        mix(token & 0xFFFF_FFFF)
        mix(token >> 32)
    }

    private mutating func mix(_ part: UInt64) { value = (value ^ part) &* 0x100_0000_01b3 }

    /// The upper bits of a product, which depend on all bits of the hash.
    func index(bits: UInt64) -> Int { Int(((value ^ value >> 29) &* 0x9E37_79B9_7F4A_7C15) >> (64 - bits)) }
}

/// Indices in order of first occurrence.
private struct DistinctIndices {
    private(set) var indices: [Int] = []
    private var isKnown: [UInt64]

    init(dimension: Int, capacity: Int) {
        isKnown = [UInt64](repeating: 0, count: dimension / 64)
        indices.reserveCapacity(min(capacity, dimension))
    }

    mutating func insert(_ index: Int) {
        let bit: UInt64 = 1 << UInt64(index & 63)
        guard isKnown[index >> 6] & bit == 0 else { return }
        isKnown[index >> 6] |= bit
        indices.append(index)
    }
}
