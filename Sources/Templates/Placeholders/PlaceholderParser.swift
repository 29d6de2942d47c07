import Text

/// Reads placeholders, gaps and spintax. Other braces, such as those of CSS, are text.
struct PlaceholderParser {
    /// The nesting of alternatives.
    private static let maxChoiceDepth = 5
    private static let maxName = 64

    private var source: SourceText
    private let braces: Braces
    private let mode: TemplateMode
    private(set) var state: ParserState
    private var groups = 0
    /// Text that is not yet part of a node.
    private var pending: [UInt8] = []
    private var pendingStart = 0

    static func parse(
        _ source: SourceText, mode: TemplateMode, limits: TemplateLimits
    ) throws(TemplateError) -> (nodes: [Node], uses: [FieldUse]) {
        var parser = PlaceholderParser(source, mode: mode, limits: limits)
        let nodes = try parser.nodes(in: 0..<source.bytes.count, depth: 0)
        return (nodes, parser.state.uses)
    }

    private init(_ source: SourceText, mode: TemplateMode, limits: TemplateLimits) {
        self.source = source
        self.mode = mode
        braces = Braces(source.bytes)
        state = ParserState(limits)
    }

    private mutating func nodes(in range: Range<Int>, depth: Int) throws(TemplateError) -> [Node] {
        var nodes: [Node] = []
        var index = range.lowerBound
        pendingStart = index
        while index < range.upperBound {
            switch source.bytes[index] {
            case UInt8(ascii: "{"): index = try brace(at: index, depth, &nodes)
            case UInt8(ascii: "}") where braces.strays.contains(index):
                try refuseBrokenName(endingAt: index)
                index = take(index)
            case UInt8(ascii: "["): index = try bracket(at: index, range, isFirst: depth == 0 && nodes.isEmpty)
            case ASCII.lineFeed, ASCII.lessThan: index = blank(at: index, range) ?? take(index)
            default: index = take(index)
            }
        }
        try flush(&nodes)
        return nodes
    }

    private mutating func take(_ index: Int) -> Int {
        if pending.isEmpty { pendingStart = index }
        pending.append(source.bytes[index])
        return index + 1
    }

    private mutating func flush(_ nodes: inout [Node]) throws(TemplateError) {
        guard !pending.isEmpty else { return }
        let position = source.position(of: pendingStart)
        nodes.append(try made(.text(String(decoding: pending, as: UTF8.self)), at: position))
        pending = []
    }

    private mutating func made(_ kind: Node.Kind, at position: TemplatePosition) throws(TemplateError) -> Node {
        try state.count(at: position)
        return Node(kind: kind, position: position)
    }

    // MARK: Braces

    private mutating func brace(at index: Int, _ depth: Int, _ nodes: inout [Node]) throws(TemplateError) -> Int {
        guard let end = braces.closing[index] else {
            if source.byte(at: index + 1).map(Self.beginsName) == true {
                throw error(.syntax("the brace that opens here is never closed"), at: index)
            }
            return take(index)
        }
        if let pipes = braces.pipes[index] {
            try flush(&nodes)
            nodes.append(try choice(from: index, pipes, to: end, depth))
            return end + 1
        }
        guard let name = Self.name(in: source.bytes[(index + 1)..<end]) else { return take(index) }
        if index > 0, source.bytes[index - 1] == UInt8(ascii: "{"), source.byte(at: end + 1) == UInt8(ascii: "}") {
            throw error(.syntax("a placeholder has one brace on each side"), at: index - 1)
        }
        try flush(&nodes)
        let position = source.position(of: index)
        state.use(name, at: position)
        let expression = Expression(kind: .placeholder(name, forms: FieldNames.forms(of: name)), position: position)
        nodes.append(try made(.output(expression), at: position))
        return end + 1
    }

    /// The content of a pair of braces, if it can be the name of a field: `First Name`, not `color:red`.
    static func name(in bytes: ArraySlice<UInt8>) -> String? {
        guard bytes.count <= maxName, bytes.allSatisfy(belongsToName) else { return nil }
        let name = PythonText.stripped(String(decoding: bytes, as: UTF8.self))
        return name.utf8.first.map(beginsName) == true ? name : nil
    }

    private static func beginsName(_ byte: UInt8) -> Bool {
        byte.isASCIILetter || byte == UInt8(ascii: "_") || byte >= 0x80
    }

    private static func belongsToName(_ byte: UInt8) -> Bool {
        beginsName(byte) || byte.isASCIIDigit || " -.".utf8.contains(byte)
    }

    /// `first}` is a placeholder that lost its brace; `:}` is a smiley.
    private func refuseBrokenName(endingAt index: Int) throws(TemplateError) {
        guard index > 0, source.bytes[index - 1].isASCIILetter || source.bytes[index - 1] == UInt8(ascii: "_") else {
            return
        }
        throw error(.syntax("no brace opens what is closed here"), at: index)
    }

    private func error(_ problem: TemplateError.Problem, at index: Int) -> TemplateError {
        var source = source
        return TemplateError(problem, at: source.position(of: index))
    }

    // MARK: Spintax

    private mutating func choice(
        from start: Int, _ pipes: [Int], to end: Int, _ depth: Int
    ) throws(TemplateError) -> Node {
        guard depth < Self.maxChoiceDepth else {
            throw error(.limit("more than \(Self.maxChoiceDepth) choices within each other"), at: start)
        }
        let group = groups
        groups += 1
        let position = source.position(of: start)
        var alternatives: [[Node]] = []
        for (from, to) in zip([start] + pipes, pipes + [end]) {
            let word = PythonText.stripped(source.text(from + 1..<to))
            guard !FieldNames.isUsual(word) else {
                throw error(.syntax("\"\(word)\" is a field, so it needs braces of its own: {\(word)}"), at: from + 1)
            }
            alternatives.append(try nodes(in: from + 1..<to, depth: depth + 1))
        }
        return try made(.choice(group: group, alternatives), at: position)
    }

    // MARK: Gaps

    private mutating func bracket(at index: Int, _ range: Range<Int>, isFirst: Bool) throws(TemplateError) -> Int {
        guard let tag = BracketTag(source.bytes[index..<range.upperBound]) else { return take(index) }
        guard mode.output != .subject else { throw error(.syntax("a gap has no place in a subject"), at: index) }
        guard let lines = try? tag.lines() else {
            throw error(tag.problem, at: index)
        }
        var end = index + tag.length
        if mode.output == .html {
            end += Gap.unwrap(&pending, before: source.bytes[end..<range.upperBound])
            pending += Gap.html(lines).utf8
            return end
        }
        Gap.dropWhiteSpace(atEndOf: &pending)
        let startsPart = isFirst && pending.isEmpty
        pending.append(contentsOf: repeatElement(ASCII.lineFeed, count: lines + (startsPart ? 0 : 1)))
        end += source.bytes[end..<range.upperBound].prefix(while: \.isASCIIWhitespace).count
        return end
    }

    /// A blank paragraph, where the mode sets its size; nil at anything else.
    private mutating func blank(at index: Int, _ range: Range<Int>) -> Int? {
        guard let lines = mode.paragraphGap else { return nil }
        let rest = source.bytes[index..<range.upperBound]
        let isHTML = mode.output == .html
        guard let length = isHTML ? Gap.blankParagraph(rest) : Gap.blankLines(rest) else { return nil }
        if pending.isEmpty { pendingStart = index }
        if isHTML {
            pending += Gap.html(lines).utf8
        } else {
            pending.append(contentsOf: repeatElement(ASCII.lineFeed, count: lines + 1))
        }
        return index + length
    }
}
