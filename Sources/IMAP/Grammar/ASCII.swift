/// The bytes IMAP is made of (RFC 9051 section 9).
enum ASCII {
    static let nul: UInt8 = 0x00
    static let lineFeed: UInt8 = 0x0A
    static let carriageReturn: UInt8 = 0x0D
    static let space: UInt8 = 0x20
    static let quote: UInt8 = 0x22
    static let percent: UInt8 = 0x25
    static let ampersand: UInt8 = 0x26
    static let openParenthesis: UInt8 = 0x28
    static let closeParenthesis: UInt8 = 0x29
    static let asterisk: UInt8 = 0x2A
    static let plus: UInt8 = 0x2B
    static let comma: UInt8 = 0x2C
    static let minus: UInt8 = 0x2D
    static let dot: UInt8 = 0x2E
    static let slash: UInt8 = 0x2F
    static let colon: UInt8 = 0x3A
    static let lessThan: UInt8 = 0x3C
    static let greaterThan: UInt8 = 0x3E
    static let openBracket: UInt8 = 0x5B
    static let backslash: UInt8 = 0x5C
    static let closeBracket: UInt8 = 0x5D
    static let openBrace: UInt8 = 0x7B
    static let closeBrace: UInt8 = 0x7D
    static let tilde: UInt8 = 0x7E
}

extension UInt8 {
    /// The value of a decimal digit.
    var digitValue: UInt8? { self >= 0x30 && self <= 0x39 ? self - 0x30 : nil }

    /// The upper-case form of an ASCII letter, any other byte unchanged.
    var upperCased: UInt8 { self >= 0x61 && self <= 0x7A ? self - 0x20 : self }

    /// `ATOM-CHAR` of RFC 9051: printable ASCII without `( ) { SP % * " \ ]`.
    var isAtomCharacter: Bool {
        guard self > 0x20, self < 0x7F else { return false }
        switch self {
        case ASCII.openParenthesis, ASCII.closeParenthesis, ASCII.openBrace, ASCII.percent, ASCII.asterisk,
            ASCII.quote, ASCII.backslash, ASCII.closeBracket:
            return false
        default:
            return true
        }
    }

    /// What ends a word when reading: servers put more into atoms than the grammar allows, so only real separators count.
    var endsWord: Bool {
        self <= 0x20 || self == ASCII.openParenthesis || self == ASCII.closeParenthesis || self == ASCII.quote
    }
}

extension String {
    /// The string with its ASCII letters in upper case; IMAP words are compared this way, never by locale.
    var asciiUpperCased: String {
        var copy = self
        return copy.withUTF8 { bytes in
            String(unsafeUninitializedCapacity: bytes.count) { target in
                for index in bytes.indices { target[index] = bytes[index].upperCased }
                return bytes.count
            }
        }
    }

    /// Server text as a person may see it: control characters become spaces, and no more than `limit` bytes are kept.
    init(displaying bytes: some Collection<UInt8>, limit: Int = 500) {
        let visible = bytes.prefix(limit).map { $0 < 0x20 || $0 == 0x7F ? ASCII.space : $0 }
        self = String(decoding: visible, as: UTF8.self)
    }
}
