extension Template {
    /// The uses of fields that are not among `known`, unless the template handles their absence: a mail rendered from `known` alone would
    /// lack a value.
    package func unknownFields(among known: Set<String>) -> [TemplateError] {
        let isPlaceholders = mode.syntax == .placeholders
        let normal = isPlaceholders ? Set(known.map(FieldNames.normal)) : known
        let optional = Set(uses.filter(\.isOptional).map(\.name))
        return uses.filter { use in
            let isKnown = isPlaceholders ? FieldNames.isKnown(use.name, among: normal) : known.contains(use.name)
            return !isKnown && !optional.contains(use.name)
        }.map { use in
            let nearest = NearestNames.to(use.name, among: known)
            return TemplateError(.unknown(kind: "field", name: use.name, nearest: nearest), at: use.position)
        }
    }

    /// Constructs of the placeholder language that Jinja treats as text, so that they would be sent literally: `{first}` of a known field,
    /// gaps and spintax. Empty for a template of placeholders.
    package func unreadPlaceholders(among known: Set<String>) -> [TemplateError] {
        guard mode.syntax == .jinja else { return [] }
        let normal = Set(known.map(FieldNames.normal))
        return Self.texts(in: nodes).flatMap { text, position in
            UnreadPlaceholders.all(in: text, known: normal).map { offset, problem in
                var source = SourceText(text)
                let place = source.position(of: offset)
                let column = place.line == 1 ? position.column + place.column - 1 : place.column
                return TemplateError(
                    problem, at: TemplatePosition(line: position.line + place.line - 1, column: column))
            }
        }
    }

    private static func texts(in nodes: [Node]) -> [(text: String, position: TemplatePosition)] {
        nodes.flatMap { node -> [(text: String, position: TemplatePosition)] in
            switch node.kind {
            case .text(let text): [(text, node.position)]
            case .branch(let branches, let otherwise): texts(in: branches.flatMap(\.body) + otherwise)
            case .loop(_, _, let body, let otherwise): texts(in: body + otherwise)
            case .choice(_, let alternatives): texts(in: alternatives.flatMap(\.self))
            case .output, .assignment: []
            }
        }
    }
}
