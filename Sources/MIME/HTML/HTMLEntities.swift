import CLibXML2

/// Character references of HTML (section 13.2.5.72 of the living standard; names from libxml2's table).
enum HTMLEntities {
    private static let maxName = 32

    /// The scalar that the reference at `bytes[start]` (an ampersand) stands for and how many bytes it takes; nil when
    /// there is none.
    static func scalar(in bytes: [UInt8], at start: Int, end: Int) -> (Unicode.Scalar, length: Int)? {
        let first = start + 1
        guard first < end else { return nil }
        if bytes[first] == UInt8(ascii: "#") { return number(in: bytes, at: start, end: end) }
        var index = first
        while index < min(end, first + maxName), bytes[index].isASCIILetter || (0x30...0x39).contains(bytes[index]) {
            index += 1
        }
        let hasEnd = index < end && bytes[index] == UInt8(ascii: ";")
        let name = String(decoding: bytes[first..<index], as: UTF8.self)
        // Without its semicolon only the references of HTML 2 count: "&copy2" yes, "&section" in an address no.
        guard hasEnd || ["nbsp", "amp", "lt", "gt", "quot"].contains(name) else { return nil }
        guard let value = name == "apos" ? 0x27 : lookUp(name), let scalar = Unicode.Scalar(value) else { return nil }
        return (scalar, index - start + (hasEnd ? 1 : 0))
    }

    private static func lookUp(_ name: String) -> UInt32? {
        htmlEntityLookup(name)?.pointee.value
    }

    private static func number(in bytes: [UInt8], at start: Int, end: Int) -> (Unicode.Scalar, length: Int)? {
        var index = start + 2
        let isHex = index < end && bytes[index].asciiLowercased == UInt8(ascii: "x")
        if isHex { index += 1 }
        let digits = index
        var value: UInt32 = 0
        while index < min(end, digits + 8), let digit = bytes[index].digitValue(isHex: isHex) {
            value = value &* (isHex ? 16 : 10) &+ digit
            index += 1
        }
        guard index > digits else { return nil }
        if index < end, bytes[index] == UInt8(ascii: ";") { index += 1 }
        let scalar = (0x80...0x9F).contains(value) ? windows1252(value) : Unicode.Scalar(value)
        return (value == 0 ? "\u{FFFD}" : scalar ?? "\u{FFFD}", index - start)
    }

    /// The characters that numbers 128 to 159 mean in practice.
    private static func windows1252(_ value: UInt32) -> Unicode.Scalar? {
        let table: [Unicode.Scalar] = [
            "€", "\u{FFFD}", "‚", "ƒ", "„", "…", "†", "‡", "ˆ", "‰", "Š", "‹", "Œ", "\u{FFFD}", "Ž", "\u{FFFD}",
            "\u{FFFD}", "‘", "’", "“", "”", "•", "–", "—", "˜", "™", "š", "›", "œ", "\u{FFFD}", "ž", "Ÿ",
        ]
        return table[Int(value) - 0x80]
    }
}

extension UInt8 {
    fileprivate func digitValue(isHex: Bool) -> UInt32? {
        switch self {
        case 0x30...0x39: UInt32(self - 0x30)
        case 0x61...0x66 where isHex: UInt32(self - 0x61 + 10)
        case 0x41...0x46 where isHex: UInt32(self - 0x41 + 10)
        default: nil
        }
    }
}
