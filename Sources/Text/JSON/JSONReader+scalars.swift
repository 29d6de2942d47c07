extension JSONReader {
    /// RFC 8259 section 6: no plus sign, no leading zero, a digit on both sides of the point.
    mutating func number() throws(JSONError) -> JSON {
        let start = index
        _ = skip("-")
        if !skip("0") { try digits() }
        let isWhole = peek != UInt8(ascii: ".") && peek.map { $0 | 0x20 } != UInt8(ascii: "e")
        if skip(".") { try digits() }
        if skip("e") || skip("E") {
            if !skip("+") { _ = skip("-") }
            try digits()
        }
        let text = String(decoding: bytes[start..<index], as: UTF8.self)
        if isWhole, let whole = Int64(text) { return .int(whole) }
        guard let number = Double(text), number.isFinite else {
            index = start
            throw failure("the number is too large")
        }
        return .double(number)
    }

    private mutating func digits() throws(JSONError) {
        guard peek?.isASCIIDigit == true else { throw failure("a digit should stand here") }
        while peek?.isASCIIDigit == true { index += 1 }
    }

    mutating func string() throws(JSONError) -> String {
        index += 1
        var text: [UInt8] = []
        while let byte = peek {
            index += 1
            switch byte {
            case UInt8(ascii: "\""): return String(decoding: text, as: UTF8.self)
            case UInt8(ascii: "\\"): try escape(into: &text)
            case 0..<0x20:
                index -= 1
                throw failure("a control character stands in a string")
            default: text.append(byte)
            }
        }
        throw failure("a string does not end")
    }

    private mutating func escape(into text: inout [UInt8]) throws(JSONError) {
        guard let byte = peek else { throw failure("a string does not end") }
        index += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(byte)
        case UInt8(ascii: "b"): text.append(0x08)
        case UInt8(ascii: "f"): text.append(0x0C)
        case UInt8(ascii: "n"): text.append(0x0A)
        case UInt8(ascii: "r"): text.append(0x0D)
        case UInt8(ascii: "t"): text.append(0x09)
        case UInt8(ascii: "u"): text += String(try scalar()).utf8
        default:
            index -= 1
            throw failure("there is no such escape")
        }
    }

    /// The scalar of `\uXXXX`, or of a pair of them (RFC 8259 section 7).
    private mutating func scalar() throws(JSONError) -> Unicode.Scalar {
        let first = try codeUnit()
        guard UTF16.isLeadSurrogate(first) else { return Unicode.Scalar(first) ?? "\u{FFFD}" }
        let rest = index
        guard skip("\\"), skip("u") else {
            index = rest
            return "\u{FFFD}"
        }
        let second = try codeUnit()
        guard UTF16.isTrailSurrogate(second) else {
            index = rest
            return "\u{FFFD}"
        }
        return UTF16.decode(UTF16.EncodedScalar([first, second]))
    }

    private mutating func codeUnit() throws(JSONError) -> UInt16 {
        var unit: UInt16 = 0
        for _ in 0..<4 {
            guard let digit = peek?.hexadecimalValue else { throw failure("a hexadecimal digit should stand here") }
            unit = unit << 4 | UInt16(digit)
            index += 1
        }
        return unit
    }
}
