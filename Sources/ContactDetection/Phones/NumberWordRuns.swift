/// The stretches of a text in which number words and digits follow each other with little between them.
struct NumberWordRuns {
    struct Token {
        let range: Range<Int>
        let text: String
    }

    /// Each has at least three number words.
    private(set) var runs: [[Token]] = []
    private var current: [Token] = []
    private var wordsInCurrent = 0
    private static let leastWords = 3
    private static let longestWord = 14

    /// - Parameter text: folded.
    init(_ text: [UInt8], words: NumberWords) {
        var position = 0
        while position < text.count {
            let byte = text[position]
            let start = position
            if byte.isASCIIDigit {
                while position < text.count, text[position].isASCIIDigit { position += 1 }
                // A run begins with a word or with the digits directly before it; long runs of digits are handled elsewhere.
                take(start..<position, isWord: false, in: text)
            } else if byte.isLetter {
                while position < text.count, text[position].isLetter { position += 1 }
                let range = start..<position
                if range.count <= Self.longestWord * 3, words.mayBegin(text, range) {
                    take(range, isWord: true, in: text)
                } else {
                    endRun()
                }
            } else {
                position += 1
            }
        }
        endRun()
    }

    private mutating func take(_ range: Range<Int>, isWord: Bool, in text: [UInt8]) {
        if let last = current.last, !Self.joins(text, last.range.upperBound..<range.lowerBound) { endRun() }
        current.append(Token(range: range, text: String(decoding: text[range], as: UTF8.self)))
        wordsInCurrent += isWord ? 1 : 0
    }

    private mutating func endRun() {
        if wordsInCurrent >= Self.leastWords { runs.append(current) }
        current.removeAll(keepingCapacity: true)
        wordsInCurrent = 0
    }

    private static func joins(_ text: [UInt8], _ gap: Range<Int>) -> Bool {
        gap.count <= 3 && gap.allSatisfy { " ,.-/()'\n".utf8.contains(text[$0]) }
    }
}
