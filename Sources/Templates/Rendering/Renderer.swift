import Text

/// Renders the nodes of one template with one recipient's fields.
struct Renderer {
    let mode: TemplateMode
    let limits: TemplateLimits
    let policy: MissingPolicy
    let fields: [String: TemplateValue]
    private let draw: TemplateDraw
    private var output: [UInt8] = []
    /// The values that the template itself assigned, innermost last.
    private var scopes: [[String: TemplateValue]] = [[:]]
    private var turns = 0
    private var work = 0

    init(_ template: Template, fields: TemplateFields, draw: TemplateDraw, policy: MissingPolicy) {
        mode = template.mode
        limits = template.limits
        self.policy = policy
        self.draw = draw
        let isHTML = template.mode.output == .html
        self.fields = isHTML ? fields.values : fields.values.mapValues(\.withoutMarkup)
    }

    /// The whole text of `nodes`.
    mutating func text(of nodes: [Node]) throws(TemplateError) -> String {
        try render(nodes)
        let text = String(decoding: output, as: UTF8.self)
        return mode.output == .subject ? OneLine.text(text) : text
    }

    private mutating func render(_ nodes: [Node]) throws(TemplateError) {
        for node in nodes { try render(node) }
    }

    private mutating func render(_ node: Node) throws(TemplateError) {
        switch node.kind {
        case .text(let text): try append(text, at: node.position)
        case .output(let expression): try print(expression)
        case .branch(let branches, let otherwise):
            for branch in branches where try isTrue(branch.condition) { return try render(branch.body) }
            try render(otherwise)
        case .loop(let variable, let items, let body, let otherwise):
            try loop(variable, over: items, body, otherwise)
        case .assignment(let name, let expression):
            scopes[scopes.count - 1][name] = try value(of: expression)
        case .choice(let group, let alternatives):
            try render(alternatives[draw.choice(of: alternatives.count, group: group)])
        }
    }

    private mutating func append(_ text: String, at position: TemplatePosition) throws(TemplateError) {
        guard output.count + text.utf8.count <= limits.output else {
            throw TemplateError(.limit("more than \(limits.output) bytes of output"), at: position)
        }
        output += text.utf8
    }

    private mutating func print(_ expression: Expression) throws(TemplateError) {
        let value = try value(of: expression)
        let text = try text(of: value, at: expression.position)
        if case .markup = value { return try append(text, at: expression.position) }
        try append(mode.output == .html ? text.htmlEscaped : text, at: expression.position)
    }

    private mutating func loop(
        _ variable: String, over expression: Expression, _ body: [Node], _ otherwise: [Node]
    ) throws(TemplateError) {
        let items = try items(of: expression)
        guard !items.isEmpty else { return try render(otherwise) }
        for (index, item) in items.enumerated() {
            turns += 1
            guard turns <= limits.turns else {
                throw TemplateError(.limit("more than \(limits.turns) turns of loops"), at: expression.position)
            }
            scopes.append([variable: item, "loop": Self.loopValue(index, of: items.count)])
            try render(body)
            scopes.removeLast()
        }
    }

    private mutating func items(of expression: Expression) throws(TemplateError) -> [TemplateValue] {
        switch try value(of: expression) {
        case .list(let items): return items
        case .undefined(let missing):
            try permit(missing)
            return []
        case let other:
            throw TemplateError(.wrongKind("a loop needs a list, not \(other.kind)"), at: expression.position)
        }
    }

    private static func loopValue(_ index: Int, of count: Int) -> TemplateValue {
        .dictionary([
            "index": .integer(index + 1), "index0": .integer(index), "first": .bool(index == 0),
            "last": .bool(index == count - 1), "length": .integer(count), "revindex": .integer(count - index),
            "revindex0": .integer(count - index - 1),
        ])
    }

    // MARK: What expressions use

    /// The value that the template itself assigned, innermost first.
    func assigned(_ name: String) -> TemplateValue? {
        for scope in scopes.reversed() {
            if let value = scope[name] { return value }
        }
        return nil
    }

    /// Counts work before it is done: bytes that an operation reads or makes.
    mutating func charge(_ amount: Int, at position: TemplatePosition) throws(TemplateError) {
        work += amount
        guard work <= limits.work else {
            throw TemplateError(.limit("the template takes too much work"), at: position)
        }
    }

    /// A text made by an operation may be as long as the whole output, but no longer.
    mutating func chargeResult(_ length: Int, at position: TemplatePosition) throws(TemplateError) {
        guard length <= limits.output else {
            throw TemplateError(.limit("a text of more than \(limits.output) bytes"), at: position)
        }
        try charge(length, at: position)
    }

    /// Lets an undefined value count as nothing, where allowed.
    func permit(_ missing: MissingValue) throws(TemplateError) {
        guard policy == .blank || missing.isWanted else { throw lack(missing) }
    }

    /// The error that names the missing data.
    func lack(_ missing: MissingValue) -> TemplateError {
        let nearest = NearestNames.to(missing.key, among: (missing.container ?? fields).keys)
        return TemplateError(.missing(name: missing.name, nearest: nearest), at: missing.position)
    }
}
