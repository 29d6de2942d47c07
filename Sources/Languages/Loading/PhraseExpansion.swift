/// Writes out the alternatives of a line: `(i'm|i am) (very|) keen` is four phrases.
///
/// `|` separates alternatives, of a group or of the whole line; an empty alternative makes a group optional; groups nest.
/// `<name>` is replaced by the definition in `let name = …`. A `\` before a sign makes it literal.
package struct PhraseExpansion {
    /// More than this from one line is taken for a mistake in it.
    package static let limit = 6_000

    private let text: ArraySlice<UInt8>
    private let definitions: [String: String]
    private let depth: Int
    private var position: Int

    package enum Fault: Error, CustomStringConvertible {
        case unbalanced, unknownName(String), tooMany, tooDeep

        package var description: String {
            switch self {
            case .unbalanced: "a parenthesis or angle bracket has no partner"
            case .unknownName(let name): "<\(name)> is not defined above; write let \(name) = …"
            case .tooMany: "the line stands for more than \(PhraseExpansion.limit) phrases; split it"
            case .tooDeep: "definitions or groups nest too deeply"
            }
        }
    }

    /// Every phrase that `line` represents.
    package static func phrases(
        of line: String, definitions: [String: String]
    ) throws(Fault) -> [String] {
        try phrases(of: Array(line.utf8)[...], definitions: definitions)
    }

    static func phrases(
        of line: ArraySlice<UInt8>, definitions: [String: String]
    ) throws(Fault) -> [String] {
        // Most lines have no groups, and only have to be split.
        if !line.contains(where: { $0.isSign && $0 != UInt8(ascii: "|") }) {
            return line.split(separator: UInt8(ascii: "|"), omittingEmptySubsequences: false)
                .map { String(decoding: $0, as: UTF8.self) }
        }
        return try written(line, definitions, depth: 0).map { String(decoding: $0, as: UTF8.self) }
    }

    private static func written(
        _ text: ArraySlice<UInt8>, _ definitions: [String: String], depth: Int
    ) throws(Fault) -> [[UInt8]] {
        var expansion = PhraseExpansion(text, definitions, depth)
        let result = try expansion.alternatives()
        guard expansion.position == text.endIndex else { throw .unbalanced }
        return result
    }

    private init(_ text: ArraySlice<UInt8>, _ definitions: [String: String], _ depth: Int) {
        self.text = text
        self.definitions = definitions
        self.depth = depth
        position = text.startIndex
    }

    private mutating func alternatives() throws(Fault) -> [[UInt8]] {
        var all = try sequence()
        while position < text.endIndex, text[position] == UInt8(ascii: "|") {
            position += 1
            all += try sequence()
            guard all.count <= Self.limit else { throw .tooMany }
        }
        return all
    }

    private mutating func sequence() throws(Fault) -> [[UInt8]] {
        var prefixes: [[UInt8]] = [[]]
        while position < text.endIndex, text[position] != UInt8(ascii: "|"), text[position] != UInt8(ascii: ")") {
            let parts = try element()
            guard prefixes.count * parts.count <= Self.limit else { throw .tooMany }
            if parts.count == 1 {
                for index in prefixes.indices { prefixes[index] += parts[0] }
            } else {
                prefixes = prefixes.flatMap { prefix in parts.map { prefix + $0 } }
            }
        }
        return prefixes
    }

    private mutating func element() throws(Fault) -> [[UInt8]] {
        switch text[position] {
        case UInt8(ascii: "("):
            position += 1
            let inner = try alternatives()
            guard position < text.endIndex, text[position] == UInt8(ascii: ")") else { throw .unbalanced }
            position += 1
            return inner
        case UInt8(ascii: "<"):
            guard let end = text[position...].firstIndex(of: UInt8(ascii: ">")) else { throw .unbalanced }
            let name = String(decoding: text[(position + 1)..<end], as: UTF8.self)
            position = end + 1
            return try definition(of: name)
        default:
            return [plain()]
        }
    }

    /// The letters up to the next sign that means something.
    private mutating func plain() -> [UInt8] {
        var letters: [UInt8] = []
        while position < text.endIndex, !text[position].isSign || text[position] == UInt8(ascii: "\\") {
            if text[position] == UInt8(ascii: "\\"), position + 1 < text.endIndex { position += 1 }
            letters.append(text[position])
            position += 1
        }
        return letters
    }

    private func definition(of name: String) throws(Fault) -> [[UInt8]] {
        guard let meaning = definitions[name] else { throw .unknownName(name) }
        guard depth < 8 else { throw .tooDeep }
        return try Self.written(Array(meaning.utf8)[...], definitions, depth: depth + 1)
    }
}

extension UInt8 {
    /// The signs that mean something in a line.
    fileprivate var isSign: Bool {
        switch self {
        case UInt8(ascii: "("), UInt8(ascii: ")"), UInt8(ascii: "|"), UInt8(ascii: "<"), UInt8(ascii: "\\"): true
        default: false
        }
    }
}
