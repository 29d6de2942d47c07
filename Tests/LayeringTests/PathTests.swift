import Foundation
import Testing

/// Comments and documents name files; one that was moved would lead its reader nowhere.
@Suite struct PathTests {
    @Test func everyFileThatIsNamedIsThere() {
        var named = 0
        for file in Repository.texts(below: ["Sources", "Tests", "docs", "schema", ".ci"]) + [Self.readme]
        where !Self.tellsThePast(file.path) {
            for path in Self.paths(in: file.text) {
                named += 1
                let place = Repository.root.appendingPathComponent(path).path
                if !FileManager.default.fileExists(atPath: place) {
                    Issue.record("\(file.path) names \(path), which is not there")
                }
            }
        }
        #expect(named > 100)
    }

    @Test(arguments: [
        ("see `docs/states.md`.", ["docs/states.md"]), ("Sources/A/B+c.swift:12", ["Sources/A/B+c.swift"]),
        ("`Sources/<Target>/<Concept>.swift`", []), ("`schema/postgres/005_name.sql`", []),
        ("/tmp/docs/x.md, https://a.example/docs/x.md", []),
    ])
    func pathsAreRead(text: String, paths: [String]) {
        #expect(Self.paths(in: text) == paths)
    }

    private static let readme = Repository.File(path: "README.md", text: Repository.text("README.md"))

    /// What was so on a certain day is not corrected afterwards.
    private static func tellsThePast(_ path: String) -> Bool {
        path.hasPrefix("docs/measurements/") || path == "docs/CHANGELOG.md" || path.hasSuffix("PathTests.swift")
    }

    /// Whole paths; `<name>`, `_name` and `NAME` stand for any.
    private static func paths(in text: String) -> [String] {
        let path =
            /(?:^|[^\w\/.\-])((?:Sources|Tests|docs|schema)\/[\w+.\/<>\-]*\.(?:swift|sql|md|txt|jsonl|json|c))\b/
        return text.matches(of: path).map { String($0.1) }
            .filter { !$0.contains("<") && !$0.contains("_name.") && !$0.contains("NAME") }
    }
}
