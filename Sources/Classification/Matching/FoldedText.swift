/// A text in the form that rules match: words in one canonical spelling, each with its place in the source.
///
/// `bytes` holds the words with a space before, between and after them. Scripts that write without spaces
/// (Chinese, Japanese, Thai, and Korean too, whose spacing is loose) make one word of every character and no space
/// between them, so that phrases match anywhere inside a run.
struct FoldedText {
    /// How strongly a word is separated from the previous one.
    enum Break: UInt8, Comparable {
        case none, comma, line, sentence

        static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
    }

    struct Word {
        /// In `bytes`.
        var range: Range<Int>
        /// In the UTF-8 of the source text.
        var source: Range<Int>
        var breakBefore: Break
        var shape: Shape
    }

    /// The kind of a word, apart from its letters.
    struct Shape: OptionSet {
        let rawValue: UInt8
        static let capitalized = Shape(rawValue: 1)
        static let digits = Shape(rawValue: 2)
        static let emoji = Shape(rawValue: 4)
        static let unspaced = Shape(rawValue: 8)
        /// A link, mail address or handle, folded to one placeholder.
        static let reference = Shape(rawValue: 16)
        /// A question mark follows.
        static let asked = Shape(rawValue: 32)
        /// The first of a line.
        static let startsLine = Shape(rawValue: 64)
        /// A full stop, exclamation or question mark follows.
        static let stopped = Shape(rawValue: 128)
    }

    private(set) var bytes: [UInt8] = [space]
    private(set) var words: [Word] = []
    /// For every position of `bytes` the word there; for a space the word after it.
    private(set) var wordAt: [Int32] = [0]
    /// Whether the text contains invisible characters, such as Unicode tags.
    private(set) var hidesCharacters = false

    static let space = UInt8(ascii: " ")

    /// Folds `text`. With a vocabulary, stretched words ("yesss") become the known word they stretch.
    init(_ text: String, vocabulary: Vocabulary? = nil) {
        var folder = Folder(vocabulary: vocabulary)
        folder.fold(text)
        words = folder.words
        bytes = folder.bytes
        wordAt = folder.wordAt
        hidesCharacters = folder.hidesCharacters
    }

    /// Whether a sentence, a line or a part between commas begins at this word, or the text ends before it.
    func opensPart(at word: Int) -> Bool {
        word == 0 || word == words.count || words[word].breakBefore >= .comma
            || words[word].shape.contains(.emoji)
    }

    /// The text in pieces, separated by breaks of at least this strength.
    func parts(atLeast strength: Break) -> [Range<Int>] {
        var parts: [Range<Int>] = []
        var start = 0
        for word in words.indices where word > start && words[word].breakBefore >= strength {
            parts.append(start..<word)
            start = word
        }
        return start < words.count ? parts + [start..<words.count] : parts
    }

    func hasComma(inside range: Range<Int>) -> Bool {
        range.dropFirst().contains { words[$0].breakBefore == .comma }
    }

    /// The source text from the first to the last word of `range`, as spelled there.
    func spelling(of range: Range<Int>, in source: [UInt8]) -> String {
        guard let first = words[range].first, let last = words[range].last else { return "" }
        return String(decoding: source[first.source.lowerBound..<last.source.upperBound], as: UTF8.self)
    }
}

/// The words that occur in phrases, to recognise stretched spellings of them.
struct Vocabulary {
    /// Hashes only: words would keep their phrases in memory, and a rare collision costs one spelling.
    private var words: Set<UInt64> = []

    init() {}

    /// Reads what ``write(to:)`` wrote.
    init(_ image: inout ImageReader) throws(ImageReader.Shortage) { words = Set(try image.values(UInt64.self)) }

    func write(to image: inout ImageWriter) { image.append(words.sorted()) }

    mutating func insert(_ word: ArraySlice<UInt8>) { words.insert(Self.hash(word)) }

    /// The known word of which `word` is a stretched spelling; nil when it is known itself or stretches none.
    func unstretched(_ word: ArraySlice<UInt8>) -> [UInt8]? {
        guard word.count <= 48, hasRepetition(word), !words.contains(Self.hash(word)) else { return nil }
        for longestRun in [1, 2] {
            let candidate = limitRuns(of: word, to: longestRun)
            if words.contains(Self.hash(candidate[...])) { return candidate }
        }
        return nil
    }

    /// FNV-1a, 64 bits.
    private static func hash(_ word: ArraySlice<UInt8>) -> UInt64 {
        word.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
    }

    private func hasRepetition(_ word: ArraySlice<UInt8>) -> Bool {
        zip(word, word.dropFirst()).contains { $0 == $1 }
    }

    private func limitRuns(of word: ArraySlice<UInt8>, to limit: Int) -> [UInt8] {
        var result: [UInt8] = []
        var run = 0
        for byte in word {
            run = byte == result.last ? run + 1 : 1
            if run <= limit { result.append(byte) }
        }
        return result
    }
}
