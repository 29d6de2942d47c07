import Testing

/// The folders of a target stand in an order: what they use of each other makes no circle.
struct FolderTests {
    @Test(arguments: Layer.table.map(\.target))
    func noFoldersOfATargetKnowEachOtherInACircle(target: String) {
        let files = TypeNameTests.sources.filter { $0.path.hasPrefix("Sources/\(target)/") }
        let graph = Self.uses(in: files)
        for circle in Self.circles(in: graph) {
            Issue.record("in \(target), \(circle.joined(separator: " uses ")) uses \(circle[0])")
        }
    }

    /// Which folder names types that are declared in which other; files directly in the target belong to no folder.
    static func uses(in files: [Repository.File]) -> [String: Set<String>] {
        var homes: [String: String] = [:]
        for file in files {
            guard let folder = folder(of: file) else { continue }
            for name in TypeNameTests.types(in: file.text) { homes[name] = folder }
        }
        var graph: [String: Set<String>] = [:]
        for file in files {
            guard let folder = folder(of: file) else { continue }
            for word in words(in: file.text) {
                if let home = homes[word], home != folder { graph[folder, default: []].insert(home) }
            }
        }
        return graph
    }

    /// Each circle of two folders or more, once.
    static func circles(in graph: [String: Set<String>]) -> [[String]] {
        var found: Set<Set<String>> = []
        var circles: [[String]] = []
        func follow(_ path: [String]) {
            for next in graph[path[path.count - 1], default: []].sorted() {
                if next == path[0], path.count > 1 {
                    if found.insert(Set(path)).inserted { circles.append(path) }
                } else if !path.contains(next) {
                    follow(path + [next])
                }
            }
        }
        for folder in graph.keys.sorted() { follow([folder]) }
        return circles
    }

    @Test func circlesAreFound() {
        #expect(Self.circles(in: ["a": ["b"], "b": ["c"]]).isEmpty)
        #expect(Self.circles(in: ["a": ["b"], "b": ["a"]]) == [["a", "b"]])
        #expect(Self.circles(in: ["a": ["b"], "b": ["c"], "c": ["a"]]) == [["a", "b", "c"]])
    }

    /// The first folder below the target.
    private static func folder(of file: Repository.File) -> String? {
        let parts = file.path.split(separator: "/")
        return parts.count > 3 ? String(parts[2]) : nil
    }

    /// The words of the code alone: a comment may name anything.
    private static func words(in source: String) -> Set<String> {
        let code = source.split(separator: "\n").filter { !$0.drop(while: \.isWhitespace).hasPrefix("//") }
        return Set(code.flatMap { $0.split { !$0.isLetter && !$0.isNumber && $0 != "_" } }.map(String.init))
    }
}
