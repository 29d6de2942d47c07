import Text

extension UInt8 {
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

    /// The end of a word when reading: servers put more into atoms than the grammar allows, so only real separators count.
    var endsWord: Bool {
        self <= 0x20 || self == ASCII.openParenthesis || self == ASCII.closeParenthesis || self == ASCII.quote
    }
}

extension String {
    /// Server text made safe to show: control characters become spaces, and at most `limit` bytes are kept.
    init(displaying bytes: some Collection<UInt8>, limit: Int = 500) {
        let visible = bytes.prefix(limit).map { $0 < 0x20 || $0 == 0x7F ? ASCII.space : $0 }
        self = String(decoding: visible, as: UTF8.self)
    }
}
