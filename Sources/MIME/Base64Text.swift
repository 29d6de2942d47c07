/// The base64 of a body (RFC 2045 section 6.8), read as mail programs write it: lines of any length, and pieces that each
/// have padding of their own, as when a mail was encoded in parts.
enum Base64Text {
    /// How far is looked ahead to tell another piece from a footer that a list has put below.
    private static let outlook = 76

    /// At most `limit` octets. What follows padding and is no base64 is left out.
    static func decode(_ text: [UInt8], atMost limit: Int) -> [UInt8] {
        var decoded: [UInt8] = []
        decoded.reserveCapacity(min(limit, text.count / 4 * 3 + 3))
        var group = Group()
        var isPadded = false
        for (index, byte) in text.enumerated() {
            guard decoded.count < limit else { break }
            if byte == UInt8(ascii: "=") {
                group = Group()
                isPadded = true
            } else if let value = sextet(byte) {
                if isPadded, !isBase64(text[index...].prefix(outlook)) { break }
                isPadded = false
                if let octet = group.take(value) { decoded.append(octet) }
            } else if isPadded, !byte.isWhitespace {
                break
            }
        }
        return decoded
    }

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

    /// Whether the rest of the line holds nothing else.
    private static func isBase64(_ rest: ArraySlice<UInt8>) -> Bool {
        let line = rest.prefix { $0 != 0x0A && $0 != 0x0D }
        return line.count >= 4 && line.allSatisfy { sextet($0) != nil || $0 == UInt8(ascii: "=") }
    }

    /// Bits on their way from sextets to octets.
    struct Group {
        private var bits: UInt32 = 0
        private var count = 0

        mutating func take(_ sextet: UInt8) -> UInt8? {
            bits = (bits << 6 | UInt32(sextet)) & 0xFFFFFF
            count += 6
            guard count >= 8 else { return nil }
            count -= 8
            return UInt8(truncatingIfNeeded: bits >> UInt32(count))
        }
    }
}
