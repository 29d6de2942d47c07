extension Renderer {
    /// Each relation must hold between its neighbours: `1 < n <= 3`.
    mutating func compare(
        _ first: Expression, _ others: [(relation: Expression.Relation, other: Expression)]
    ) throws(TemplateError) -> Bool {
        var left = try value(of: first)
        for (relation, expression) in others {
            let right = try value(of: expression)
            guard try holds(relation, left, right, at: expression.position) else { return false }
            left = right
        }
        return true
    }

    private mutating func holds(
        _ relation: Expression.Relation, _ left: TemplateValue, _ right: TemplateValue, at position: TemplatePosition
    ) throws(TemplateError) -> Bool {
        try charge(left.size + right.size, at: position)
        switch relation {
        case .equal: return try areEqual(left, right, at: position)
        case .unequal: return try !areEqual(left, right, at: position)
        case .less: return try order(left, right, at: position) == .less
        case .lessOrEqual: return [.less, .equal].contains(try order(left, right, at: position))
        case .greater: return try order(left, right, at: position) == .greater
        case .greaterOrEqual: return [.greater, .equal].contains(try order(left, right, at: position))
        case .isIn: return try contains(right, left, at: position)
        case .isNotIn: return try !contains(right, left, at: position)
        }
    }

    private enum Order { case less, equal, greater, none }

    /// Python's equality: 1 equals 1.0 and true, and no text equals a number.
    private func areEqual(
        _ left: TemplateValue, _ right: TemplateValue, at position: TemplatePosition
    ) throws(TemplateError) -> Bool {
        if let one = left.characters, let other = right.characters { return one.utf8.elementsEqual(other.utf8) }
        if left.isNumber, right.isNumber { return try order(left, right, at: position) == .equal }
        switch (left, right) {
        case (.undefined(let missing), _), (_, .undefined(let missing)):
            try permit(missing)
            return if case (.undefined, .undefined) = (left, right) { true } else { false }
        case (.none, .none): return true
        case (.list, _), (_, .list), (.dictionary, _), (_, .dictionary):
            throw TemplateError(.wrongKind("\(left.kind) and \(right.kind) cannot be compared"), at: position)
        default: return false
        }
    }

    private func order(
        _ left: TemplateValue, _ right: TemplateValue, at position: TemplatePosition
    ) throws(TemplateError) -> Order {
        for case .undefined(let missing) in [left, right] { throw lack(missing) }
        if let one = left.wholeNumber, let other = right.wholeNumber { return Self.order(one, other) }
        if let one = left.number, let other = right.number { return Self.order(one, other) }
        if let one = left.characters, let other = right.characters {
            // The order of UTF-8's bytes is that of the scalars.
            if one.utf8.elementsEqual(other.utf8) { return .equal }
            return one.utf8.lexicographicallyPrecedes(other.utf8) ? .less : .greater
        }
        throw TemplateError(.wrongKind("\(left.kind) and \(right.kind) have no order"), at: position)
    }

    private static func order<Value: Comparable>(_ one: Value, _ other: Value) -> Order {
        one < other ? .less : one > other ? .greater : one == other ? .equal : .none
    }

    /// `in`: an item of a list, a part of a text, a key of a dictionary.
    private mutating func contains(
        _ container: TemplateValue, _ value: TemplateValue, at position: TemplatePosition
    ) throws(TemplateError) -> Bool {
        switch container {
        case .list(let items):
            for item in items {
                try charge(item.size + 16, at: position)
                if try areEqual(item, value, at: position) { return true }
            }
            return false
        case .dictionary(let members):
            if case .undefined(let missing) = value { try permit(missing) }
            switch value {
            case .list, .dictionary: break
            default: return value.characters.map { members[$0] != nil } ?? false
            }
        case .string(let text), .markup(let text):
            if case .undefined(let missing) = value { try permit(missing) }
            guard let wanted = value.characters else { break }
            return wanted.isEmpty || !ByteSearch(wanted).places(in: Array(text.utf8), limit: 1).isEmpty
        case .undefined(let missing):
            try permit(missing)
            return false
        default: break
        }
        throw TemplateError(.wrongKind("\(value.kind) cannot be looked for in \(container.kind)"), at: position)
    }
}

extension TemplateValue {
    /// The text of a text.
    var characters: String? {
        switch self {
        case .string(let text), .markup(let text): text
        default: nil
        }
    }

    fileprivate var isNumber: Bool { number != nil }

    fileprivate var wholeNumber: Int? {
        switch self {
        case .bool(let flag): flag ? 1 : 0
        case .integer(let number): number
        default: nil
        }
    }

    fileprivate var number: Double? {
        if case .double(let number) = self { number } else { wholeNumber.map(Double.init) }
    }

    /// Bytes that an operation reads.
    var size: Int { characters?.utf8.count ?? 0 }
}
