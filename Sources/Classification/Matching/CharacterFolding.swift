/// The folded form of a scalar. Case and accents are removed; look-alike forms of a letter become the plain letter.
enum CharacterFolding {
    enum Result {
        case letter(Unicode.Scalar, Unicode.Scalar?)
        case unspaced(Unicode.Scalar)
        case emoji
        /// Currency and per cent: a word of its own.
        case sign
        /// Marks that only decorate: accents, joiners, skin tones.
        case dropped
        /// Unicode tags: text that readers cannot see.
        case hidden
        case apostrophe, separator, comma, dot, stop, question, newline, blank
    }

    /// The words that French and Italian write before an apostrophe and join to the next ("l'offre", "dell'offerta").
    /// Other apostrophes vanish ("don't" and "dont" are one word).
    static func isElision(_ word: [UInt8]) -> Bool {
        switch word.count {
        case 1: "cdjlmnst".utf8.contains(word[0])
        case 2: word.elementsEqual("qu".utf8) || word.elementsEqual("un".utf8)
        case 4...6: longElisions.contains(String(decoding: word, as: UTF8.self))
        default: false
        }
    }

    private static let longElisions: Set<String> = [
        "dell", "dall", "nell", "sull", "all", "quest", "quell", "lorsqu", "jusqu", "puisqu",
    ]

    static func fold(_ scalar: Unicode.Scalar) -> Result {
        switch scalar.value {
        case 0x00...0x7F: ascii(scalar)
        case 0xC0...0x17F: latin(scalar)
        case 0x1E00...0x1EFF: latinAdditional(scalar)
        case 0x300...0x36F, 0xAD, 0x200B...0x200F, 0x2060...0x2064, 0xFE00...0xFE0F, 0xFEFF: .dropped
        case 0x202A...0x202E, 0x2066...0x2069, 0x20E3, 0x1F3FB...0x1F3FF, 0x1F1E6...0x1F1FF: .dropped
        case 0xE0000...0xE007F: .hidden
        case 0x2018, 0x2019, 0x201B, 0x2032, 0x02BC, 0xB4, 0xFF07: .apostrophe
        case 0x2026: .comma
        case 0x2013, 0x2014, 0x2015, 0x60C, 0x61B, 0x3001, 0xFF0C, 0xFF1B, 0xFF1A: .comma
        case 0x3002, 0xFF01, 0xFF0E, 0xFF61, 0x6D4, 0x964, 0xA1: .stop
        case 0x61F, 0xFF1F, 0x203D, 0x2047...0x2049: .question
        case 0xBF: .stop
        case 0x2028, 0x2029, 0x85: .newline
        case 0xA0, 0x2000...0x200A, 0x202F, 0x205F, 0x3000: .blank
        case 0x370...0x3FF: greek(scalar)
        case 0x400...0x52F: cyrillic(scalar)
        case 0x600...0x6FF, 0xFB50...0xFDFF, 0xFE70...0xFEFC: arabic(scalar)
        case 0xFF01...0xFF5E: fold(Unicode.Scalar(scalar.value - 0xFEE0)!)
        case 0xE01...0xE3A, 0xE40...0xE4E: .unspaced(scalar)
        case 0x3040...0x30FF, 0x31F0...0x31FF, 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xF900...0xFAFF, 0xAC00...0xD7A3,
            0x1100...0x11FF, 0x3130...0x318F, 0x20000...0x3FFFF, 0x3005, 0x3006, 0x3007, 0x30FC:
            .unspaced(scalar)
        case 0xFF66...0xFF9D: .unspaced(halfWidthKatakana[Int(scalar.value - 0xFF66)])
        case 0x20A0...0x20CF, 0xA2...0xA5: .sign
        default: other(scalar)
        }
    }

    private static func ascii(_ scalar: Unicode.Scalar) -> Result {
        switch UInt8(scalar.value) {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"): .letter(scalar, nil)
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): .letter(Unicode.Scalar(scalar.value + 32)!, nil)
        case UInt8(ascii: "'"), UInt8(ascii: "`"): .apostrophe
        case UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: ":"), UInt8(ascii: "("), UInt8(ascii: ")"): .comma
        case UInt8(ascii: "."): .dot
        case UInt8(ascii: "!"): .stop
        case UInt8(ascii: "?"): .question
        case 0x0A: .newline
        case 0x09, 0x0D, 0x20: .blank
        case UInt8(ascii: "$"), UInt8(ascii: "%"): .sign
        default: .separator
        }
    }

    /// Vowels without accents, which capitals and hurried writers omit; one form of sigma.
    private static func greek(_ scalar: Unicode.Scalar) -> Result {
        switch scalar {
        case "\u{386}", "\u{3AC}": .letter("\u{3B1}", nil)
        case "\u{388}", "\u{3AD}": .letter("\u{3B5}", nil)
        case "\u{389}", "\u{3AE}": .letter("\u{3B7}", nil)
        case "\u{38A}", "\u{390}", "\u{3AA}", "\u{3AF}", "\u{3CA}": .letter("\u{3B9}", nil)
        case "\u{38C}", "\u{3CC}": .letter("\u{3BF}", nil)
        case "\u{38E}", "\u{3AB}", "\u{3B0}", "\u{3CB}", "\u{3CD}": .letter("\u{3C5}", nil)
        case "\u{38F}", "\u{3CE}": .letter("\u{3C9}", nil)
        case "\u{3C2}": .letter("\u{3C3}", nil)
        // The Greek question mark, which looks like a semicolon.
        case "\u{37E}": .question
        default: other(scalar)
        }
    }

    private static func cyrillic(_ scalar: Unicode.Scalar) -> Result {
        switch scalar.value {
        case 0x451, 0x401: .letter("\u{435}", nil)
        case 0x410...0x42F: .letter(Unicode.Scalar(scalar.value + 0x20)!, nil)
        case 0x400...0x40F: .letter(Unicode.Scalar(scalar.value + 0x50)!, nil)
        default: other(scalar)
        }
    }

    /// One form for each alef, yeh, heh and kaf; no vowel signs; European digits.
    private static func arabic(_ scalar: Unicode.Scalar) -> Result {
        switch scalar.value {
        case 0x622, 0x623, 0x625, 0x671: .letter("\u{627}", nil)
        case 0x649, 0x6CC, 0x626: .letter("\u{64A}", nil)
        case 0x629, 0x6C1: .letter("\u{647}", nil)
        case 0x624: .letter("\u{648}", nil)
        case 0x6A9: .letter("\u{643}", nil)
        case 0x640, 0x64B...0x65F, 0x670, 0x610...0x61A, 0x6D6...0x6ED, 0x621: .dropped
        case 0x660...0x669: .letter(Unicode.Scalar(scalar.value - 0x660 + 0x30)!, nil)
        case 0x6F0...0x6F9: .letter(Unicode.Scalar(scalar.value - 0x6F0 + 0x30)!, nil)
        default: other(scalar)
        }
    }

    private static func other(_ scalar: Unicode.Scalar) -> Result {
        let properties = scalar.properties
        if properties.isAlphabetic || properties.numericType != nil {
            guard properties.changesWhenLowercased else { return .letter(scalar, nil) }
            let lower = properties.lowercaseMapping.unicodeScalars
            return .letter(lower.first ?? scalar, nil)
        }
        if properties.isEmoji { return .emoji }
        if properties.isWhitespace { return .blank }
        switch properties.generalCategory {
        case .nonspacingMark, .spacingMark, .format, .control: return .dropped
        default: return .separator
        }
    }
}
