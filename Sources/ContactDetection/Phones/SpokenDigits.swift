/// Rewrites spelled-out numbers ("plus nine one, nine eight double seven …") as digits.
///
/// A run of at least three number words of one language that yields at least six digits is a spelled number; digits may occur
/// among the words. Anything shorter ("two or three videos") is left unchanged.
struct SpokenDigits {
    private static let leastWords = 3
    private static let leastDigits = 6
    /// No number takes more words; it bounds the work on a text that counts for ever.
    private static let mostTokens = 32

    let words: NumberWords

    func rewritten(_ text: NormalizedText) -> NormalizedText {
        let runs = NumberWordRuns(text.bytes, words: words).runs
        return text.replacing(runs.flatMap(replacements))
    }

    /// Spelled numbers inside one run of number words and digits.
    private func replacements(_ run: [NumberWordRuns.Token]) -> [(range: Range<Int>, bytes: [UInt8])] {
        var found: [(range: Range<Int>, bytes: [UInt8])] = []
        var start = 0
        while start < run.count {
            let tokens = run[start..<min(run.count, start + Self.mostTokens)]
            guard let spoken = longestReading(tokens), spoken.tokens > 0 else {
                start += 1
                continue
            }
            let next = start + spoken.tokens
            if spoken.words >= Self.leastWords, spoken.digits.count >= Self.leastDigits {
                found.append((run[start].range.lowerBound..<run[next - 1].range.upperBound, spoken.digits))
            }
            start = next
        }
        return found
    }

    /// The reading of a run from its first token, in the language that gets furthest.
    private func longestReading(_ run: ArraySlice<NumberWordRuns.Token>) -> SpokenNumber? {
        let texts = run.map(\.text)
        // The first word decides which languages are possible; after digits any are.
        let firstWord = texts.firstIndex { !NumberWords.isDigits($0) } ?? texts.startIndex
        return words.readings(of: texts[firstWord...])
            .map { SpokenNumber(texts, language: $0.language, words: words) }
            .max { ($0.tokens, $1.language) < ($1.tokens, $0.language) }
    }
}

/// A number read word by word in one language, as far as possible.
private struct SpokenNumber {
    let language: Int
    /// ASCII digits, with `+` in front where the writer said "plus".
    private(set) var digits: [UInt8] = []
    /// Tokens it takes.
    private(set) var tokens = 0
    /// Number words among them.
    private(set) var words = 0
    private var repeats = 1
    /// The last word was a multiple of ten, so a unit may replace its zero.
    private var endsInTens = false

    init(_ texts: [String], language: Int, words: NumberWords) {
        self.language = language
        var index = 0
        var announced = 0
        while index < texts.count, announced < 2 {
            if NumberWords.isDigits(texts[index]) {
                digits += texts[index].utf8
                (repeats, endsInTens, announced) = (1, false, 0)
                index += 1
                tokens = index
                continue
            }
            guard let reading = words.readings(of: texts[index...]).first(where: { $0.language == language }),
                take(reading.meaning)
            else { return }
            index += reading.words
            self.words += 1
            if reading.meaning.givesDigits {
                tokens = index
                announced = 0
            } else {
                announced += 1
            }
        }
    }

    /// False when the word cannot stand here.
    private mutating func take(_ meaning: NumberWords.Meaning) -> Bool {
        switch meaning {
        case .plus:
            guard digits.isEmpty else { return false }
            digits.append(UInt8(ascii: "+"))
        case .repeated(let count):
            (repeats, endsInTens) = (count, false)
        case .hundred:
            digits += [0x30, 0x30]
            endsInTens = false
        case .and:
            guard endsInTens else { return false }
        case .value(let value):
            append(value)
        }
        return true
    }

    private mutating func append(_ value: UInt8) {
        if endsInTens, (1...9).contains(value) {
            digits[digits.count - 1] = 0x30 + value
            endsInTens = false
            return
        }
        let text = value < 10 ? [0x30 + value] : [0x30 + value / 10, 0x30 + value % 10]
        for _ in 0..<repeats { digits += text }
        endsInTens = repeats == 1 && value >= 20 && value % 10 == 0
        repeats = 1
    }
}
