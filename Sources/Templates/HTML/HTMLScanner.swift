import Text

/// Splits the HTML of a mail into text and tags, in one pass over its bytes.
struct HTMLScanner {
    enum Token: Equatable {
        case text(Range<Int>)
        /// A tag's name in lower case, and where its attributes are.
        case start(String, attributes: Range<Int>)
        case end(String)
    }

    let bytes: [UInt8]
    private(set) var index = 0
    /// A quotation mark was never closed: from then on any `>` ends a tag.
    private var quotesAreBroken = false
    /// No `>` follows any more, so everything is text.
    private var hasNoMoreTags = false

    init(_ html: String) { bytes = Array(html.utf8) }

    mutating func next() -> Token? {
        while index < bytes.count {
            if bytes[index] == ASCII.lessThan, !hasNoMoreTags {
                switch byte(index + 1) {
                case UInt8(ascii: "!")?, UInt8(ascii: "?")?:
                    skipDeclaration()
                    continue
                case ASCII.slash? where byte(index + 2)?.isASCIILetter == true:
                    if let tag = tag(nameAt: index + 2) { return .end(tag.name) }
                case let first? where first.isASCIILetter:
                    if let tag = tag(nameAt: index + 1) { return .start(tag.name, attributes: tag.attributes) }
                default: break
                }
            }
            return text()
        }
        return nil
    }

    /// Continues after the end of the named element, whose start tag was read: its content is not text of the mail. Elements of the
    /// same name may be nested, unless it `isRaw`.
    mutating func skip(_ name: String, isRaw: Bool = false) {
        var open = 1
        while open > 0, index < bytes.count {
            if begins("</\(name)", at: index) {
                open -= 1
            } else if !isRaw, begins("<\(name)", at: index) {
                open += 1
            }
            index += 1
        }
        while index < bytes.count, bytes[index - 1] != ASCII.greaterThan { index += 1 }
    }

    /// Whether a tag begins like this, its name ending there.
    private func begins(_ start: String, at index: Int) -> Bool {
        guard bytes[index] == ASCII.lessThan else { return false }
        let end = index + start.utf8.count
        guard end <= bytes.count, byte(end).map({ !$0.isASCIILetter && !$0.isASCIIDigit }) ?? true else { return false }
        return bytes[index..<end].lazy.map(\.asciiLowercased).elementsEqual(start.utf8)
    }

    private func byte(_ index: Int) -> UInt8? { index < bytes.count ? bytes[index] : nil }

    private mutating func text() -> Token {
        let start = index
        index += 1
        while index < bytes.count, bytes[index] != ASCII.lessThan || hasNoMoreTags { index += 1 }
        return .text(start..<index)
    }

    /// Comments, doctypes and processing instructions.
    private mutating func skipDeclaration() {
        let isComment = bytes[index...].starts(with: "<!--".utf8)
        index += isComment ? 4 : 2
        while index < bytes.count {
            if bytes[index] == ASCII.greaterThan, !isComment || bytes[..<index].suffix(2).elementsEqual("--".utf8) {
                index += 1
                return
            }
            index += 1
        }
    }

    /// Nil, and nothing moves, when the tag never ends.
    private mutating func tag(nameAt start: Int) -> (name: String, attributes: Range<Int>)? {
        var end = start
        while let byte = byte(end), !byte.isASCIIWhitespace, byte != ASCII.slash, byte != ASCII.greaterThan { end += 1 }
        guard let close = tagEnd(from: end) else {
            hasNoMoreTags = true
            return nil
        }
        index = close + 1
        return (String(decoding: bytes[start..<end], as: UTF8.self).asciiLowercased, end..<close)
    }

    private mutating func tagEnd(from start: Int) -> Int? {
        var quote: UInt8?
        var position = start
        while position < bytes.count {
            let byte = bytes[position]
            if byte == quote {
                quote = nil
            } else if quote == nil {
                if byte == ASCII.greaterThan { return position }
                if !quotesAreBroken, byte == ASCII.quote || byte == UInt8(ascii: "'") { quote = byte }
            }
            position += 1
        }
        guard quote != nil else { return nil }
        quotesAreBroken = true
        return bytes[start...].firstIndex(of: ASCII.greaterThan)
    }
}
