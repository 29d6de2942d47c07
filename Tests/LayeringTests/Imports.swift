/// The import declarations of a Swift source.
enum Imports {
    /// The imported modules in order of appearance, without submodules and kinds: `import struct A.B` gives `A`.
    static func modules(in source: String) -> [String] {
        source.split(separator: "\n").compactMap(module)
    }

    private static func module(_ line: Substring) -> String? {
        var words = line.split(separator: " ")[...]
        while let word = words.first, isModifier(word) { words = words.dropFirst() }
        guard words.first == "import" else { return nil }
        words = words.dropFirst()
        if let word = words.first, kinds.contains(String(word)) { words = words.dropFirst() }
        return words.first?.split(separator: ".").first.map(String.init)
    }

    private static func isModifier(_ word: Substring) -> Bool {
        word.hasPrefix("@") || ["public", "package", "internal", "fileprivate", "private"].contains(word)
    }

    private static let kinds: Set<String> = ["struct", "class", "enum", "protocol", "typealias", "func", "let", "var"]
}
