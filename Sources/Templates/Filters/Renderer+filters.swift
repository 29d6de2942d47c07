import Text

extension Renderer {
    /// The value of `call` applied to `value`.
    mutating func apply(_ call: FilterCall, to value: TemplateValue) throws(TemplateError) -> TemplateValue {
        try charge(16 + value.size, at: call.position)
        switch call.filter {
        case .default: return try defaulted(value, call)
        case .first, .last: return try end(of: value, call)
        case .length: return .integer(try length(of: value, call))
        case .join: return try join(value, call)
        case .int: return try integer(value, call)
        default: return try changed(value, call)
        }
    }

    /// Filters of text.
    private mutating func changed(_ value: TemplateValue, _ call: FilterCall) throws(TemplateError) -> TemplateValue {
        if call.filter == .truncate, value.characters == nil, value.truth != nil {
            throw TemplateError(.wrongKind("\(value.kind) has no length"), at: call.position)
        }
        let text = try text(of: value, at: call.position)
        let isMarkup = if case .markup = value { true } else { false }
        let result: TemplateValue
        switch call.filter {
        case .escape: result = isMarkup ? value : .markup(text.htmlEscaped)
        case .safe: result = .markup(text)
        case .upper: result = value.with(text.uppercased())
        case .lower: result = value.with(PythonText.lowercased(text))
        case .capitalize: result = value.with(PythonText.capitalized(text))
        // Jinja joins the words of a title as plain text, whatever they were.
        case .title: result = .string(PythonText.titled(text))
        case .trim: result = value.with(PythonText.stripped(text, of: try argumentText(call, 0)))
        case .urlencode: result = .string(URLEncoding.encoded(text))
        case .replace: result = try replaced(value, text, call)
        case .truncate: result = try truncated(value, text, call)
        case .default, .first, .last, .length, .join, .int: result = value
        }
        try chargeResult(result.size, at: call.position)
        return result
    }

    // MARK: Arguments

    /// Nil where the argument was left out.
    mutating func argument(_ call: FilterCall, _ place: Int) throws(TemplateError) -> TemplateValue? {
        guard let expression = call.arguments[place] else { return nil }
        return try value(of: expression)
    }

    mutating func argumentText(_ call: FilterCall, _ place: Int) throws(TemplateError) -> String? {
        guard let value = try argument(call, place) else { return nil }
        return try text(of: value, at: call.position)
    }

    mutating func argumentNumber(_ call: FilterCall, _ place: Int) throws(TemplateError) -> Int? {
        switch try argument(call, place) {
        case nil, TemplateValue.none?: return nil
        case .integer(let number)?: return number
        case let value?:
            let name = call.filter.parameters[place]
            throw TemplateError(.wrongKind("\"\(name)\" is a whole number, not \(value.kind)"), at: call.position)
        }
    }

    mutating func argumentFlag(_ call: FilterCall, _ place: Int) throws(TemplateError) -> Bool {
        guard let value = try argument(call, place) else { return false }
        return try truth(of: value, at: call.position)
    }

    // MARK: Filters of any value

    private mutating func defaulted(_ value: TemplateValue, _ call: FilterCall) throws(TemplateError) -> TemplateValue {
        if case .undefined = value { return try argument(call, 0) ?? "" }
        guard try argumentFlag(call, 1), value.truth == false else { return value }
        return try argument(call, 0) ?? ""
    }

    private func end(of value: TemplateValue, _ call: FilterCall) throws(TemplateError) -> TemplateValue {
        let isFirst = call.filter == .first
        let empty = TemplateValue.undefined(
            MissingValue("the \(call.filter.rawValue) of nothing", at: call.position, in: [:]))
        switch value {
        case .list(let items): return (isFirst ? items.first : items.last) ?? empty
        case .string(let text), .markup(let text):
            let scalars = text.unicodeScalars
            return (isFirst ? scalars.first : scalars.last).map { .string(String($0)) } ?? empty
        case .undefined(let missing):
            try permit(missing)
            return value
        default:
            throw TemplateError(.wrongKind("\(value.kind) has no \(call.filter.rawValue)"), at: call.position)
        }
    }

    private func length(of value: TemplateValue, _ call: FilterCall) throws(TemplateError) -> Int {
        switch value {
        case .string(let text), .markup(let text): return text.unicodeScalars.count
        case .list(let items): return items.count
        case .dictionary(let members): return members.count
        case .undefined(let missing):
            try permit(missing)
            return 0
        default: throw TemplateError(.wrongKind("\(value.kind) has no length"), at: call.position)
        }
    }

    private mutating func join(_ value: TemplateValue, _ call: FilterCall) throws(TemplateError) -> TemplateValue {
        let separator = try argument(call, 0) ?? ""
        let between = try text(of: separator, at: call.position)
        if case .undefined = value { return .string(try text(of: value, at: call.position)) }
        guard case .list(let items) = value else {
            throw TemplateError(.wrongKind("\(value.kind) cannot be joined, only a list"), at: call.position)
        }
        var texts: [String] = []
        for item in items {
            texts.append(try text(of: item, at: call.position))
            try charge(between.utf8.count + item.size + 16, at: call.position)
        }
        // One piece of HTML makes the whole HTML, and escapes the others.
        let isMarkup =
            mode.output == .html && ([separator] + items).contains { if case .markup = $0 { true } else { false } }
        let pieces = isMarkup ? zip(items, texts).map { Self.escaped($0, $1) } : texts
        let joined = pieces.joined(separator: isMarkup ? Self.escaped(separator, between) : between)
        try chargeResult(joined.utf8.count, at: call.position)
        return isMarkup ? .markup(joined) : .string(joined)
    }

    private mutating func integer(_ value: TemplateValue, _ call: FilterCall) throws(TemplateError) -> TemplateValue {
        if case .undefined(let missing) = value { throw lack(missing) }
        if let number = WholeNumber.of(value) { return .integer(number) }
        return try argument(call, 0) ?? 0
    }
}

extension TemplateValue {
    /// Another text of the same kind: text made from HTML is HTML.
    func with(_ text: String) -> TemplateValue {
        if case .markup = self { .markup(text) } else { .string(text) }
    }
}
