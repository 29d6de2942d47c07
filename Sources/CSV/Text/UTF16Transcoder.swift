/// Turns UTF-16 into UTF-8, chunk by chunk.
///
/// A surrogate without its partner becomes three bytes that are invalid UTF-8, and half a unit at the end becomes 0xFF: the row is
/// later found invalid, and offsets into the file stay exact.
struct UTF16Transcoder: Sendable {
    private let isBigEndian: Bool
    private var half: UInt8?
    private var highSurrogate: UInt16?

    init(_ encoding: CSVEncoding) { isBigEndian = encoding == .utf16BigEndian }

    mutating func transcode(_ bytes: [UInt8], into text: inout [UInt8]) {
        for byte in bytes {
            guard let first = half else {
                half = byte
                continue
            }
            half = nil
            let unit = isBigEndian ? UInt16(first) << 8 | UInt16(byte) : UInt16(byte) << 8 | UInt16(first)
            add(unit, to: &text)
        }
    }

    mutating func endOfFile(into text: inout [UInt8]) {
        flushSurrogate(into: &text)
        if half != nil { text.append(0xFF) }
        half = nil
    }

    /// Bytes of the file behind one byte of the text: those of a whole character stand with its first.
    static func width(of byte: UInt8) -> Int {
        switch byte {
        case 0x80...0xBF: 0
        case 0xF0...0xF4: 4
        case 0xFF: 1
        default: 2
        }
    }

    private mutating func add(_ unit: UInt16, to text: inout [UInt8]) {
        if let high = highSurrogate, (0xDC00...0xDFFF).contains(unit) {
            highSurrogate = nil
            append(0x10000 + (UInt32(high) - 0xD800) << 10 + (UInt32(unit) - 0xDC00), to: &text)
            return
        }
        flushSurrogate(into: &text)
        if (0xD800...0xDBFF).contains(unit) { highSurrogate = unit } else { append(UInt32(unit), to: &text) }
    }

    private mutating func flushSurrogate(into text: inout [UInt8]) {
        guard let high = highSurrogate else { return }
        highSurrogate = nil
        append(UInt32(high), to: &text)
    }

    private func append(_ scalar: UInt32, to text: inout [UInt8]) {
        func tail(_ shift: UInt32) -> UInt8 { UInt8(truncatingIfNeeded: 0x80 | (scalar >> shift & 0x3F)) }
        func lead(_ mark: UInt32, _ shift: UInt32) -> UInt8 { UInt8(truncatingIfNeeded: mark | scalar >> shift) }
        switch scalar {
        case ..<0x80: text.append(UInt8(truncatingIfNeeded: scalar))
        case ..<0x800: text += [lead(0xC0, 6), tail(0)]
        case ..<0x10000: text += [lead(0xE0, 12), tail(6), tail(0)]
        default: text += [lead(0xF0, 18), tail(12), tail(6), tail(0)]
        }
    }
}
