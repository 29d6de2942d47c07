package import Text

/// The value of a field or an expression. Data only: nothing in it can be called, and no Swift type shows.
package enum TemplateValue: Sendable, Hashable {
    case none
    case bool(Bool)
    case integer(Int)
    case double(Double)
    case string(String)
    /// HTML that is inserted unchanged, such as a signature; a part that is not HTML gets its plain text.
    case markup(String)
    case list([TemplateValue])
    case dictionary([String: TemplateValue])
    /// The result of looking up an absent name. As a field it is the same as no field.
    case undefined(MissingValue)
}

/// The value that was not found.
package struct MissingValue: Sendable, Hashable {
    /// As the template names it, such as `lead.city`.
    let name: String
    /// Its last part, such as `city`.
    let key: String
    /// The place in the template.
    let position: TemplatePosition
    /// The container it was looked for in, to suggest names; nil for the fields themselves.
    let container: [String: TemplateValue]?
    /// The author wants nothing here: the value of `"a" if b` where `b` is false.
    let isWanted: Bool

    init(
        _ name: String, key: String? = nil, at position: TemplatePosition, in container: [String: TemplateValue]? = nil,
        isWanted: Bool = false
    ) {
        self.name = name
        self.key = key ?? name
        self.position = position
        self.container = container
        self.isWanted = isWanted
    }
}

extension TemplateValue {
    /// Numbers stay numbers; Jinja compares "3" and 3 as different, and so does this language.
    package init(_ json: JSON) {
        switch json {
        case .null: self = .none
        case .bool(let flag): self = .bool(flag)
        case .int(let number): self = Int(exactly: number).map(TemplateValue.integer) ?? .double(Double(number))
        case .double(let number): self = .double(number)
        case .string(let text): self = .string(text)
        case .array(let items): self = .list(items.map(TemplateValue.init))
        case .object(let members):
            self = .dictionary(
                Dictionary(members.map { ($0.key, TemplateValue($0.value)) }, uniquingKeysWith: { first, _ in first }))
        }
    }

    /// For messages: the type of this value.
    var kind: String {
        switch self {
        case .none: "none"
        case .bool: "true or false"
        case .integer, .double: "a number"
        case .string, .markup: "text"
        case .list: "a list"
        case .dictionary: "a dictionary"
        case .undefined: "undefined"
        }
    }

    /// Python's truth: zero, none and empty values are false. Nil for an undefined value.
    var truth: Bool? {
        switch self {
        case .none: false
        case .bool(let flag): flag
        case .integer(let number): number != 0
        case .double(let number): number != 0
        case .string(let text), .markup(let text): !text.isEmpty
        case .list(let items): !items.isEmpty
        case .dictionary(let members): !members.isEmpty
        case .undefined: nil
        }
    }

    /// Its Python form; nil for values that are never printed: lists, dictionaries and undefined values.
    var printed: String? {
        switch self {
        case .none: "None"
        case .bool(let flag): flag ? "True" : "False"
        case .integer(let number): String(number)
        case .double(let number): number.description
        case .string(let text), .markup(let text): text
        case .list, .dictionary, .undefined: nil
        }
    }

    /// For parts that are not HTML: the plain text of HTML.
    var withoutMarkup: TemplateValue {
        switch self {
        case .markup(let html): .string(PlainText.text(of: html))
        case .list(let items): .list(items.map(\.withoutMarkup))
        case .dictionary(let members): .dictionary(members.mapValues(\.withoutMarkup))
        default: self
        }
    }

    /// A blank to an author: no field at all, none, or text of white space only.
    var isBlank: Bool {
        switch self {
        case .none, .undefined: true
        case .string(let text), .markup(let text): text.unicodeScalars.allSatisfy(\.properties.isWhitespace)
        default: false
        }
    }
}

extension TemplateValue: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral {
    package init(stringLiteral value: String) { self = .string(value) }
    package init(integerLiteral value: Int) { self = .integer(value) }
}
