import Testing

/// One thing, one word: no two types of the product share a name, and no folders of a target know each other in a circle.
struct TypeNameTests {
    /// Its parsers and values repeat those of the adapters on purpose: what tests the client must not share its errors.
    static let apart = ["Sources/PostOffice/"]

    static let sources = Repository.texts(below: ["Sources"]).filter { file in
        file.path.hasSuffix(".swift") && !apart.contains { file.path.hasPrefix($0) }
    }

    @Test func noTypeNameIsUsedTwice() {
        var places: [String: Set<String>] = [:]
        for source in Self.sources {
            for name in Self.types(in: source.text) { places[name, default: []].insert(source.path) }
        }
        #expect(places.count > 300)
        for (name, files) in places where files.count > 1 {
            Issue.record("\(name) is declared in \(files.sorted().joined(separator: " and "))")
        }
    }

    @Test(arguments: [
        ("package struct A: B {", ["A"]), ("final class A {}", ["A"]), ("    enum A {}", []), ("extension A {}", []),
        ("private struct A {}", []), ("public protocol A: B {", ["A"]), ("package indirect enum A {", ["A"]),
        ("// struct A", []), ("let struct = 1", []), ("struct A<B>: C {", ["A"]), ("fileprivate enum A {", []),
    ])
    func topLevelTypesAreFound(source: String, names: [String]) {
        #expect(Self.types(in: source) == names)
    }

    /// The types that are declared at the top of a file and seen outside it.
    static func types(in source: String) -> [String] {
        source.split(separator: "\n").compactMap { line in
            var words = line.split(separator: " ")[...]
            guard line.first?.isWhitespace == false else { return nil }
            while let word = words.first, modifiers.contains(String(word)) { words = words.dropFirst() }
            guard let kind = words.first, kinds.contains(String(kind)), let name = words.dropFirst().first else {
                return nil
            }
            return String(name.prefix { $0.isLetter || $0.isNumber || $0 == "_" })
        }
    }

    private static let modifiers: Set<String> = ["public", "package", "internal", "final", "indirect", "@MainActor"]
    private static let kinds: Set<String> = ["struct", "class", "enum", "protocol", "actor"]
}
