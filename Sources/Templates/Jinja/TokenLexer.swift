import Text

/// Reads the words and signs of one tag, up to its closing mark.
struct TokenLexer {
    private(set) var source: SourceText
    /// The place after the closing mark, once `tokens` has returned.
    private(set) var index: Int
    /// `}` of `}}`, or `%` of `%}`.
    private let closer: UInt8

    init(_ source: SourceText, from index: Int, closer: UInt8) {
        self.source = source
        self.index = index
        self.closer = closer
    }

    mutating func tokens(opening: TemplatePosition) throws(TemplateError) -> [Token] {
        var tokens: [Token] = []
        while true {
            index += PythonText.whitespace(atStartOf: source.bytes[index...])
            guard index < source.bytes.count else {
                throw TemplateError(.syntax("the tag that begins here has no end"), at: opening)
            }
            let position = source.position(of: index)
            if let length = closingMark {
                index += length
                return tokens + [Token(kind: .end, position: position)]
            }
            tokens.append(Token(kind: try token(at: position), position: position))
        }
    }

    private var closingMark: Int? {
        let byte = source.bytes[index]
        let isSigned = byte == UInt8(ascii: "-") || byte == UInt8(ascii: "+") && closer == UInt8(ascii: "%")
        let mark = isSigned ? index + 1 : index
        guard source.byte(at: mark) == closer, source.byte(at: mark + 1) == UInt8(ascii: "}") else { return nil }
        return isSigned ? 3 : 2
    }

    private mutating func token(at position: TemplatePosition) throws(TemplateError) -> Token.Kind {
        let byte = source.bytes[index]
        if byte == ASCII.quote || byte == UInt8(ascii: "'") { return try string(byte, at: position) }
        if byte.isASCIIDigit { return try number(at: position) }
        let end = PythonText.nameEnd(in: source.bytes, from: index)
        if end > index {
            defer { index = end }
            return .name(source.text(index..<end))
        }
        if let sign = Self.signs.first(where: { source.matches($0, at: index) }) {
            index += sign.utf8CodeUnitCount
            return .sign(sign.description)
        }
        let rest = String(decoding: source.bytes[index...].prefix(4), as: UTF8.self)
        throw TemplateError(.syntax("the character \"\(rest.prefix(1))\" means nothing in a tag"), at: position)
    }

    /// Longer signs before their prefixes. Some are read only to report that they are unsupported.
    private static let signs: [StaticString] = [
        "==", "!=", "<=", ">=", "//", "**", "<", ">", "=", "|", "~", ".", ",", "(", ")", "[", "]", ":", "+", "-", "*",
        "/",
        "%", "{", "}", ";",
    ]

    private mutating func number(at position: TemplatePosition) throws(TemplateError) -> Token.Kind {
        let start = index
        while source.byte(at: index)?.isASCIIDigit == true { index += 1 }
        var isWhole = true
        if source.byte(at: index) == ASCII.dot, source.byte(at: index + 1)?.isASCIIDigit == true {
            isWhole = false
            index += 1
            while source.byte(at: index)?.isASCIIDigit == true { index += 1 }
        }
        let text = source.text(start..<index)
        guard PythonText.nameEnd(in: source.bytes, from: index) == index,
            !(isWhole && text.hasPrefix("0") && text != "0")
        else { throw TemplateError(.syntax("a number is written in decimal digits alone"), at: position) }
        if isWhole, let number = Int(text) { return .integer(number) }
        guard !isWhole, let number = Double(text), number.isFinite else {
            throw TemplateError(.limit("the number is too large"), at: position)
        }
        return .double(number)
    }

    private mutating func string(_ quote: UInt8, at position: TemplatePosition) throws(TemplateError) -> Token.Kind {
        index += 1
        var text: [UInt8] = []
        while let byte = source.byte(at: index) {
            index += 1
            if byte == quote { return .string(String(decoding: text, as: UTF8.self)) }
            if byte == ASCII.backslash { try escape(into: &text) } else { text.append(byte) }
        }
        throw TemplateError(.syntax("the string that begins here has no end"), at: position)
    }

    /// The escapes of Python strings that are useful in a mail.
    private mutating func escape(into text: inout [UInt8]) throws(TemplateError) {
        let position = source.position(of: index - 1)
        guard let byte = source.byte(at: index) else { return }
        index += 1
        switch byte {
        case ASCII.quote, ASCII.backslash, UInt8(ascii: "'"): text.append(byte)
        case UInt8(ascii: "n"): text.append(ASCII.lineFeed)
        case UInt8(ascii: "r"): text.append(ASCII.carriageReturn)
        case UInt8(ascii: "t"): text.append(0x09)
        case UInt8(ascii: "x"): text += try scalar(digits: 2, at: position)
        case UInt8(ascii: "u"): text += try scalar(digits: 4, at: position)
        case UInt8(ascii: "U"): text += try scalar(digits: 8, at: position)
        default:
            throw TemplateError(
                .syntax("a backslash stands before n, r, t, x, u, U, \\ or a quotation mark"), at: position)
        }
    }

    private mutating func scalar(digits: Int, at position: TemplatePosition) throws(TemplateError) -> [UInt8] {
        var value: UInt32 = 0
        for _ in 0..<digits {
            guard let digit = source.byte(at: index)?.hexadecimalValue else {
                throw TemplateError(.syntax("\(digits) hexadecimal digits should stand here"), at: position)
            }
            value = value << 4 | UInt32(digit)
            index += 1
        }
        guard let scalar = Unicode.Scalar(value) else {
            throw TemplateError(.syntax("there is no such character"), at: position)
        }
        return Array(String(scalar).utf8)
    }
}
