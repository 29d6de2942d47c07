/// The folded form of one character of mail text.
enum Folding {
    /// Plain ASCII: a digit of any script, a letter without its accent, a separator.
    case byte(UInt8)
    /// Two ASCII letters: ß, æ, þ.
    case pair(UInt8, UInt8)
    /// Another character, lower-cased where its script has cases.
    case scalar(UInt32)
    /// Invisible: zero-width and bidirectional marks, accents that stand alone.
    case nothing
    /// Belongs to the character before it: the frame of a keycap emoji.
    case attached

    /// - Parameter scalar: above ASCII.
    init(_ scalar: UInt32) {
        if let digit = Self.digit(scalar) {
            self = .byte(0x30 + digit)
        } else if let sign = Self.sign(scalar) {
            self = sign
        } else {
            self = Self.letter(scalar)
        }
    }

    /// The decimal digit that a character stands for, circled, raised and full-width ones included.
    private static func digit(_ scalar: UInt32) -> UInt8? {
        switch scalar {
        case 0xB9: return 1
        case 0xB2, 0xB3: return UInt8(scalar - 0xB0)
        case 0x2070, 0x2074...0x2079: return UInt8(scalar - 0x2070)
        case 0x2080...0x2089: return UInt8(scalar - 0x2080)
        case 0x2460...0x2468: return UInt8(scalar - 0x245F)
        case 0x2474...0x247C: return UInt8(scalar - 0x2473)
        case 0x2776...0x277E: return UInt8(scalar - 0x2775)
        case 0x24EA, 0x24FF, 0x3007: return 0
        case 0x1D7CE...0x1D7FF: return UInt8((scalar - 0x1D7CE) % 10)
        default:
            for zero in zeros where scalar &- zero < 10 { return UInt8(scalar - zero) }
            return nil
        }
    }

    /// The zero of each script with decimal digits of its own.
    private static let zeros: [UInt32] = [
        0x660, 0x6F0, 0x7C0, 0x966, 0x9E6, 0xA66, 0xAE6, 0xB66, 0xBE6, 0xC66, 0xCE6, 0xD66, 0xDE6, 0xE50, 0xED0, 0xF20,
        0x1040, 0x17E0, 0x1810, 0xFF10,
    ]

    private static func sign(_ scalar: UInt32) -> Folding? {
        switch scalar {
        case 0xFE0F, 0x20E3: .attached
        case 0xAD, 0x61C, 0x640, 0x64B...0x65F, 0x180E, 0x200B...0x200F, 0x202A...0x202E, 0x2060...0x206F,
            0xFE00...0xFE0E,
            0xFEFF, 0x300...0x36F:
            .nothing
        case 0x85, 0x2028, 0x2029: .byte(0x0A)
        case 0xA0, 0x1680, 0x2000...0x200A, 0x202F, 0x205F, 0x3000: .byte(0x20)
        case 0x2010...0x2015, 0x2212, 0xFE58, 0xFE63: .byte(UInt8(ascii: "-"))
        case 0x207A, 0x2795, 0xFE62: .byte(UInt8(ascii: "+"))
        case 0xB7, 0x2022, 0x2024, 0x2027, 0x30FB: .byte(UInt8(ascii: "."))
        case 0x60C, 0x3001, 0xFE50: .byte(UInt8(ascii: ","))
        case 0x3002: .scalar(scalar)
        case 0x2018, 0x2019, 0x2BC: .byte(UInt8(ascii: "'"))
        case 0x201C, 0x201D, 0xAB, 0xBB: .byte(UInt8(ascii: "\""))
        case 0xFF01...0xFF5E: .byte(lowercased(UInt8(scalar - 0xFEE0)))
        // Mathematical letters, in thirteen styles: people paint words with them.
        case 0x1D400...0x1D6A3: .byte(0x61 + UInt8((scalar - 0x1D400) % 26))
        default: nil
        }
    }

    private static func letter(_ scalar: UInt32) -> Folding {
        switch scalar {
        case 0xDF, 0x1E9E: .pair(0x73, 0x73)
        case 0xC6, 0xE6: .pair(0x61, 0x65)
        case 0x152, 0x153: .pair(0x6F, 0x65)
        case 0xDE, 0xFE: .pair(0x74, 0x68)
        case 0xC0...0x17F: base(scalar - 0xC0, of: latin) ?? .scalar(scalar)
        case 0x218, 0x219: .byte(0x73)
        case 0x21A, 0x21B: .byte(0x74)
        case 0x1E00...0x1E99: base(scalar - 0x1E00, of: latinAdditional) ?? .scalar(scalar)
        case 0x1EA0...0x1EF9: .byte(vietnamese(scalar))
        case 0x386...0x3CE: .scalar(greek(scalar))
        case 0x400...0x40F: .scalar(scalar + 0x50)
        case 0x410...0x42F: .scalar(scalar + 0x20)
        case 0x490...0x4FF: .scalar(scalar | 1)
        default: .scalar(scalar)
        }
    }

    private static func base(_ index: UInt32, of table: StaticString) -> Folding? {
        guard Int(index) < table.utf8CodeUnitCount else { return nil }
        let letter = table.utf8Start[Int(index)]
        return letter == UInt8(ascii: ".") ? nil : .byte(letter)
    }

    /// Base letters of U+00C0 … U+017F; a dot where there is none.
    private static let latin: StaticString = """
        aaaaaa.ceeeeiiiidnooooo.ouuuuy..aaaaaa.ceeeeiiiidnooooo.ouuuuy.yaaaaaaccccccccddddeeeeeeeeeegggggggg\
        hhhhiiiiiiiiii..jjkkkllllllllllnnnnnnnnnoooooo..rrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs
        """
    /// Base letters of U+1E00 … U+1E99.
    private static let latinAdditional: StaticString = """
        aabbbbbbccddddddddddeeeeeeeeeeffgghhhhhhhhhhiiiikkkkkkllllllllmmmmmmnnnnnnnnoooooooopppprrrrrrrrssss\
        ssssssttttttttuuuuuuuuuuvvvvwwwwwwwwwwxxxxyyzzzzzzhtwy
        """

    private static func vietnamese(_ scalar: UInt32) -> UInt8 {
        switch scalar {
        case ..<0x1EB8: 0x61
        case ..<0x1EC8: 0x65
        case ..<0x1ECC: 0x69
        case ..<0x1EE4: 0x6F
        case ..<0x1EF2: 0x75
        default: 0x79
        }
    }

    private static func greek(_ scalar: UInt32) -> UInt32 {
        switch scalar {
        case 0x386, 0x3AC: 0x3B1
        case 0x388, 0x3AD: 0x3B5
        case 0x389, 0x3AE: 0x3B7
        case 0x38A, 0x3AF, 0x390, 0x3CA: 0x3B9
        case 0x38C, 0x3CC: 0x3BF
        case 0x38E, 0x3CD, 0x3B0, 0x3CB: 0x3C5
        case 0x38F, 0x3CE: 0x3C9
        case 0x391...0x3A9: scalar + 0x20
        default: scalar
        }
    }

    static func lowercased(_ byte: UInt8) -> UInt8 {
        byte &- 0x41 < 26 ? byte + 0x20 : byte
    }
}
