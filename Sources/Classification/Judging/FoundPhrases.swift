/// Every phrase of the book that occurs in a text, in order of where it begins, longer ones first.
struct FoundPhrases {
    let ordered: [(phrase: Int, words: Range<Int>)]
    /// For every word the languages with a phrase over it, as a mask.
    let claims: [UInt32]

    init(in text: FoldedText, book: PhraseBook) {
        var claims = [UInt32](repeating: 0, count: text.words.count)
        var found: [(phrase: Int, words: Range<Int>)] = []
        book.automaton.search(text.bytes) { phrase, range in
            let first = text.bytes[range.lowerBound] == FoldedText.space ? range.lowerBound + 1 : range.lowerBound
            let last =
                text.bytes[range.upperBound - 1] == FoldedText.space ? range.upperBound - 2 : range.upperBound - 1
            let words = Int(text.wordAt[first])..<(Int(text.wordAt[last]) + 1)
            // A phrase does not reach over the end of a sentence.
            guard words.dropFirst().allSatisfy({ text.words[$0].breakBefore != .sentence }) else { return }
            for word in words { claims[word] |= book.languageMasks[phrase] }
            found.append((phrase, words))
        }
        self.claims = claims
        ordered = Self.orderedByStart(found, wordCount: text.words.count)
    }

    /// A counting sort, so that the whole stays linear.
    private static func orderedByStart(
        _ found: [(phrase: Int, words: Range<Int>)], wordCount: Int
    ) -> [(phrase: Int, words: Range<Int>)] {
        var next = [Int](repeating: 0, count: wordCount + 1)
        for match in found { next[match.words.lowerBound + 1] += 1 }
        for word in 1..<max(1, next.count) { next[word] += next[word - 1] }
        var sorted = found
        // Ends come ascending from the automaton, so filling from the back puts the longest first.
        for match in found.reversed() {
            sorted[next[match.words.lowerBound]] = match
            next[match.words.lowerBound] += 1
        }
        return sorted
    }
}
