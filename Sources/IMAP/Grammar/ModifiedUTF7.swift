import Text

/// The mailbox name encoding of RFC 3501 section 5.1.3: printable ASCII as itself, `&` as `&-`, all else as UTF-16 in a
/// base 64 that writes `,` for `/` and has no padding.
enum ModifiedUTF7 {
    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+,".utf8)

    static func encode(_ text: String) -> [UInt8] {
        var output: [UInt8] = []
        var shifted = Shifted()
        for unit in text.utf16 {
            guard unit >= 0x20, unit <= 0x7E else {
                if !shifted.isOpen {
                    output.append(ASCII.ampersand)
                    shifted.isOpen = true
                }
                shifted.append(unit, to: &output)
                continue
            }
            shifted.close(into: &output)
            output.append(UInt8(unit))
            if unit == UInt16(ASCII.ampersand) { output.append(ASCII.minus) }
        }
        shifted.close(into: &output)
        return output
    }

    /// Nil when the bytes are not modified UTF-7: 8-bit bytes, an unclosed or malformed shift, a lone surrogate.
    static func decode(_ bytes: some Collection<UInt8>) -> String? {
        var units: [UInt16] = []
        units.reserveCapacity(bytes.count)
        var iterator = bytes.makeIterator()
        while let byte = iterator.next() {
            guard byte >= 0x20, byte <= 0x7E else { return nil }
            guard byte == ASCII.ampersand else {
                units.append(UInt16(byte))
                continue
            }
            guard decodeShift(&iterator, into: &units) else { return nil }
        }
        return String(validating: units, as: UTF16.self)
    }

    private static func decodeShift(_ iterator: inout some IteratorProtocol<UInt8>, into units: inout [UInt16]) -> Bool
    {
        var bits: UInt32 = 0
        var held = 0
        var isEmpty = true
        while let byte = iterator.next() {
            if byte == ASCII.minus {
                if isEmpty { units.append(UInt16(ASCII.ampersand)) }
                return held < 6 && bits & (1 << UInt32(held) - 1) == 0
            }
            guard let value = sextet(byte) else { return false }
            isEmpty = false
            bits = (bits << 6 | value) & 0x3F_FFFF
            held += 6
            if held >= 16 {
                held -= 16
                units.append(UInt16(truncatingIfNeeded: bits >> UInt32(held)))
            }
        }
        return false
    }

    private static func sextet(_ byte: UInt8) -> UInt32? {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): UInt32(byte - UInt8(ascii: "A"))
        case UInt8(ascii: "a")...UInt8(ascii: "z"): UInt32(byte - UInt8(ascii: "a")) + 26
        case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(byte - UInt8(ascii: "0")) + 52
        case ASCII.plus: 62
        case ASCII.comma: 63
        default: nil
        }
    }

    /// The run of base 64 between `&` and `-`.
    private struct Shifted {
        var isOpen = false
        private var bits: UInt32 = 0
        private var held: UInt32 = 0

        mutating func append(_ unit: UInt16, to output: inout [UInt8]) {
            bits = bits << 16 | UInt32(unit)
            held += 16
            while held >= 6 {
                held -= 6
                output.append(alphabet[Int(bits >> held & 0x3F)])
            }
            bits &= 1 << held - 1
        }

        mutating func close(into output: inout [UInt8]) {
            guard isOpen else { return }
            if held > 0 { output.append(alphabet[Int(bits << (6 - held) & 0x3F)]) }
            output.append(ASCII.minus)
            self = Shifted()
        }
    }
}
