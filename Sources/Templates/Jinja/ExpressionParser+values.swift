extension ExpressionParser {
    /// A value, and what is taken out of it: `lead.city`, `lead["Job Title"]`, `tags[0]`.
    mutating func path() throws(TemplateError) -> Expression {
        let position = cursor.position
        let base = try primary()
        var steps: [Expression.Step] = []
        while true {
            if cursor.skip(sign: ".") {
                steps.append(.attribute(try attribute()))
            } else if cursor.skip(sign: "[") {
                steps.append(.index(try expression()))
                guard !cursor.current.isSign(":") else { throw unsupported("a slice") }
                try cursor.expect(sign: "]")
            } else if cursor.current.isSign("(") {
                throw unsupported("a call")
            } else {
                break
            }
            try state.count(at: cursor.position)
        }
        return steps.isEmpty ? base : try made(.path(base, steps), at: position)
    }

    /// Names of Python's own members in Jinja, where `lead.items` is not the field "items" of the lead.
    private static let membersOfPython: Set<String> = [
        "clear", "copy", "fromkeys", "get", "items", "keys", "pop", "popitem", "setdefault", "update", "values",
    ]

    private mutating func attribute() throws(TemplateError) -> String {
        let position = cursor.position
        let name = try cursor.name("the name of a member")
        guard !name.hasPrefix("__") else {
            throw TemplateError(.unsupported("a name that begins with two underscores"), at: position)
        }
        guard !Self.membersOfPython.contains(name) else {
            throw TemplateError(
                .unsupported("\".\(name)\", a method in Jinja (a field has [\"\(name)\"])"), at: position)
        }
        return name
    }

    private mutating func primary() throws(TemplateError) -> Expression {
        let token = cursor.current
        switch token.kind {
        case .string(let text): return try literal(.string(text))
        case .integer(let number): return try literal(.integer(number))
        case .double(let number): return try literal(.double(number))
        case .name(let name): return try named(name)
        case .sign("["): return try list()
        case .sign("("): return try parenthesised()
        case .sign("-"): return try negativeNumber()
        default: throw cursor.unexpected("a value")
        }
    }

    private mutating func literal(_ value: TemplateValue) throws(TemplateError) -> Expression {
        let position = cursor.position
        cursor.advance()
        return try made(.literal(value), at: position)
    }

    private static let operators: Set<String> = ["and", "or", "not", "in", "is", "if", "else", "elif"]

    private mutating func named(_ name: String) throws(TemplateError) -> Expression {
        switch name {
        case "true", "True": return try literal(.bool(true))
        case "false", "False": return try literal(.bool(false))
        case "none", "None": return try literal(.none)
        case _ where Self.operators.contains(name): throw cursor.unexpected("a value")
        case _ where name.hasPrefix("__"): throw unsupported("a name that begins with two underscores")
        default: break
        }
        let position = cursor.position
        cursor.advance()
        guard !cursor.current.isSign("(") else { throw unsupported("the call of \"\(name)\"") }
        state.use(name, at: position)
        return try made(.variable(name), at: position)
    }

    private mutating func list() throws(TemplateError) -> Expression {
        let position = cursor.position
        cursor.advance()
        var items: [Expression] = []
        while !cursor.current.isSign("]") {
            items.append(try expression())
            guard cursor.skip(sign: ",") else { break }
        }
        try cursor.expect(sign: "]")
        return try made(.list(items), at: position)
    }

    private mutating func parenthesised() throws(TemplateError) -> Expression {
        cursor.advance()
        let value = try expression()
        guard !cursor.current.isSign(",") else { throw unsupported("a tuple") }
        try cursor.expect(sign: ")")
        return value
    }

    /// The only arithmetic there is: the sign of a number.
    private mutating func negativeNumber() throws(TemplateError) -> Expression {
        let position = cursor.position
        cursor.advance()
        switch cursor.current.kind {
        case .integer(let number):
            cursor.advance()
            return try made(.literal(.integer(-number)), at: position)
        case .double(let number):
            cursor.advance()
            return try made(.literal(.double(-number)), at: position)
        default: throw TemplateError(.unsupported("arithmetic"), at: position)
        }
    }

    // MARK: Filters

    mutating func filterCall() throws(TemplateError) -> FilterCall {
        let position = cursor.position
        let name = try cursor.name("the name of a filter")
        guard let filter = Filter(name: name) else {
            let nearest = NearestNames.to(name, among: Filter.names)
            throw TemplateError(.unknown(kind: "filter", name: name, nearest: nearest), at: position)
        }
        try state.count(at: position)
        let arguments = try arguments(of: filter)
        return FilterCall(filter: filter, arguments: arguments, position: position)
    }

    private mutating func arguments(of filter: Filter) throws(TemplateError) -> [Expression?] {
        var arguments = [Expression?](repeating: nil, count: filter.parameters.count)
        let position = cursor.position
        var count = 0
        if cursor.skip(sign: "(") {
            while !cursor.current.isSign(")") {
                let position = cursor.position
                let place = try parameter(of: filter, positional: count)
                guard arguments[place] == nil else {
                    throw TemplateError(.syntax("\"\(filter.parameters[place])\" is given twice"), at: position)
                }
                arguments[place] = try expression()
                count += 1
                guard cursor.skip(sign: ",") else { break }
            }
            try cursor.expect(sign: ")")
        }
        guard arguments.prefix(filter.required).allSatisfy({ $0 != nil }) else {
            let names = filter.parameters.prefix(filter.required).joined(separator: " and ")
            throw TemplateError(.syntax("the filter \"\(filter.rawValue)\" needs \(names)"), at: position)
        }
        return arguments
    }

    /// The parameter of the next argument: by its name before `=`, or by its position.
    private mutating func parameter(of filter: Filter, positional: Int) throws(TemplateError) -> Int {
        let position = cursor.position
        guard case .name(let name) = cursor.current.kind, cursor.following.isSign("=") else {
            guard positional < filter.parameters.count else {
                let most = filter.parameters.count
                throw TemplateError(
                    .syntax("the filter \"\(filter.rawValue)\" takes at most \(most) arguments"), at: position)
            }
            return positional
        }
        guard let place = filter.parameters.firstIndex(of: name) else {
            let nearest = NearestNames.to(name, among: filter.parameters)
            throw TemplateError(.unknown(kind: "argument", name: name, nearest: nearest), at: position)
        }
        cursor.advance()
        cursor.advance()
        return place
    }
}
