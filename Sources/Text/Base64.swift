/// Base 64 without line ends (RFC 4648). Written here to keep Foundation out.
package enum Base64 {
    /// The characters for 62 and 63, and whether the end is padded with `=`.
    package enum Alphabet: Sendable {
        /// RFC 4648 section 4: `+` and `/`, padded.
        case standard
        /// RFC 4648 section 5: `-` and `_`, for URLs and file names; not padded.
        case url
    }

    /// The text for `bytes`: four characters for every three bytes begun, fewer where the alphabet has no padding.
    package static func encoded(_ bytes: some Collection<UInt8>, as alphabet: Alphabet = .standard) -> String {
        var text: [UInt8] = []
        text.reserveCapacity((bytes.count + 2) / 3 * 4)
        var group: UInt32 = 0
        var held = 0
        for byte in bytes {
            group = group << 8 | UInt32(byte)
            held += 1
            guard held == 3 else { continue }
            append(group, sextets: 4, in: alphabet, to: &text)
            group = 0
            held = 0
        }
        if held > 0 {
            append(group << UInt32(8 * (3 - held)), sextets: held + 1, in: alphabet, to: &text)
            if alphabet == .standard { text.append(contentsOf: repeatElement(padding, count: 3 - held)) }
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// The bytes of a text that `encoded` could have made; nil for any other.
    ///
    /// Foreign characters, missing or superfluous padding and unused bits are refused (RFC 4648 section 3), so that no two
    /// texts mean the same bytes.
    package static func decoded(_ text: some Collection<UInt8>, as alphabet: Alphabet = .standard) -> [UInt8]? {
        let end = text.reversed().prefix(2).prefix { $0 == padding }.count
        let digits = text.dropLast(alphabet == .standard ? end : 0)
        let remainder = digits.count % 4
        guard remainder != 1, alphabet == .url || (remainder + end) % 4 == 0 else { return nil }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(digits.count / 4 * 3 + 2)
        var bits: UInt32 = 0
        var held = 0
        for character in digits {
            guard let value = sextet(character, in: alphabet) else { return nil }
            bits = bits << 6 | UInt32(value)
            held += 6
            guard held >= 8 else { continue }
            held -= 8
            bytes.append(UInt8(truncatingIfNeeded: bits >> UInt32(held)))
            bits &= (1 << UInt32(held)) - 1
        }
        return bits == 0 ? bytes : nil
    }

    private static let padding = UInt8(ascii: "=")
    private static let common = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789".utf8)

    private static func append(_ group: UInt32, sextets: Int, in alphabet: Alphabet, to text: inout [UInt8]) {
        for position in 0..<sextets {
            let value = Int(group >> UInt32(18 - 6 * position) & 0x3F)
            text.append(value < 62 ? common[value] : last(value, in: alphabet))
        }
    }

    private static func last(_ value: Int, in alphabet: Alphabet) -> UInt8 {
        switch alphabet {
        case .standard: value == 62 ? UInt8(ascii: "+") : UInt8(ascii: "/")
        case .url: value == 62 ? UInt8(ascii: "-") : UInt8(ascii: "_")
        }
    }

    private static func sextet(_ byte: UInt8, in alphabet: Alphabet) -> UInt8? {
        switch byte {
        case 0x41...0x5A: byte - 0x41
        case 0x61...0x7A: byte - 0x61 + 26
        case 0x30...0x39: byte - 0x30 + 52
        case last(62, in: alphabet): 62
        case last(63, in: alphabet): 63
        default: nil
        }
    }
}
