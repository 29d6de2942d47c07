/// Splits HTML into tags and text, forgivingly and in one pass.
///
/// libxml2 2.9's own parser is not used for this: its tree stops at 256 open elements and drops the text after them,
/// and its SAX interface needs time in the square of the open elements (50,000 `<div>` then as many `</p>`: 4.4 s).
struct HTMLTokenizer {
    enum Token {
        case text(Range<Int>)
        case start(name: Range<Int>, attributes: Range<Int>)
        case end(name: Range<Int>)
    }

    let bytes: [UInt8]
    private var position = 0
    private var rawTextName: [UInt8]?

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    mutating func next() -> Token? {
        while position < bytes.count {
            if let name = rawTextName { skipRawText(until: name) }
            guard position < bytes.count else { return nil }
            guard opensMarkup(at: position) else { return text() }
            if let token = markup() { return token }
        }
        return nil
    }

    private func byte(_ index: Int) -> UInt8 { index < bytes.count ? bytes[index] : 0 }

    /// A `<` that no markup follows is text.
    private func opensMarkup(at index: Int) -> Bool {
        guard bytes[index] == UInt8(ascii: "<") else { return false }
        let following = byte(index + 1)
        return following.isASCIILetter || following == UInt8(ascii: "!") || following == UInt8(ascii: "?")
            || (following == UInt8(ascii: "/") && byte(index + 2).isASCIILetter)
    }

    private mutating func text() -> Token {
        let start = position
        position += 1
        while position < bytes.count, !opensMarkup(at: position) { position += 1 }
        return .text(start..<position)
    }

    private mutating func markup() -> Token? {
        switch byte(position + 1) {
        case UInt8(ascii: "!"):
            skipDeclaration()
            return nil
        case UInt8(ascii: "?"):
            skip(past: UInt8(ascii: ">"))
            return nil
        case UInt8(ascii: "/"):
            let name = tagName(from: position + 2)
            skip(past: UInt8(ascii: ">"))
            return .end(name: name)
        default:
            let name = tagName(from: position + 1)
            let attributes = attributeRange(from: name.upperBound)
            rawTextName = ["script", "style", "title", "xml"].first { name.elementsIgnoringCase(in: bytes, equal: $0) }
                .map { Array($0.utf8) }
            return .start(name: name, attributes: attributes)
        }
    }

    private func tagName(from start: Int) -> Range<Int> {
        var end = start
        while end < bytes.count, !bytes[end].isWhitespace, bytes[end] != UInt8(ascii: ">"),
            bytes[end] != UInt8(ascii: "/")
        { end += 1 }
        return start..<end
    }

    /// Up to the closing `>` outside quotes; a quote that never closes does not swallow the mail.
    private mutating func attributeRange(from start: Int) -> Range<Int> {
        var index = start
        var quote: UInt8 = 0
        var firstClose: Int?
        while index < bytes.count {
            let current = bytes[index]
            if current == UInt8(ascii: ">") {
                if quote == 0 { break }
                if firstClose == nil { firstClose = index }
            }
            if quote != 0 {
                if current == quote { quote = 0 }
                if index - start > 64 << 10, let close = firstClose {
                    index = close
                    break
                }
            } else if current == UInt8(ascii: "\"") || current == UInt8(ascii: "'"), bytes[index - 1].isQuoteOpener {
                quote = current
            }
            index += 1
        }
        if index >= bytes.count, quote != 0, let close = firstClose { index = close }
        position = min(index + 1, bytes.count)
        return start..<min(index, bytes.count)
    }

    private mutating func skip(past end: UInt8) {
        while position < bytes.count, bytes[position] != end { position += 1 }
        position = min(position + 1, bytes.count)
    }

    /// Comments, document types and `<![endif]>`; the text between conditional comments for other readers than
    /// Outlook is kept.
    private mutating func skipDeclaration() {
        guard byte(position + 2) == UInt8(ascii: "-"), byte(position + 3) == UInt8(ascii: "-") else {
            return skip(past: UInt8(ascii: ">"))
        }
        position += 4
        if byte(position) == UInt8(ascii: ">") { return position += 1 }
        while position < bytes.count {
            if bytes[position] == UInt8(ascii: ">"), bytes[position - 1] == UInt8(ascii: "-"),
                bytes[position - 2] == UInt8(ascii: "-")
            {
                position += 1
                return
            }
            position += 1
        }
    }

    private mutating func skipRawText(until name: [UInt8]) {
        rawTextName = nil
        while position < bytes.count {
            if bytes[position] == UInt8(ascii: "<"), byte(position + 1) == UInt8(ascii: "/"),
                (position + 2..<position + 2 + name.count).elementsIgnoringCase(in: bytes, equal: name)
            {
                return
            }
            position += 1
        }
    }
}

extension UInt8 {
    /// A quotation mark opens a value after `=` or white space only: `<a title=5">` is one tag.
    fileprivate var isQuoteOpener: Bool { self == UInt8(ascii: "=") || isWhitespace }
}

extension Range<Int> {
    func elementsIgnoringCase(in bytes: [UInt8], equal word: String) -> Bool {
        elementsIgnoringCase(in: bytes, equal: Array(word.utf8))
    }

    func elementsIgnoringCase(in bytes: [UInt8], equal word: [UInt8]) -> Bool {
        count == word.count && upperBound <= bytes.count
            && zip(bytes[self], word).allSatisfy { $0.asciiLowercased == $1 }
    }
}
