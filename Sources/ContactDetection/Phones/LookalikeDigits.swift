/// Rewrites signs that mean digits within numbers only: the letter O among digits, and Chinese, Japanese and Korean
/// numerals.
enum LookalikeDigits {
    static func rewritten(_ text: NormalizedText) -> NormalizedText {
        let bytes = text.bytes
        var replacements: [(range: Range<Int>, bytes: [UInt8])] = []
        var position = 0
        while position < bytes.count {
            if bytes[position] == UInt8(ascii: "o"), isAmongDigits(position, in: bytes) {
                replacements.append((position..<(position + 1), [0x30]))
                position += 1
            } else if bytes[position] >= 0xE3, DigitSign(at: position, in: bytes) != nil {
                let run = SignRun(from: position, in: bytes)
                if run.isNumber { replacements += run.signs.map { ($0.range, [0x30 + $0.digit]) } }
                position = run.end
            } else {
                position += 1
            }
        }
        return text.replacing(replacements)
    }

    /// A letter O that touches a digit in a word of digits: `98O76`, `4321O`, never `o2` or `20oz`.
    private static func isAmongDigits(_ position: Int, in bytes: [UInt8]) -> Bool {
        let touches =
            bytes.byte(at: position - 1)?.isASCIIDigit == true || bytes.byte(at: position + 1)?.isASCIIDigit == true
        guard touches else { return false }
        let before = bytes[..<position].suffix(16).reversed().prefix { $0 > 0x20 }
        let after = bytes[(position + 1)...].prefix(16).prefix { $0 > 0x20 }
        let word = Array(before) + Array(after)
        return word.count(where: \.isASCIIDigit) >= 3
            && word.allSatisfy { $0.isASCIIDigit || "o-.()+".utf8.contains($0) }
    }
}

/// One sign that is read as a digit, in UTF-8.
private struct DigitSign {
    enum Script { case han, hangul }

    let range: Range<Int>
    let digit: UInt8
    let script: Script

    init?(at offset: Int, in bytes: [UInt8]) {
        guard bytes[offset] >= 0xE3, offset + 2 < bytes.count else { return nil }
        // "ゼロ", which is used in Japanese among the signs.
        let zero: [UInt8] = [0xE3, 0x82, 0xBC, 0xE3, 0x83, 0xAD]
        if bytes[offset...].starts(with: zero) {
            range = offset..<(offset + zero.count)
            digit = 0
            script = .han
            return
        }
        guard let (digit, script) = Self.meaning(Self.scalar(at: offset, in: bytes)) else { return nil }
        // "…이에요", "…이고": a verb's ending, and no two.
        if script == .hangul, digit == 2, let next = bytes.byte(at: offset + 3), next >= 0xE3, offset + 5 < bytes.count,
            Self.meaning(Self.scalar(at: offset + 3, in: bytes)) == nil
        {
            return nil
        }
        range = offset..<(offset + 3)
        self.digit = digit
        self.script = script
    }

    private static func scalar(at offset: Int, in bytes: [UInt8]) -> UInt32 {
        UInt32(bytes[offset] & 0x0F) << 12 | UInt32(bytes[offset + 1] & 0x3F) << 6 | UInt32(bytes[offset + 2] & 0x3F)
    }

    private static func meaning(_ scalar: UInt32) -> (UInt8, Script)? {
        switch scalar {
        case 0x96F6: (0, .han)
        case 0x4E00, 0x5E7A: (1, .han)
        case 0x4E8C: (2, .han)
        case 0x4E09: (3, .han)
        case 0x56DB: (4, .han)
        case 0x4E94: (5, .han)
        case 0x516D: (6, .han)
        case 0x4E03: (7, .han)
        case 0x516B: (8, .han)
        case 0x4E5D: (9, .han)
        case 0xACF5, 0xC601: (0, .hangul)
        case 0xC77C: (1, .hangul)
        case 0xC774: (2, .hangul)
        case 0xC0BC: (3, .hangul)
        case 0xC0AC: (4, .hangul)
        case 0xC624: (5, .hangul)
        case 0xC721, 0xB959: (6, .hangul)
        case 0xCE60: (7, .hangul)
        case 0xD314: (8, .hangul)
        case 0xAD6C: (9, .hangul)
        default: nil
        }
    }
}

/// A run of such signs; plain digits (〇 is one by now), and single spaces and hyphens, may occur among them.
private struct SignRun {
    private(set) var signs: [DigitSign] = []
    private(set) var end: Int
    private var digits: Int
    /// The most signs and digits without a space between.
    private var longest = 0

    /// No number has more.
    private static let mostDigits = 40

    init(from start: Int, in bytes: [UInt8]) {
        end = start
        // Plain digits directly before belong to the number: 〇 has become one.
        digits = bytes[..<start].suffix(8).reversed().prefix(while: \.isASCIIDigit).count
        var together = digits
        var position = start
        while position < bytes.count, digits < Self.mostDigits {
            if let sign = DigitSign(at: position, in: bytes) {
                signs.append(sign)
                position = sign.range.upperBound
            } else if bytes[position].isASCIIDigit {
                position += 1
            } else if bytes[position] == 0x20 || bytes[position] == UInt8(ascii: "-"), position > start,
                bytes[position - 1] > 0x20
            {
                position += 1
                together = 0
                continue
            } else {
                break
            }
            digits += 1
            together += 1
            longest = max(longest, together)
            end = position
        }
        end = max(end, start + 1)
    }

    /// Three adjacent Han signs: fewer are quantities. Hangul syllables also occur in other words, so only a run as long as a phone
    /// number counts.
    var isNumber: Bool {
        signs.contains { $0.script == .hangul } ? digits >= 8 && longest >= 3 : longest >= 3
    }
}
