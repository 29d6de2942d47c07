/// Every phrase of the book that occurs in a text, in order of its beginning, longer ones first.
struct FoundPhrases {
    /// A phrase by the number of its meaning, and the words it covers.
    typealias Match = (outcome: Int, words: Range<Int>)

    let ordered: [Match]
    /// For every word the languages with a phrase that covers it, as a mask.
    let claims: [UInt32]

    init(in text: FoldedText, book: PhraseBook) {
        var claims = [UInt32](repeating: 0, count: text.words.count)
        var found: [Match] = []
        book.automaton.search(text.bytes) { outcome, range in
            let first = text.bytes[range.lowerBound] == FoldedText.space ? range.lowerBound + 1 : range.lowerBound
            let last =
                text.bytes[range.upperBound - 1] == FoldedText.space ? range.upperBound - 2 : range.upperBound - 1
            let words = Int(text.wordAt[first])..<(Int(text.wordAt[last]) + 1)
            // A phrase does not reach over the end of a sentence.
            guard words.dropFirst().allSatisfy({ text.words[$0].breakBefore != .sentence }) else { return }
            for word in words { claims[word] |= book.languageMasks[outcome] }
            found.append((outcome, words))
        }
        self.claims = claims
        Self.putLongestFirst(&found)
        ordered = found
    }

    /// They come in order of their beginnings; those that begin at the same word are sorted among themselves.
    private static func putLongestFirst(_ found: inout [Match]) {
        var start = 0
        while start < found.count {
            let word = found[start].words.lowerBound
            let end = found[start...].firstIndex { $0.words.lowerBound != word } ?? found.count
            found[start..<end].sort { $0.words.upperBound > $1.words.upperBound }
            start = end
        }
    }
}
