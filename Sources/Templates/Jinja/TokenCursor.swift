/// Walks over the tokens of a tag.
struct TokenCursor {
    private let tokens: [Token]
    private var index = 0

    /// The last of `tokens` is `end`.
    init(_ tokens: [Token]) { self.tokens = tokens }

    var current: Token { tokens[min(index, tokens.count - 1)] }
    var following: Token { tokens[min(index + 1, tokens.count - 1)] }
    var position: TemplatePosition { current.position }

    mutating func advance() { index += 1 }

    mutating func skip(sign: String) -> Bool {
        guard current.isSign(sign) else { return false }
        advance()
        return true
    }

    mutating func skip(name: String) -> Bool {
        guard current.isName(name) else { return false }
        advance()
        return true
    }

    mutating func expect(sign: String) throws(TemplateError) {
        guard skip(sign: sign) else { throw unexpected("\"\(sign)\"") }
    }

    func expectEnd() throws(TemplateError) {
        guard current.kind == .end else { throw unexpected("the end of the tag") }
    }

    mutating func name(_ what: String) throws(TemplateError) -> String {
        guard case .name(let name) = current.kind else { throw unexpected(what) }
        advance()
        return name
    }

    /// The present token is not `wanted`.
    func unexpected(_ wanted: String) -> TemplateError {
        if case .sign(let sign) = current.kind, let what = Self.leftOut[sign] {
            return TemplateError(.unsupported(what), at: position)
        }
        return TemplateError(.syntax("\(wanted) should stand here, not \(current.shown)"), at: position)
    }

    private static let leftOut = [
        "+": "arithmetic", "-": "arithmetic", "*": "arithmetic", "/": "arithmetic", "//": "arithmetic",
        "%": "arithmetic", "**": "arithmetic", "{": "a dictionary in a tag", "(": "a call",
    ]
}
