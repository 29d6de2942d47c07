/// The few byte tests all of mail's grammars share.
enum Ascii {
    static let cr = UInt8(ascii: "\r")
    static let lf = UInt8(ascii: "\n")
    static let space = UInt8(ascii: " ")
    static let crlf: [UInt8] = [cr, lf]

    static func isBlank(_ byte: UInt8) -> Bool { byte == space || byte == 9 }

    static func isDigit(_ byte: UInt8) -> Bool { byte >= 48 && byte <= 57 }

    static func isLetterOrDigit(_ byte: UInt8) -> Bool { isDigit(byte) || lower(byte) >= 97 && lower(byte) <= 122 }

    static func lower(_ byte: UInt8) -> UInt8 { byte >= 65 && byte <= 90 ? byte + 32 : byte }

    static func equal(_ left: some StringProtocol, _ right: some StringProtocol) -> Bool {
        left.utf8.elementsEqual(right.utf8) { lower($0) == lower($1) }
    }

    static func trimmed(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        var slice = bytes
        while let first = slice.first, isBlank(first) || first == cr || first == lf { slice.removeFirst() }
        while let last = slice.last, isBlank(last) || last == cr || last == lf { slice.removeLast() }
        return slice
    }

    /// The number these digits write; nil when empty, not all digits, or too large.
    static func number<Value: FixedWidthInteger>(_ digits: some Sequence<UInt8>, as: Value.Type) -> Value? {
        var value: Value?
        for digit in digits {
            guard isDigit(digit) else { return nil }
            let (tens, overflow) = (value ?? 0).multipliedReportingOverflow(by: 10)
            let (sum, carry) = tens.addingReportingOverflow(Value(digit - 48))
            guard !overflow, !carry else { return nil }
            value = sum
        }
        return value
    }

    /// Whether `needle` occurs in `text`, without regard to ASCII case. The needle is short: callers bound it.
    static func contains(_ needle: [UInt8], in text: ArraySlice<UInt8>) -> Bool {
        guard let first = needle.first.map(lower) else { return true }
        var rest = text
        while let start = rest.firstIndex(where: { lower($0) == first }) {
            rest = rest[start...]
            if rest.count < needle.count { return false }
            if zip(rest, needle).allSatisfy({ lower($0) == lower($1) }) { return true }
            rest.removeFirst()
        }
        return false
    }
}
