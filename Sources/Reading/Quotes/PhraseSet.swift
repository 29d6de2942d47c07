/// Phrases compiled for lookup in folded text, in one pass: as a prefix, as a whole, or anywhere between word boundaries.
struct PhraseSet: Sendable {
    private let phrases: [UInt32: [[UInt8]]]
    private let mayStart: [Bool]

    /// Phrases shorter than three bytes would match by chance and are left out.
    init(_ texts: some Sequence<String>) {
        var phrases: [UInt32: [[UInt8]]] = [:]
        var mayStart = [Bool](repeating: false, count: 256)
        for text in texts {
            let folded = text.foldedForMatching
            guard folded.count >= 3 else { continue }
            phrases[Self.key(folded, at: 0), default: []].append(folded)
            mayStart[Int(folded[0])] = true
        }
        // Longest first, so that a match has the length of the longest phrase.
        self.phrases = phrases.mapValues { $0.sorted { $0.count > $1.count } }
        self.mayStart = mayStart
    }

    /// The end of the phrase that starts at `index` and ends at a word boundary; nil when there is none.
    func match(_ text: [UInt8], at index: Int) -> Int? {
        guard index + 3 <= text.count, mayStart[Int(text[index])],
            let candidates = phrases[Self.key(text, at: index)]
        else { return nil }
        for phrase in candidates where index + phrase.count <= text.count {
            let end = index + phrase.count
            guard text[index..<end].elementsEqual(phrase) else { continue }
            if end == text.count || !phrase[phrase.count - 1].isWordByte || !text[end].isWordByte { return end }
        }
        return nil
    }

    /// The place of the first phrase that begins and ends at a word boundary.
    func firstMatch(in text: [UInt8], from start: Int = 0) -> Range<Int>? {
        var index = start
        while index + 3 <= text.count {
            if mayStart[Int(text[index])], index == 0 || !text[index].isWordByte || !text[index - 1].isWordByte,
                let end = match(text, at: index)
            {
                return index..<end
            }
            index += 1
        }
        return nil
    }

    func occurs(in text: [UInt8]) -> Bool { firstMatch(in: text) != nil }
    func starts(_ text: [UInt8]) -> Bool { match(text, at: 0) != nil }
    func isWhole(_ text: [UInt8]) -> Bool { match(text, at: 0) == text.count }

    private static func key(_ text: [UInt8], at index: Int) -> UInt32 {
        UInt32(text[index]) << 16 | UInt32(text[index + 1]) << 8 | UInt32(text[index + 2])
    }
}

extension String {
    /// Lower-case, with one space for any run of white space, and without direction and width marks.
    var foldedForMatching: [UInt8] { Array(utf8)[...].foldedForMatching }
}

extension ArraySlice<UInt8> {
    /// Lower-case, with one space for any run of white space, and without direction and width marks.
    var foldedForMatching: [UInt8] {
        var folded: [UInt8] = []
        folded.reserveCapacity(count)
        var isASCII = true
        var index = startIndex
        while index < endIndex {
            let byte = self[index]
            if byte < 0x80 {
                let isSpace = byte <= 0x20
                if !isSpace || folded.last != 0x20 { folded.append(isSpace ? 0x20 : byte.lowercasedASCII) }
                index += 1
            } else if let skipped = invisibleLength(at: index) {
                if skipped.isSpace, folded.last != 0x20 { folded.append(0x20) }
                index += skipped.length
            } else {
                isASCII = false
                folded.append(byte)
                index += 1
            }
        }
        if folded.last == 0x20 { folded.removeLast() }
        if folded.first == 0x20 { folded.removeFirst() }
        return isASCII ? folded : folded.lowercasedUnicode
    }

    /// No-break and typographic spaces, and the marks of direction and width that mail is full of.
    private func invisibleLength(at index: Int) -> (length: Int, isSpace: Bool)? {
        let second = index + 1 < endIndex ? self[index + 1] : 0
        let third = index + 2 < endIndex ? self[index + 2] : 0
        switch (self[index], second, third) {
        case (0xC2, 0xA0, _): return (2, true)
        case (0xE2, 0x80, 0x80...0x8A), (0xE2, 0x80, 0xAF), (0xE3, 0x80, 0x80): return (3, true)
        case (0xE2, 0x80, 0x8B...0x8F), (0xE2, 0x80, 0xAA...0xAE), (0xE2, 0x81, 0xA6...0xA9), (0xEF, 0xBB, 0xBF):
            return (3, false)
        default: return nil
        }
    }
}

extension [UInt8] {
    /// Lower-case beyond ASCII, scalar by scalar; the dot that remains of the Turkish `İ` is dropped.
    fileprivate var lowercasedUnicode: [UInt8] {
        guard contains(where: \.mayLeadUpperCase) else { return self }
        var lowered: [UInt8] = []
        lowered.reserveCapacity(count)
        for scalar in String(decoding: self, as: UTF8.self).unicodeScalars {
            switch scalar.value {
            case 0..<0x80: lowered.append(UInt8(scalar.value))
            case 0x307: continue
            default:
                if let same = scalar.lowercased {
                    lowered.append(contentsOf: UTF8.encode(same) ?? UTF8.encodedReplacementCharacter)
                } else {
                    lowered += scalar.properties.lowercaseMapping.unicodeScalars.lazy.filter { $0.value != 0x307 }
                        .flatMap { UTF8.encode($0) ?? UTF8.encodedReplacementCharacter }
                }
            }
        }
        return lowered
    }
}

extension Unicode.Scalar {
    /// The lower case of letters, signs and ideograms common in mail, or the same where there is no case; nil for those that only
    /// the Unicode tables know.
    fileprivate var lowercased: Unicode.Scalar? {
        switch value {
        case 0xC0...0xD6, 0xD8...0xDE, 0x391...0x3A1, 0x3A3...0x3AB, 0x410...0x42F: Unicode.Scalar(value + 0x20)
        case 0x400...0x40F: Unicode.Scalar(value + 0x50)
        case 0x80...0xBF, 0xD7, 0xDF...0xFF, 0x3AC...0x3CE, 0x430...0x45F, 0x591...0x109F, 0x2000...0x20FF,
            0x2E80...0xA63F, 0xAC00...0xD7FB:
            self
        default: nil
        }
    }
}

extension UInt8 {
    /// Whether a character that begins with this byte may have a lower case: Latin, Greek, Cyrillic, Armenian, Georgian,
    /// Cherokee, circled and full-width letters, and what lies beyond the basic plane. No other script has cases.
    fileprivate var mayLeadUpperCase: Bool {
        (0xC3...0xD6).contains(self) || self == 0xE1 || self == 0xE2 || self == 0xEA || self == 0xEF || self >= 0xF0
    }
    var lowercasedASCII: UInt8 { (0x41...0x5A).contains(self) ? self + 0x20 : self }
    var isDigit: Bool { (0x30...0x39).contains(self) }
    /// A byte of a word in a script that separates words with spaces: letters, digits, and Latin, Greek, Cyrillic, Hebrew and
    /// Arabic letters beyond ASCII by their lead bytes.
    var isWordByte: Bool {
        (0x61...0x7A).contains(lowercasedASCII) || isDigit || (0x80...0xDF).contains(self)
    }
}
