/// Names for the bytes that protocols are written in (RFC 20).
package enum ASCII {
    @inlinable package static var nul: UInt8 { 0x00 }
    @inlinable package static var lineFeed: UInt8 { 0x0A }
    @inlinable package static var carriageReturn: UInt8 { 0x0D }
    @inlinable package static var space: UInt8 { 0x20 }
    @inlinable package static var quote: UInt8 { 0x22 }
    @inlinable package static var percent: UInt8 { 0x25 }
    @inlinable package static var ampersand: UInt8 { 0x26 }
    @inlinable package static var openParenthesis: UInt8 { 0x28 }
    @inlinable package static var closeParenthesis: UInt8 { 0x29 }
    @inlinable package static var asterisk: UInt8 { 0x2A }
    @inlinable package static var plus: UInt8 { 0x2B }
    @inlinable package static var comma: UInt8 { 0x2C }
    @inlinable package static var minus: UInt8 { 0x2D }
    @inlinable package static var dot: UInt8 { 0x2E }
    @inlinable package static var slash: UInt8 { 0x2F }
    @inlinable package static var colon: UInt8 { 0x3A }
    @inlinable package static var lessThan: UInt8 { 0x3C }
    @inlinable package static var greaterThan: UInt8 { 0x3E }
    @inlinable package static var openBracket: UInt8 { 0x5B }
    @inlinable package static var backslash: UInt8 { 0x5C }
    @inlinable package static var closeBracket: UInt8 { 0x5D }
    @inlinable package static var openBrace: UInt8 { 0x7B }
    @inlinable package static var closeBrace: UInt8 { 0x7D }
    @inlinable package static var tilde: UInt8 { 0x7E }
}

extension UInt8 {
    /// The value of a decimal digit; nil for every other byte.
    @inlinable package var digitValue: UInt8? { isASCIIDigit ? self - 0x30 : nil }

    /// The value of a hexadecimal digit in either case; nil for every other byte.
    @inlinable package var hexadecimalValue: UInt8? {
        switch self {
        case 0x30...0x39: self - 0x30
        case 0x41...0x46: self - 0x37
        case 0x61...0x66: self - 0x57
        default: nil
        }
    }

    @inlinable package var isASCIIDigit: Bool { self &- 0x30 < 10 }

    /// A letter of ASCII in either case.
    @inlinable package var isASCIILetter: Bool { (self | 0x20) &- 0x61 < 26 }

    /// Space, tab, line feed, vertical tab, form feed or carriage return.
    @inlinable package var isASCIIWhitespace: Bool { self == 0x20 || self &- 0x09 < 5 }

    /// The upper-case form of an ASCII letter, any other byte unchanged.
    @inlinable package var asciiUppercased: UInt8 { self &- 0x61 < 26 ? self - 0x20 : self }

    /// The lower-case form of an ASCII letter, any other byte unchanged.
    @inlinable package var asciiLowercased: UInt8 { self &- 0x41 < 26 ? self + 0x20 : self }
}

extension String {
    /// The string with its ASCII letters in upper case; protocol words are compared this way, never by locale.
    package var asciiUppercased: String { mappingBytes(\.asciiUppercased) }

    /// The string with its ASCII letters in lower case.
    package var asciiLowercased: String { mappingBytes(\.asciiLowercased) }

    /// `change` must turn ASCII into ASCII and leave every other byte alone, so that the result is valid UTF-8.
    private func mappingBytes(_ change: (UInt8) -> UInt8) -> String {
        var copy = self
        return copy.withUTF8 { bytes in
            String(unsafeUninitializedCapacity: bytes.count) { target in
                for index in bytes.indices { target[index] = change(bytes[index]) }
                return bytes.count
            }
        }
    }
}
