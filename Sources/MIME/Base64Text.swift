/// The base64 of a body (RFC 2045 section 6.8) in the form that mail programs write: lines of any length, and pieces each with padding
/// of its own, as when a mail was encoded in parts.
enum Base64Text {
    /// How far to look ahead to tell another piece from a footer that a list has added.
    private static let outlook = 76
    private static let padding = UInt8(ascii: "=")

    /// At most `limit` octets. Text after padding that is not base64 is left out.
    static func decode(_ text: [UInt8], atMost limit: Int) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: min(limit, text.count / 4 * 3 + 3)) { output, count in
            var group = Group()
            var isPadded = false
            // Up to here it is known to be base64.
            var known = 0
            for (index, byte) in text.enumerated() {
                guard count < output.count else { return }
                if let value = sextet(byte) {
                    if isPadded, index >= known {
                        guard let end = endOfBase64(text, from: index) else { return }
                        known = end
                    }
                    isPadded = false
                    guard let octet = group.take(value) else { continue }
                    output.initializeElement(at: count, to: octet)
                    count += 1
                } else if byte == padding {
                    group = Group()
                    isPadded = true
                } else if isPadded, !byte.isWhitespace {
                    return
                }
            }
        }
    }

    @inline(__always)
    static func sextet(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 0x41...0x5A: byte - 0x41
        case 0x61...0x7A: byte - 0x61 + 26
        case 0x30...0x39: byte - 0x30 + 52
        case UInt8(ascii: "+"): 62
        case UInt8(ascii: "/"): 63
        default: nil
        }
    }

    /// Where the line, or what is seen of it, ends; nil when it holds anything else.
    private static func endOfBase64(_ text: [UInt8], from start: Int) -> Int? {
        let line = text[start...].prefix(outlook).prefix { $0 != 0x0A && $0 != 0x0D }
        guard line.count >= 4, line.allSatisfy({ sextet($0) != nil || $0 == padding }) else { return nil }
        return line.endIndex
    }

    /// Bits on their way from sextets to octets.
    struct Group {
        private var bits: UInt32 = 0
        private var count = 0

        @inline(__always)
        mutating func take(_ sextet: UInt8) -> UInt8? {
            bits = bits << 6 | UInt32(sextet)
            count += 6
            guard count >= 8 else { return nil }
            count -= 8
            return UInt8(truncatingIfNeeded: bits >> UInt32(count))
        }
    }
}
