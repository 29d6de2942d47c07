import Text

extension Renderer {
    /// Evaluates an expression; `and`, `or` and `if else` evaluate only the operands they need.
    mutating func value(of expression: Expression) throws(TemplateError) -> TemplateValue {
        let position = expression.position
        try charge(16, at: position)
        switch expression.kind {
        case .literal(let value): return value
        case .list(let items):
            var values: [TemplateValue] = []
            for item in items { values.append(try value(of: item)) }
            return .list(values)
        case .variable(let name): return assigned(name) ?? Self.found(fields[name], name, at: position)
        case .placeholder(let name, let forms):
            return Self.found(FieldNames.value(of: forms, in: fields), name, at: position)
        case .path(let base, let steps): return try follow(steps, from: base)
        case .filtered(let base, let calls):
            var result = try value(of: base)
            for call in calls { result = try apply(call, to: result) }
            return result
        case .concatenation(let operands): return try concatenate(operands, at: position)
        case .comparison(let first, let others): return .bool(try compare(first, others))
        case .not(let operand): return .bool(try !isTrue(operand))
        case .all(let operands): return try lastOperand(operands, stopsAt: false)
        case .any(let operands): return try lastOperand(operands, stopsAt: true)
        case .conditional(let condition, let then, let otherwise):
            if try isTrue(condition) { return try value(of: then) }
            guard let otherwise else { return .undefined(MissingValue("else", at: position, in: [:], isWanted: true)) }
            return try value(of: otherwise)
        case .test(let test, let operand, let isNegated):
            return .bool(try holds(test, for: operand) != isNegated)
        }
    }

    mutating func isTrue(_ expression: Expression) throws(TemplateError) -> Bool {
        try truth(of: try value(of: expression), at: expression.position)
    }

    func truth(of value: TemplateValue, at position: TemplatePosition) throws(TemplateError) -> Bool {
        if let truth = value.truth { return truth }
        if case .undefined(let missing) = value { try permit(missing) }
        return false
    }

    /// A value as text: Python's spelling of numbers and words; empty for an undefined value, where that is allowed.
    func text(of value: TemplateValue, at position: TemplatePosition) throws(TemplateError) -> String {
        if let text = value.printed { return text }
        guard case .undefined(let missing) = value else {
            throw TemplateError(.wrongKind("\(value.kind) cannot be printed; join it, or loop over it"), at: position)
        }
        try permit(missing)
        return ""
    }

    private static func found(
        _ value: TemplateValue?, _ name: String, at position: TemplatePosition
    ) -> TemplateValue {
        switch value {
        case nil, .undefined: .undefined(MissingValue(name, at: position))
        case let value?: value
        }
    }

    private mutating func lastOperand(_ operands: [Expression], stopsAt stop: Bool) throws(TemplateError)
        -> TemplateValue
    {
        var last = TemplateValue.none
        for (index, operand) in operands.enumerated() {
            last = try value(of: operand)
            // The last operand is the result, whatever it is.
            if index < operands.count - 1, try truth(of: last, at: operand.position) == stop { return last }
        }
        return last
    }

    private mutating func holds(_ test: Expression.Test, for operand: Expression) throws(TemplateError) -> Bool {
        let value = try value(of: operand)
        let isUndefined = if case .undefined = value { true } else { false }
        switch test {
        case .defined: return !isUndefined
        case .undefined: return isUndefined
        case .none: return if case .none = value { true } else { false }
        }
    }

    private mutating func concatenate(
        _ operands: [Expression], at position: TemplatePosition
    ) throws(TemplateError) -> TemplateValue {
        var values: [(value: TemplateValue, text: String)] = []
        var isMarkup = false
        for operand in operands {
            let value = try value(of: operand)
            let text = try text(of: value, at: operand.position)
            try chargeResult(text.utf8.count, at: position)
            if case .markup = value { isMarkup = mode.output == .html }
            values.append((value, text))
        }
        let joined = values.map { isMarkup ? Self.escaped($0.value, $0.text) : $0.text }.joined()
        try chargeResult(joined.utf8.count, at: position)
        return isMarkup ? .markup(joined) : .string(joined)
    }

    /// The text of a value that becomes part of HTML.
    static func escaped(_ value: TemplateValue, _ text: String) -> String {
        if case .markup = value { text } else { text.htmlEscaped }
    }

    // MARK: Paths

    private mutating func follow(_ steps: [Expression.Step], from base: Expression) throws(TemplateError)
        -> TemplateValue
    {
        var current = try value(of: base)
        var name = if case .variable(let name) = base.kind { name } else { "(…)" }
        for step in steps {
            switch step {
            case .attribute(let key):
                current = try member(.string(key), of: current, name + "." + key, at: base.position)
                name += "." + key
            case .index(let expression):
                let key = try value(of: expression)
                let shown = name + "[" + (key.printed ?? key.kind) + "]"
                current = try member(key, of: current, shown, at: base.position)
                name = shown
            }
        }
        return current
    }

    private func member(
        _ key: TemplateValue, of value: TemplateValue, _ name: String, at position: TemplatePosition
    ) throws(TemplateError) -> TemplateValue {
        switch (value, key) {
        case (.dictionary(let members), .string(let key)), (.dictionary(let members), .markup(let key)):
            guard let member = members[key] else {
                return .undefined(MissingValue(name, key: key, at: position, in: members))
            }
            return Self.found(member, name, at: position)
        case (.list(let items), .integer(let index)):
            let place = index < 0 ? items.count + index : index
            return items.indices.contains(place) ? items[place] : .undefined(MissingValue(name, at: position, in: [:]))
        case (.undefined(let missing), _): throw lack(missing)
        default:
            throw TemplateError(.wrongKind("\(value.kind) has no members, so \"\(name)\" cannot be"), at: position)
        }
    }
}
