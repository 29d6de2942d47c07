/// Writes out the alternatives of a phrase: `(i'm|i am) (very|) keen` is four phrases.
///
/// `|` parts alternatives, of a group or of the whole line; an empty alternative makes a group optional; groups nest.
/// `<name>` stands for what `let name = …` says.
struct PhraseExpansion {
    /// More than this from one line is taken for a mistake in it.
    static let limit = 6_000

    private let text: [Character]
    private let definitions: [String: String]
    private let depth: Int
    private var position = 0

    enum Fault: Error, CustomStringConvertible {
        case unbalanced, unknownName(String), tooMany, tooDeep

        var description: String {
            switch self {
            case .unbalanced: "a parenthesis or angle bracket has no partner"
            case .unknownName(let name): "<\(name)> is not defined above; write let \(name) = …"
            case .tooMany: "the line stands for more than \(limit) phrases; split it"
            case .tooDeep: "definitions or groups nest too deeply"
            }
        }
    }

    /// Every phrase that `line` stands for.
    static func phrases(of line: String, definitions: [String: String]) throws(Fault) -> [String] {
        var expansion = PhraseExpansion(text: Array(line), definitions: definitions, depth: 0)
        let result = try expansion.alternatives()
        guard expansion.position == expansion.text.count else { throw .unbalanced }
        return result
    }

    private init(text: [Character], definitions: [String: String], depth: Int) {
        self.text = text
        self.definitions = definitions
        self.depth = depth
    }

    private mutating func alternatives() throws(Fault) -> [String] {
        var all = try sequence()
        while position < text.count, text[position] == "|" {
            position += 1
            all += try sequence()
            guard all.count <= Self.limit else { throw .tooMany }
        }
        return all
    }

    private mutating func sequence() throws(Fault) -> [String] {
        var prefixes = [""]
        while position < text.count, text[position] != "|", text[position] != ")" {
            let parts = try element()
            guard prefixes.count * parts.count <= Self.limit else { throw .tooMany }
            prefixes = prefixes.flatMap { prefix in parts.map { prefix + $0 } }
        }
        return prefixes
    }

    private mutating func element() throws(Fault) -> [String] {
        switch text[position] {
        case "(":
            position += 1
            let inner = try alternatives()
            guard position < text.count, text[position] == ")" else { throw .unbalanced }
            position += 1
            return inner
        case "<":
            guard let end = text[position...].firstIndex(of: ">") else { throw .unbalanced }
            let name = String(text[(position + 1)..<end])
            position = end + 1
            return try definition(of: name)
        default:
            let start = position
            while position < text.count, !"(|)<".contains(text[position]) { position += 1 }
            return [String(text[start..<position])]
        }
    }

    private func definition(of name: String) throws(Fault) -> [String] {
        guard let meaning = definitions[name] else { throw .unknownName(name) }
        guard depth < 8 else { throw .tooDeep }
        var inner = PhraseExpansion(text: Array(meaning), definitions: definitions, depth: depth + 1)
        let result = try inner.alternatives()
        guard inner.position == inner.text.count else { throw .unbalanced }
        return result
    }
}
