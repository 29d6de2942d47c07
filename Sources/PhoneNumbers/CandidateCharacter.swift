/// One character of a text, classified as by libphonenumber's candidate pattern.
struct CandidateCharacter {
    enum Kind {
        case digit
        /// May stand in a number or between a number and its extension.
        case joining
        /// No candidate extends over it.
        case other
    }

    let kind: Kind
    /// Bytes it takes.
    let length: Int

    /// - Precondition: `offset` is where a character of valid UTF-8 begins.
    init(at offset: Int, in text: UnsafeBufferPointer<UInt8>) {
        let first = text[offset]
        guard first >= 0x80 else {
            kind = Self.ascii(first)
            length = 1
            return
        }
        var scalar = UInt32(first & (first < 0xE0 ? 0x1F : first < 0xF0 ? 0x0F : 0x07))
        var end = offset + 1
        while end < text.count, text[end] & 0xC0 == 0x80 {
            scalar = scalar << 6 | UInt32(text[end] & 0x3F)
            end += 1
        }
        length = end - offset
        kind = Self.kind(of: scalar)
    }

    private static func ascii(_ byte: UInt8) -> Kind {
        if byte &- 0x30 < 10 { return .digit }
        let bit: UInt64 = 1 << UInt64(byte & 0x3F)
        return (byte < 0x40 ? lowJoining : highJoining) & bit != 0 ? .joining : .other
    }

    private static func kind(of scalar: UInt32) -> Kind {
        if isJoining(scalar) { return .joining }
        // Latin, Greek, Cyrillic and Hebrew letters, CJK and Hangul make up most text and hold no digits.
        switch scalar {
        case 0x80..<0x660, 0x3000..<0xA620, 0xAC00..<0xFF10: return .other
        default: break
        }
        guard let scalar = Unicode.Scalar(scalar) else { return .other }
        return scalar.properties.generalCategory == .decimalNumber ? .digit : .other
    }

    /// `kValidPunctuation`, `kPlusChars` and the extension labels outside ASCII; capitals because labels match in
    /// either case, and the long s and dotless i because Unicode folds them to `s` and `i`.
    private static func isJoining(_ scalar: UInt32) -> Bool {
        switch scalar {
        case 0xA0, 0xAD, 0x200B, 0x2060, 0x3000,
            0x2010...0x2015, 0x2212, 0x2053, 0x223C, 0x30FC, 0xFF0D...0xFF0F, 0xFF5E,
            0xFF08, 0xFF09, 0xFF3B, 0xFF3D, 0xFF0B, 0xFF03, 0xFF1A, 0xFF1B,
            0xD3, 0xF3, 0x301, 0x17F, 0x130, 0x131,
            0x414, 0x434, 0x41E, 0x43E, 0x411, 0x431, 0x1C81, 0x1C82,
            0xFF21...0xFF3A, 0xFF41...0xFF5A:
            true
        default: false
        }
    }

    private static let lowJoining = mask("\t #()*+,-./:;=")
    private static let highJoining = mask("[]~aeinostxAEINOSTX")

    private static func mask(_ characters: StaticString) -> UInt64 {
        characters.withUTF8Buffer { $0.reduce(0) { $0 | 1 << UInt64($1 & 0x3F) } }
    }
}
