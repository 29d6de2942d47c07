/// Rewrites signs that stand for digits in numbers only: the letter O among digits, and the digits of Chinese and
/// Japanese writing.
enum LookalikeDigits {
    static func rewritten(_ text: NormalizedText) -> NormalizedText {
        let bytes = text.bytes
        var replacements: [(range: Range<Int>, bytes: [UInt8])] = []
        var position = 0
        while position < bytes.count {
            if bytes[position] == UInt8(ascii: "o"), isAmongDigits(position, in: bytes) {
                replacements.append((position..<(position + 1), [0x30]))
                position += 1
            } else if bytes[position] >= 0xE4, digit(at: position, in: bytes) != nil {
                let end = runEnd(from: position, in: bytes)
                replacements += kanji(position..<end, in: bytes)
                position = end
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

    /// `九〇` … as digits, for runs of three and more: shorter ones are numbers of things.
    private static func kanji(_ run: Range<Int>, in bytes: [UInt8]) -> [(range: Range<Int>, bytes: [UInt8])] {
        var found: [(range: Range<Int>, bytes: [UInt8])] = []
        var position = run.lowerBound
        // Plain digits right before belong to the number: 〇 has become one.
        var signs = bytes[..<run.lowerBound].suffix(8).reversed().prefix(while: \.isASCIIDigit).count
        while position < run.upperBound {
            if let digit = digit(at: position, in: bytes) {
                found.append((position..<(position + 3), [0x30 + digit]))
                position += 3
            } else {
                position += 1
            }
            signs += 1
        }
        return signs >= 3 ? found : []
    }

    /// The end of a run of such digits; plain ones (〇 is one by now) may stand among them.
    private static func runEnd(from start: Int, in bytes: [UInt8]) -> Int {
        var end = start
        while end < bytes.count {
            if digit(at: end, in: bytes) != nil { end += 3 } else if bytes[end].isASCIIDigit { end += 1 } else { break }
        }
        return end
    }

    private static func digit(at offset: Int, in bytes: [UInt8]) -> UInt8? {
        guard bytes[offset] >= 0xE4, offset + 2 < bytes.count else { return nil }
        let scalar =
            UInt32(bytes[offset] & 0x0F) << 12 | UInt32(bytes[offset + 1] & 0x3F) << 6
            | UInt32(bytes[offset + 2] & 0x3F)
        switch scalar {
        case 0x4E00: return 1
        case 0x4E8C: return 2
        case 0x4E09: return 3
        case 0x56DB: return 4
        case 0x4E94: return 5
        case 0x516D: return 6
        case 0x4E03: return 7
        case 0x516B: return 8
        case 0x4E5D: return 9
        default: return nil
        }
    }
}
