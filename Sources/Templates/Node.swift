/// A piece of a compiled template.
struct Node: Sendable {
    indirect enum Kind: Sendable {
        case text(String)
        case output(Expression)
        /// The first body whose condition holds, otherwise the last.
        case branch([Branch], otherwise: [Node])
        case loop(variable: String, items: Expression, body: [Node], otherwise: [Node])
        case assignment(name: String, Expression)
        /// Spintax: one of the alternatives, drawn under the number of the group.
        case choice(group: Int, [[Node]])
    }

    struct Branch: Sendable {
        let condition: Expression
        let body: [Node]
    }

    let kind: Kind
    let position: TemplatePosition
}

/// A source of a value. Chains are lists and not trees, so that no source makes the tree deeper than its parentheses.
struct Expression: Sendable {
    indirect enum Kind: Sendable {
        case literal(TemplateValue)
        case list([Expression])
        case variable(String)
        /// A placeholder: found under its normal form or another name of the same thing.
        case placeholder(String, forms: [String])
        case path(Expression, [Step])
        case filtered(Expression, [FilterCall])
        case concatenation([Expression])
        case comparison(Expression, [(relation: Relation, other: Expression)])
        case not(Expression)
        /// The first operand that is false, otherwise the last.
        case all([Expression])
        /// The first operand that is true, otherwise the last.
        case any([Expression])
        case conditional(condition: Expression, then: Expression, otherwise: Expression?)
        case test(Test, Expression, isNegated: Bool)
    }

    enum Step: Sendable {
        case attribute(String)
        case index(Expression)
    }

    enum Relation: String, Sendable {
        case equal = "=="
        case unequal = "!="
        case less = "<"
        case lessOrEqual = "<="
        case greater = ">"
        case greaterOrEqual = ">="
        case isIn = "in"
        case isNotIn = "not in"
    }

    enum Test: String, Sendable, CaseIterable {
        case defined, undefined, none
    }

    let kind: Kind
    let position: TemplatePosition
}

/// A filter with its arguments in the order of its parameters; nil for those that were left out.
struct FilterCall: Sendable {
    let filter: Filter
    let arguments: [Expression?]
    let position: TemplatePosition
}

/// A use of a field in a template.
struct FieldUse: Sendable, Hashable {
    let name: String
    let position: TemplatePosition
    /// The template handles its absence: by `default`, or by asking whether it is defined.
    var isOptional = false
}
