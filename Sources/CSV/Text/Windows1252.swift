/// The western code page of Windows, with the five free places as C1 controls
/// (https://encoding.spec.whatwg.org/#windows-1252).
enum Windows1252 {
    /// 0x80 to 0x9F.
    private static let upperControls: [UInt16] = [
        0x20AC, 0x0081, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
        0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0x008D, 0x017D, 0x008F,
        0x0090, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
        0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x009D, 0x017E, 0x0178,
    ]

    /// UTF-8 for the cells of a row.
    static func decoded(_ text: [UInt8], ends: [Int]) -> (text: [UInt8], ends: [Int]) {
        var decoded: [UInt8] = []
        decoded.reserveCapacity(text.count + text.count / 8)
        var start = 0
        let newEnds = ends.map { end in
            for byte in text[start..<end] { append(byte, to: &decoded) }
            start = end
            return decoded.count
        }
        return (decoded, newEnds)
    }

    private static func append(_ byte: UInt8, to text: inout [UInt8]) {
        guard byte >= 0x80 else { return text.append(byte) }
        let scalar = byte < 0xA0 ? upperControls[Int(byte) - 0x80] : UInt16(byte)
        if scalar < 0x800 {
            text += [UInt8(0xC0 | scalar >> 6), UInt8(0x80 | scalar & 0x3F)]
        } else {
            text += [UInt8(0xE0 | scalar >> 12), UInt8(0x80 | scalar >> 6 & 0x3F), UInt8(0x80 | scalar & 0x3F)]
        }
    }
}
