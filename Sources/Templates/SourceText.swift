/// A template's source with LF line ends, and the places in it.
///
/// `position(of:)` walks forward only, so that locating every place of a source takes linear time; asking for an earlier place
/// starts again.
struct SourceText {
    let bytes: [UInt8]
    private var offset = 0
    private var line = 1
    private var column = 1

    /// CR LF and CR become LF.
    init(_ source: String, keepsLastLineBreak: Bool = true) {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(source.utf8.count)
        var previous: UInt8 = 0
        for byte in source.utf8 {
            if byte == 0x0A, previous == 0x0D {
                previous = byte
                continue
            }
            bytes.append(byte == 0x0D ? 0x0A : byte)
            previous = byte
        }
        if !keepsLastLineBreak, bytes.last == 0x0A { bytes.removeLast() }
        self.bytes = bytes
    }

    mutating func position(of target: Int) -> TemplatePosition {
        if target < offset { (offset, line, column) = (0, 1, 1) }
        while offset < target {
            let byte = bytes[offset]
            if byte == 0x0A {
                line += 1
                column = 1
            } else if byte & 0xC0 != 0x80 {
                // Continuation bytes of UTF-8 begin no scalar.
                column += 1
            }
            offset += 1
        }
        return TemplatePosition(line: line, column: column)
    }

    func byte(at index: Int) -> UInt8? { index < bytes.count ? bytes[index] : nil }

    func text(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }

    func matches(_ text: StaticString, at index: Int) -> Bool {
        let count = text.utf8CodeUnitCount
        guard index + count <= bytes.count else { return false }
        return text.withUTF8Buffer { $0.elementsEqual(bytes[index..<index + count]) }
    }
}
