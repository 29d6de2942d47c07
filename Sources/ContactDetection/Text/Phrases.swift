/// A set of words and phrases to find in short stretches of folded text.
///
/// Phrases of plain letters match between word boundaries; those with letters of other scripts match anywhere, since
/// those scripts join words (`واتسابي`) or write without spaces (`電話番号は`). Names may be given endings, as languages
/// decline them (`whatsapptan`, `whatsappie`).
struct Phrases: Sendable {
    private struct Phrase {
        let bytes: [UInt8]
        let needsBoundary: Bool
    }

    /// By their first byte.
    private let phrases: [[Phrase]]
    /// Where phrases with a given first byte may stand: avoids a closer look at nearly every byte of a text.
    private let openings: [Opening]

    /// The number of letters that may follow a phrase of six or more letters.
    private let longestEnding: Int

    private enum Opening {
        case nowhere, atWordStarts, anywhere
    }

    init(_ texts: some Sequence<String>, longestEnding: Int = 0) {
        self.longestEnding = longestEnding
        var phrases = [[Phrase]](repeating: [], count: 256)
        for text in texts {
            let bytes = NormalizedText(text).bytes
            guard let first = bytes.first else { continue }
            let isPlain = bytes.allSatisfy { $0 < 0x80 }
            phrases[Int(first)].append(Phrase(bytes: bytes, needsBoundary: isPlain))
        }
        self.phrases = phrases
        openings = phrases.map { group in
            if group.isEmpty { return .nowhere }
            return group.allSatisfy { $0.needsBoundary && $0.bytes[0].isASCIILetter } ? .atWordStarts : .anywhere
        }
    }

    /// The last phrase that begins in a stretch and ends in it.
    func last(in text: [UInt8], _ range: Range<Int>) -> Range<Int>? {
        for start in range.reversed() where mayBegin(at: start, in: text) {
            if let end = end(ofPhraseAt: start, in: text, until: range.upperBound) { return start..<end }
        }
        return nil
    }

    /// The first phrase that begins in a stretch and ends in it.
    func first(in text: [UInt8], _ range: Range<Int>) -> Range<Int>? {
        for start in range where mayBegin(at: start, in: text) {
            if let end = end(ofPhraseAt: start, in: text, until: range.upperBound) { return start..<end }
        }
        return nil
    }

    private func mayBegin(at start: Int, in text: [UInt8]) -> Bool {
        switch openings[Int(text[start])] {
        case .nowhere: false
        case .atWordStarts: start == 0 || !text[start - 1].isASCIILetter
        case .anywhere: true
        }
    }

    /// The end of the longest phrase that begins at an offset.
    func end(ofPhraseAt start: Int, in text: [UInt8], until limit: Int) -> Int? {
        guard mayBegin(at: start, in: text) else { return nil }
        var best: Int?
        for phrase in phrases[Int(text[start])] {
            let end = start + phrase.bytes.count
            guard end <= limit, end > best ?? start, text[start..<end].elementsEqual(phrase.bytes) else { continue }
            guard !phrase.needsBoundary || isBounded(start..<end, in: text) else { continue }
            best = end
        }
        return best
    }

    /// Whether no letter touches a stretch that itself begins and ends with letters.
    private func isBounded(_ range: Range<Int>, in text: [UInt8]) -> Bool {
        let before = range.lowerBound - 1
        let isOpen = before >= 0 && text[before].isASCIILetter && text[range.lowerBound].isASCIILetter
        var after = range.upperBound
        if range.count >= 6 {
            let limit = min(text.count, after + longestEnding)
            while after < limit, text[after].isASCIILetter { after += 1 }
        }
        let isUnfinished = after < text.count && text[after].isASCIILetter && text[after - 1].isASCIILetter
        return !isOpen && !isUnfinished
    }
}
