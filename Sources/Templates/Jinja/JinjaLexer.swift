import Text

/// Splits a Jinja source into text, outputs and tags, white space control applied.
struct JinjaLexer {
    private(set) var segments: [Segment] = []
    private var source: SourceText
    private let trimsBlocks: Bool
    private var index = 0
    /// Whether `index` is at the beginning of a line.
    private var isAtLineStart = true

    static func segments(of source: SourceText, trimsBlocks: Bool) throws(TemplateError) -> [Segment] {
        var lexer = JinjaLexer(source, trimsBlocks: trimsBlocks)
        while try lexer.next() {}
        return lexer.segments
    }

    private init(_ source: SourceText, trimsBlocks: Bool) {
        self.source = source
        self.trimsBlocks = trimsBlocks
    }

    /// Reads the text up to the next mark, and the part that the mark opens.
    private mutating func next() throws(TemplateError) -> Bool {
        let start = index
        while index < source.bytes.count, !isMark(at: index) { index += 1 }
        let mark = index
        guard mark < source.bytes.count else {
            append(start..<mark)
            return false
        }
        let sign = source.byte(at: mark + 2)
        append(start..<textEnd(start..<mark, sign: sign))
        index = mark + (sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") && !isOutput(mark) ? 3 : 2)
        switch source.bytes[mark + 1] {
        case UInt8(ascii: "{"): try output(from: mark)
        case UInt8(ascii: "%"): try tag(from: mark)
        default: try comment(from: mark)
        }
        return true
    }

    private func isMark(at index: Int) -> Bool {
        guard source.bytes[index] == UInt8(ascii: "{"), let next = source.byte(at: index + 1) else { return false }
        return next == UInt8(ascii: "{") || next == UInt8(ascii: "%") || next == UInt8(ascii: "#")
    }

    private func isOutput(_ mark: Int) -> Bool { source.bytes[mark + 1] == UInt8(ascii: "{") }

    /// The end of the text before a mark: `{%-` drops the white space before it, `trimsBlocks` that on its line.
    private func textEnd(_ range: Range<Int>, sign: UInt8?) -> Int {
        if sign == UInt8(ascii: "-") {
            return range.lowerBound + PythonText.strippedAtEnd(source.text(range)).utf8.count
        }
        guard trimsBlocks, sign != UInt8(ascii: "+"), !isOutput(range.upperBound) else { return range.upperBound }
        let line = source.bytes[range].lastIndex(of: ASCII.lineFeed).map { $0 + 1 }
        guard let lineStart = line ?? (isAtLineStart ? range.lowerBound : nil),
            PythonText.whitespace(atStartOf: source.bytes[lineStart..<range.upperBound]) == range.upperBound - lineStart
        else { return range.upperBound }
        return lineStart
    }

    private mutating func append(_ range: Range<Int>) {
        guard !range.isEmpty else { return }
        segments.append(Segment(kind: .text(source.text(range)), position: source.position(of: range.lowerBound)))
    }

    private mutating func output(from mark: Int) throws(TemplateError) {
        let position = source.position(of: mark)
        let tokens = try tokens(until: UInt8(ascii: "}"), from: mark)
        segments.append(Segment(kind: .output(tokens), position: position))
        skipAfter(isBlock: false)
    }

    private mutating func tag(from mark: Int) throws(TemplateError) {
        let position = source.position(of: mark)
        let tokens = try tokens(until: UInt8(ascii: "%"), from: mark)
        if tokens.count == 2, tokens[0].isName("raw") {
            skipAfter(isBlock: false)
            return try raw(from: position)
        }
        segments.append(Segment(kind: .tag(tokens), position: position))
        skipAfter(isBlock: true)
    }

    private mutating func tokens(until closer: UInt8, from mark: Int) throws(TemplateError) -> [Token] {
        let opening = source.position(of: mark)
        var lexer = TokenLexer(source, from: index, closer: closer)
        let tokens = try lexer.tokens(opening: opening)
        (source, index) = (lexer.source, lexer.index)
        return tokens
    }

    private mutating func comment(from mark: Int) throws(TemplateError) {
        let start = index
        while index < source.bytes.count, !source.matches("#}", at: index) { index += 1 }
        guard index < source.bytes.count else {
            throw TemplateError(.syntax("the comment that begins here has no end"), at: source.position(of: mark))
        }
        // The minus of "{#-#}" belongs to the opening mark.
        let isEmpty = index == start
        index += 2
        skipAfter(isBlock: true, hasSign: !isEmpty)
    }

    /// After a closing mark, with `index` after it: `-%}` drops the following white space, `trimsBlocks` one line break.
    private mutating func skipAfter(isBlock: Bool, hasSign: Bool = true) {
        let start = index
        let sign = hasSign ? source.bytes[index - 3] : 0
        if sign == UInt8(ascii: "-") {
            index += PythonText.whitespace(atStartOf: source.bytes[index...])
        } else if isBlock, trimsBlocks, sign != UInt8(ascii: "+"), source.byte(at: index) == ASCII.lineFeed {
            index += 1
        }
        isAtLineStart = index > start && source.bytes[index - 1] == ASCII.lineFeed
    }

    /// Text up to `{% endraw %}`, in which marks have no meaning.
    private mutating func raw(from opening: TemplatePosition) throws(TemplateError) {
        let start = index
        while index < source.bytes.count {
            if source.matches("{%", at: index), let end = endOfRaw(at: index) {
                let mark = index
                append(start..<textEnd(start..<mark, sign: source.byte(at: mark + 2)))
                index = end
                skipAfter(isBlock: true)
                return
            }
            index += 1
        }
        throw TemplateError(.syntax("the raw block that begins here has no endraw"), at: opening)
    }

    private func endOfRaw(at mark: Int) -> Int? {
        var end = mark + 2
        if source.byte(at: end) == UInt8(ascii: "-") || source.byte(at: end) == UInt8(ascii: "+") { end += 1 }
        end += PythonText.whitespace(atStartOf: source.bytes[end...])
        guard source.matches("endraw", at: end) else { return nil }
        end += 6
        end += PythonText.whitespace(atStartOf: source.bytes[end...])
        if source.byte(at: end) == UInt8(ascii: "-") || source.byte(at: end) == UInt8(ascii: "+") { end += 1 }
        return source.matches("%}", at: end) ? end + 2 : nil
    }
}
