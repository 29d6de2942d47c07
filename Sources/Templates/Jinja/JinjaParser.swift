/// Builds nodes from segments: matches the tags of blocks.
struct JinjaParser {
    private let segments: [Segment]
    private var index = 0
    private(set) var state: ParserState

    static func parse(
        _ source: SourceText, trimsBlocks: Bool, limits: TemplateLimits
    ) throws(TemplateError) -> (nodes: [Node], uses: [FieldUse]) {
        let segments = try JinjaLexer.segments(of: source, trimsBlocks: trimsBlocks)
        var parser = JinjaParser(segments, ParserState(limits))
        let (nodes, end) = try parser.body(of: nil)
        if let end { throw parser.misplaced(end) }
        return (nodes, parser.state.uses)
    }

    private init(_ segments: [Segment], _ state: ParserState) {
        self.segments = segments
        self.state = state
    }

    /// A tag that ends a body: its name, and the tokens after it.
    private struct Ending {
        let name: String
        var rest: TokenCursor
        let position: TemplatePosition
    }

    /// The tags that end or continue a block.
    private static let endings: Set<String> = ["elif", "else", "endif", "endfor", "endraw", "endset"]

    /// Nodes up to a tag that ends a body, or to the end of the source, where no block may be open.
    private mutating func body(of opening: Segment?) throws(TemplateError) -> (nodes: [Node], end: Ending?) {
        var nodes: [Node] = []
        while index < segments.count {
            let segment = segments[index]
            index += 1
            switch segment.kind {
            case .text(let text): nodes.append(try made(.text(text), at: segment.position))
            case .output(let tokens): nodes.append(try output(tokens, at: segment.position))
            case .tag(let tokens):
                var cursor = TokenCursor(tokens)
                let name = try cursor.name("the name of a tag")
                if Self.endings.contains(name) {
                    return (nodes, Ending(name: name, rest: cursor, position: segment.position))
                }
                nodes.append(try block(name, cursor, segment))
            }
        }
        if let opening {
            throw TemplateError(.syntax("the block that begins here has no end"), at: opening.position)
        }
        return (nodes, nil)
    }

    private func misplaced(_ ending: Ending) -> TemplateError {
        TemplateError(.syntax("\"\(ending.name)\" ends or continues no open block"), at: ending.position)
    }

    private mutating func made(_ kind: Node.Kind, at position: TemplatePosition) throws(TemplateError) -> Node {
        try state.count(at: position)
        return Node(kind: kind, position: position)
    }

    private mutating func output(_ tokens: [Token], at position: TemplatePosition) throws(TemplateError) -> Node {
        var cursor = TokenCursor(tokens)
        let expression = try ExpressionParser.expression(&cursor, &state)
        try cursor.expectEnd()
        return try made(.output(expression), at: position)
    }

    private mutating func block(
        _ name: String, _ cursor: TokenCursor, _ segment: Segment
    ) throws(TemplateError) -> Node {
        try state.enter(at: segment.position)
        defer { state.leave() }
        switch name {
        case "if": return try branch(cursor, segment)
        case "for": return try loop(cursor, segment)
        case "set": return try assignment(cursor, segment)
        case _ where Self.leftOut.contains(name):
            throw TemplateError(.unsupported("the tag \"\(name)\""), at: segment.position)
        default:
            let nearest = NearestNames.to(name, among: ["if", "elif", "else", "endif", "for", "endfor", "set", "raw"])
            throw TemplateError(.unknown(kind: "tag", name: name, nearest: nearest), at: segment.position)
        }
    }

    private static let leftOut: Set<String> = [
        "include", "import", "from", "extends", "block", "macro", "call", "filter", "with", "do", "autoescape", "trans",
        "break", "continue", "debug",
    ]

    private mutating func branch(_ first: TokenCursor, _ opening: Segment) throws(TemplateError) -> Node {
        var branches: [Node.Branch] = []
        var cursor = first
        while true {
            let condition = try ExpressionParser.expression(&cursor, &state, allowsConditional: false)
            try cursor.expectEnd()
            var (body, ending) = try body(of: opening)
            branches.append(Node.Branch(condition: condition, body: body))
            guard let name = ending?.name, name == "elif" else {
                let otherwise = try finish(&ending, with: "endif", of: opening)
                return try made(.branch(branches, otherwise: otherwise), at: opening.position)
            }
            if let rest = ending?.rest { cursor = rest }
        }
    }

    /// The part after a body: nothing, or an `else` with its own body; then the end of the block.
    private mutating func finish(
        _ ending: inout Ending?, with end: String, of opening: Segment
    ) throws(TemplateError) -> [Node] {
        var otherwise: [Node] = []
        if ending?.name == "else" {
            try ending?.rest.expectEnd()
            (otherwise, ending) = try body(of: opening)
        }
        guard let last = ending, last.name == end else {
            throw ending.map(misplaced) ?? TemplateError(.syntax("\(end) is missing"), at: opening.position)
        }
        try last.rest.expectEnd()
        return otherwise
    }

    private mutating func loop(_ first: TokenCursor, _ opening: Segment) throws(TemplateError) -> Node {
        var cursor = first
        let variable = try target(&cursor)
        guard !cursor.current.isSign(",") else {
            throw TemplateError(.unsupported("a loop over several variables"), at: cursor.position)
        }
        guard cursor.skip(name: "in") else { throw cursor.unexpected("\"in\"") }
        let items = try ExpressionParser.expression(&cursor, &state, allowsConditional: false)
        guard !cursor.current.isName("if"), !cursor.current.isName("recursive") else {
            throw TemplateError(.unsupported("a condition within \"for\""), at: cursor.position)
        }
        try cursor.expectEnd()
        state.openScope([variable, "loop"])
        var (body, ending) = try body(of: opening)
        state.closeScope()
        let otherwise = try finish(&ending, with: "endfor", of: opening)
        return try made(
            .loop(variable: variable, items: items, body: body, otherwise: otherwise), at: opening.position)
    }

    private mutating func assignment(_ first: TokenCursor, _ opening: Segment) throws(TemplateError) -> Node {
        var cursor = first
        let name = try target(&cursor)
        guard cursor.skip(sign: "=") else {
            guard cursor.current.kind != .end else {
                throw TemplateError(.unsupported("a \"set\" around text"), at: opening.position)
            }
            throw cursor.unexpected("\"=\"")
        }
        let value = try ExpressionParser.expression(&cursor, &state)
        try cursor.expectEnd()
        state.assign(name)
        return try made(.assignment(name: name, value), at: opening.position)
    }

    /// A name that may get a value.
    private mutating func target(_ cursor: inout TokenCursor) throws(TemplateError) -> String {
        let position = cursor.position
        let name = try cursor.name("the name of a variable")
        let reserved: Set<String> = [
            "true", "True", "false", "False", "none", "None", "and", "or", "not", "in", "is", "if", "else", "loop",
        ]
        guard !reserved.contains(name), !name.hasPrefix("__") else {
            throw TemplateError(.syntax("\"\(name)\" cannot be the name of a variable"), at: position)
        }
        return name
    }
}
