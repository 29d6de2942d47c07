import Languages

/// The number words of several languages: `numbers.txt` of each language.
struct NumberWords: Sendable {
    /// The effect of a word on the digits of a spelled number.
    enum Meaning: Hashable, Sendable {
        case value(UInt8)
        /// The next digit is repeated this many times.
        case repeated(Int)
        case hundred
        case plus
        /// Between tens and units.
        case and

        var givesDigits: Bool {
            switch self {
            case .value, .hundred: true
            case .repeated, .plus, .and: false
            }
        }
    }

    /// A word of one language; some words are numbers in several (`six`, `sei`, `do`).
    struct Reading: Sendable {
        let language: Int
        let meaning: Meaning
        /// The number of words it consists of: `quatre vingt dix` has three.
        let words: Int
    }

    /// Readings by the words joined with one space, folded.
    private let readings: [String: [Reading]]
    /// First words of readings that have several.
    private let beginnings: Set<String>
    /// A bit for each hash of a word that is or begins a number word: avoids a look-up for nearly every other word.
    private let hashes: [UInt64]
    private static let mostWords = 4

    init(_ files: [LanguageFile]) throws(LanguageFault) {
        var readings: [String: [Reading]] = [:]
        var beginnings: Set<String> = []
        for (language, file) in files.enumerated() {
            for section in file.sections {
                guard let meaning = Self.meaning(section.title) else {
                    throw LanguageFault(
                        file: file.name, line: section.number, problem: "[\(section.title)] is no number")
                }
                for word in section.lines.flatMap(\.phrases) {
                    let folded = NormalizedText(word)
                    let parts = folded.text(0..<folded.count).split(separator: " ")
                    let reading = Reading(language: language, meaning: meaning, words: parts.count)
                    readings[parts.joined(separator: " "), default: []].append(reading)
                    if parts.count > 1, let first = parts.first { beginnings.insert(String(first)) }
                }
            }
        }
        self.readings = readings
        self.beginnings = beginnings
        var hashes = [UInt64](repeating: 0, count: 1 << 10)
        for word in Array(readings.keys) + beginnings {
            let bytes = Array(word.utf8)
            let hash = Self.hash(bytes, bytes.indices)
            hashes[hash >> 6] |= 1 << UInt64(hash & 63)
        }
        self.hashes = hashes
    }

    private static func meaning(_ key: String) -> Meaning? {
        switch key {
        case "double": .repeated(2)
        case "triple": .repeated(3)
        case "hundred": .hundred
        case "plus": .plus
        case "and": .and
        default: UInt8(key).flatMap { $0 < 100 ? .value($0) : nil }
        }
    }

    /// The meaning of the word at `index` in each language, from the longest phrase of that language.
    func readings(of words: ArraySlice<String>) -> [Reading] {
        guard let first = words.first else { return [] }
        guard beginnings.contains(first) else { return readings[first] ?? [] }
        var found: [Reading] = []
        for length in stride(from: min(Self.mostWords, words.count), through: 1, by: -1) {
            for reading in readings[words.prefix(length).joined(separator: " ")] ?? []
            where !found.contains(where: { $0.language == reading.language }) {
                found.append(reading)
            }
        }
        return found
    }

    /// Whether a word of folded text can be or begin a number word at all.
    func mayBegin(_ text: [UInt8], _ word: Range<Int>) -> Bool {
        let hash = Self.hash(text, word)
        guard hashes[hash >> 6] >> UInt64(hash & 63) & 1 == 1 else { return false }
        let word = String(decoding: text[word], as: UTF8.self)
        return readings[word] != nil || beginnings.contains(word)
    }

    /// 16 bits of FNV-1a.
    private static func hash(_ text: [UInt8], _ word: Range<Int>) -> Int {
        let hash = text[word].reduce(0x811C_9DC5 as UInt32) { ($0 ^ UInt32($1)) &* 0x0100_0193 }
        return Int(hash >> 16 ^ hash & 0xFFFF)
    }

    static func isDigits(_ word: String) -> Bool {
        word.utf8.allSatisfy(\.isASCIIDigit)
    }
}
