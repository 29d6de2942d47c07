/// A text folded so that rules in plain lower-case letters apply, with a mapping back to the original.
///
/// Digits of every script become ASCII digits, letters lose case and accents, wide and painted forms become plain,
/// spaces and dashes become one of each, invisible characters go. Every byte remembers the bytes it comes from.
struct NormalizedText: Sendable {
    /// Valid UTF-8.
    private(set) var bytes: [UInt8] = []
    private var starts: [UInt32] = []
    private var ends: [UInt32] = []
    /// Whether the byte comes from an upper-case letter, or from a letter of a script without cases.
    private(set) var capitals: [Bool] = []

    var count: Int { bytes.count }

    private init() {}

    /// - Parameter range: the part of `source` to fold; it begins and ends between characters.
    init(_ source: UnsafeBufferPointer<UInt8>, range: Range<Int>) {
        reserve(range.count)
        var position = range.lowerBound
        while position < range.upperBound {
            let first = source[position]
            if first < 0x80 {
                let next = position + 1
                let isHalfOfLineEnd = first == 0x0D && next < range.upperBound && source[next] == 0x0A
                if !isHalfOfLineEnd { append(ascii: first, at: position) }
                position = next
            } else {
                let (scalar, end) = Self.decode(source, at: position, until: range.upperBound)
                append(scalar, from: position..<end)
                position = end
            }
        }
    }

    init(_ text: String) {
        var text = text
        self = text.withUTF8 { NormalizedText($0, range: 0..<$0.count) }
    }

    /// The place of a stretch of the folded text in the original.
    func sourceRange(_ range: Range<Int>) -> Range<Int> {
        guard let first = range.first, let last = range.last, last < bytes.count else { return 0..<0 }
        return Int(starts[first])..<max(Int(starts[first]), Int(ends[last]))
    }

    /// The folded text of a stretch.
    func text(_ range: Range<Int>) -> String {
        String(decoding: bytes[range], as: UTF8.self)
    }

    /// A copy in which some stretches are replaced; each new byte maps to the whole stretch it replaces.
    ///
    /// - Parameter replacements: in order, without overlap.
    func replacing(_ replacements: [(range: Range<Int>, bytes: [UInt8])]) -> NormalizedText {
        guard !replacements.isEmpty else { return self }
        var result = NormalizedText()
        result.reserve(count)
        var position = 0
        for replacement in replacements {
            result.append(self, position..<replacement.range.lowerBound)
            let origin = sourceRange(replacement.range)
            for byte in replacement.bytes { result.append(byte, from: origin, isCapital: false) }
            position = replacement.range.upperBound
        }
        result.append(self, position..<count)
        return result
    }

    /// A copy in which some stretches are blanked for every rule.
    ///
    /// - Parameter stretches: in order, without overlap.
    func blanking(_ stretches: [Range<Int>]) -> NormalizedText {
        var result = self
        for stretch in stretches {
            for index in stretch { result.bytes[index] = Self.blank }
        }
        return result
    }

    /// Represents blanked text: a control character that folded text cannot otherwise contain.
    static let blank: UInt8 = 0x01

    private mutating func reserve(_ capacity: Int) {
        bytes.reserveCapacity(capacity)
        starts.reserveCapacity(capacity)
        ends.reserveCapacity(capacity)
        capitals.reserveCapacity(capacity)
    }

    private mutating func append(_ other: NormalizedText, _ range: Range<Int>) {
        bytes += other.bytes[range]
        starts += other.starts[range]
        ends += other.ends[range]
        capitals += other.capitals[range]
    }

    private mutating func append(_ byte: UInt8, from origin: Range<Int>, isCapital: Bool) {
        bytes.append(byte)
        // Offsets beyond 4 GiB would wrap; no mail is that long, and a wrong offset does not trap.
        starts.append(UInt32(truncatingIfNeeded: origin.lowerBound))
        ends.append(UInt32(truncatingIfNeeded: origin.upperBound))
        capitals.append(isCapital)
    }

    private mutating func append(ascii byte: UInt8, at position: Int) {
        switch byte {
        case 0x0D:
            append(0x0A, from: position..<(position + 1), isCapital: false)
        case 0x00..<0x0A, 0x0B..<0x20, 0x7F:
            append(0x20, from: position..<(position + 1), isCapital: false)
        default:
            let isCapital = byte &- 0x41 < 26
            append(isCapital ? byte + 0x20 : byte, from: position..<(position + 1), isCapital: isCapital)
        }
    }

    private mutating func append(_ scalar: UInt32, from origin: Range<Int>) {
        switch Folding(scalar) {
        case .byte(let byte): append(byte, from: origin, isCapital: Self.isCapital(scalar))
        case .pair(let first, let second):
            append(first, from: origin, isCapital: Self.isCapital(scalar))
            append(second, from: origin, isCapital: false)
        case .scalar(let folded):
            for byte in Self.encode(folded) { append(byte, from: origin, isCapital: Self.isCapital(scalar)) }
        case .nothing: break
        case .attached:
            guard !ends.isEmpty else { break }
            ends[ends.count - 1] = UInt32(truncatingIfNeeded: origin.upperBound)
        }
    }

    private static func isCapital(_ scalar: UInt32) -> Bool {
        // Scripts from Hebrew on have no case, except Georgian, Cherokee and additional Latin.
        guard scalar < 0x590 || (0x1E00...0x1FFF).contains(scalar) || (0xFF01...0xFF5E).contains(scalar) else {
            return true
        }
        return Unicode.Scalar(scalar)?.properties.isUppercase ?? false
    }

    private static func decode(
        _ source: UnsafeBufferPointer<UInt8>, at position: Int, until limit: Int
    ) -> (scalar: UInt32, end: Int) {
        let first = source[position]
        var scalar = UInt32(first & (first < 0xE0 ? 0x1F : first < 0xF0 ? 0x0F : 0x07))
        var end = position + 1
        while end < limit, source[end] & 0xC0 == 0x80 {
            scalar = scalar << 6 | UInt32(source[end] & 0x3F)
            end += 1
        }
        return (scalar, end)
    }

    private static func encode(_ scalar: UInt32) -> UTF8.EncodedScalar {
        UTF8.encode(Unicode.Scalar(scalar) ?? "\u{FFFD}") ?? UTF8.encodedReplacementCharacter
    }
}
