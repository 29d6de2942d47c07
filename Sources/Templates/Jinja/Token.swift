/// A word or sign between the marks of a tag.
struct Token: Sendable, Hashable {
    enum Kind: Sendable, Hashable {
        case name(String)
        case string(String)
        case integer(Int)
        case double(Double)
        case sign(String)
        /// The closing mark.
        case end
    }

    let kind: Kind
    let position: TemplatePosition

    func isSign(_ sign: String) -> Bool { kind == .sign(sign) }
    func isName(_ name: String) -> Bool { kind == .name(name) }

    /// For messages.
    var shown: String {
        switch kind {
        case .name(let text), .sign(let text): "\"\(text)\""
        case .string: "a string"
        case .integer, .double: "a number"
        case .end: "the end of the tag"
        }
    }
}

/// The parts of a source, before blocks are matched.
struct Segment: Sendable {
    enum Kind: Sendable {
        case text(String)
        /// `{{ … }}`, ending in the `end` token.
        case output([Token])
        /// `{% … %}`, ending in the `end` token.
        case tag([Token])
    }

    let kind: Kind
    let position: TemplatePosition
}
