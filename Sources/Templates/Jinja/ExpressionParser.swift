/// Parses expressions, weakest operators first: `if else`, `or`, `and`, `not`, comparisons, `~`, filters, paths.
///
/// The order is that of Jinja (jinja2/parser.py), so that what is read here means the same there.
struct ExpressionParser {
    var cursor: TokenCursor
    var state: ParserState

    /// Reads an expression and leaves the tokens after it.
    static func expression(
        _ cursor: inout TokenCursor, _ state: inout ParserState, allowsConditional: Bool = true
    ) throws(TemplateError) -> Expression {
        var parser = ExpressionParser(cursor: cursor, state: state)
        // The state's arrays must have a single owner, or each expression would copy them.
        state = ParserState(state.limits)
        let outer = parser.state.restartDepth()
        let expression = allowsConditional ? try parser.expression() : try parser.disjunction()
        parser.state.restoreDepth(outer)
        (cursor, state) = (parser.cursor, parser.state)
        return expression
    }

    mutating func expression() throws(TemplateError) -> Expression {
        let position = cursor.position
        try state.enter(at: position)
        var value = try disjunction()
        var levels = 1
        while cursor.skip(name: "if") {
            try state.enter(at: position)
            levels += 1
            let condition = try disjunction()
            let otherwise = cursor.skip(name: "else") ? try expression() : nil
            value = try made(.conditional(condition: condition, then: value, otherwise: otherwise), at: position)
        }
        for _ in 0..<levels { state.leave() }
        return value
    }

    func unsupported(_ what: String) -> TemplateError { TemplateError(.unsupported(what), at: cursor.position) }

    mutating func made(_ kind: Expression.Kind, at position: TemplatePosition) throws(TemplateError) -> Expression {
        try state.count(at: position)
        return Expression(kind: kind, position: position)
    }

    private mutating func disjunction() throws(TemplateError) -> Expression {
        let position = cursor.position
        var operands = [try conjunction()]
        while cursor.skip(name: "or") { operands.append(try conjunction()) }
        return operands.count == 1 ? operands[0] : try made(.any(operands), at: position)
    }

    private mutating func conjunction() throws(TemplateError) -> Expression {
        let position = cursor.position
        var operands = [try negation()]
        while cursor.skip(name: "and") { operands.append(try negation()) }
        return operands.count == 1 ? operands[0] : try made(.all(operands), at: position)
    }

    private mutating func negation() throws(TemplateError) -> Expression {
        let position = cursor.position
        guard cursor.skip(name: "not") else { return try comparison() }
        try state.enter(at: position)
        let operand = try negation()
        state.leave()
        return try made(.not(operand), at: position)
    }

    private mutating func comparison() throws(TemplateError) -> Expression {
        let position = cursor.position
        let first = try concatenation()
        var others: [(relation: Expression.Relation, other: Expression)] = []
        while let relation = relation() { others.append((relation, try concatenation())) }
        return others.isEmpty ? first : try made(.comparison(first, others), at: position)
    }

    private mutating func relation() -> Expression.Relation? {
        switch cursor.current.kind {
        case .name("in"):
            cursor.advance()
            return .isIn
        case .name("not") where cursor.following.isName("in"):
            cursor.advance()
            cursor.advance()
            return .isNotIn
        case .sign(let sign):
            guard let relation = Expression.Relation(rawValue: sign) else { return nil }
            cursor.advance()
            return relation
        default: return nil
        }
    }

    private mutating func concatenation() throws(TemplateError) -> Expression {
        let position = cursor.position
        var operands = [try filtered()]
        while cursor.skip(sign: "~") { operands.append(try filtered()) }
        return operands.count == 1 ? operands[0] : try made(.concatenation(operands), at: position)
    }

    /// A value with its path, filters and test.
    private mutating func filtered() throws(TemplateError) -> Expression {
        let position = cursor.position
        var value = try path()
        var calls: [FilterCall] = []
        while cursor.skip(sign: "|") {
            let call = try filterCall()
            if calls.isEmpty, call.filter == .default { state.makeOptional(value) }
            calls.append(call)
        }
        if !calls.isEmpty { value = try made(.filtered(value, calls), at: position) }
        guard cursor.skip(name: "is") else { return value }
        let isNegated = cursor.skip(name: "not")
        let test = try test()
        if test != .none { state.makeOptional(value) }
        return try made(.test(test, value, isNegated: isNegated), at: position)
    }

    private mutating func test() throws(TemplateError) -> Expression.Test {
        let position = cursor.position
        let name = try cursor.name("the name of a test")
        if let test = Expression.Test(rawValue: name) { return test }
        let known = Expression.Test.allCases.map(\.rawValue)
        throw TemplateError(
            .unknown(kind: "test", name: name, nearest: NearestNames.to(name, among: known)), at: position)
    }
}
