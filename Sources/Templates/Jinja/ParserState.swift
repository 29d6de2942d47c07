/// State shared by the parsers of blocks and of expressions: limits, scopes, and the fields found so far.
struct ParserState {
    let limits: TemplateLimits
    private(set) var uses: [FieldUse] = []
    private var nodes = 0
    private var depth = 0
    /// Names that the template itself assigns, innermost last.
    private var scopes: [Set<String>] = [[]]

    init(_ limits: TemplateLimits) { self.limits = limits }

    /// Counts one more node.
    mutating func count(at position: TemplatePosition) throws(TemplateError) {
        nodes += 1
        guard nodes <= limits.nodes else {
            throw TemplateError(.limit("the template has more than \(limits.nodes) parts"), at: position)
        }
    }

    mutating func enter(at position: TemplatePosition) throws(TemplateError) {
        depth += 1
        guard depth <= limits.nesting else {
            throw TemplateError(.limit("more than \(limits.nesting) levels within each other"), at: position)
        }
    }

    mutating func leave() { depth -= 1 }

    /// Expressions count their own levels; those of the surrounding blocks do not matter.
    mutating func restartDepth() -> Int {
        defer { depth = 0 }
        return depth
    }

    mutating func restoreDepth(_ outer: Int) { depth = outer }

    mutating func openScope(_ names: Set<String>) { scopes.append(names) }
    mutating func closeScope() { scopes.removeLast() }
    mutating func assign(_ name: String) { scopes[scopes.count - 1].insert(name) }

    /// Records the use of a name; one that the template itself assigns is not a field.
    mutating func use(_ name: String, at position: TemplatePosition) {
        guard !scopes.contains(where: { $0.contains(name) }) else { return }
        uses.append(FieldUse(name: name, position: position))
    }

    /// The template handles the absence of this field.
    mutating func makeOptional(_ expression: Expression) {
        guard case .variable(let name) = expression.kind else { return }
        guard let index = uses.lastIndex(where: { $0.name == name && $0.position == expression.position }) else {
            return
        }
        uses[index].isOptional = true
    }
}
