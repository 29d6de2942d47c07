import Testing

/// `docs/PROMISES.md` names a test for each promise; a test that was renamed would leave one that nobody keeps.
@Suite struct PromiseTests {
    @Test func everyTestThatIsNamedIsThere() {
        let tests = Set(
            Repository.texts(below: ["Tests"]).flatMap { file in
                file.text.matches(of: /func ([A-Za-z0-9]+)/).map { String($0.1) }
            })
        let named = Self.named(in: Repository.text("docs/PROMISES.md"))
        #expect(named.count > 100)
        for name in named.sorted() where !tests.contains(name) { Issue.record("there is no test \(name)") }
    }

    @Test func namesAreRead() {
        let row = "| a promise | `Storage/Outbox` | `theFinalDotIsRefused`, `mosaic explain 1` |"
        #expect(Self.named(in: row) == ["theFinalDotIsRefused"])
    }

    /// The tests in the last column of every row: a word in back quotes with a capital inside.
    private static func named(in text: String) -> Set<String> {
        var names: Set<String> = []
        for line in text.split(separator: "\n") where line.hasPrefix("|") {
            guard let last = line.split(separator: "|", omittingEmptySubsequences: true).last(where: { $0 != " " })
            else { continue }
            for match in last.matches(of: /`([a-z][a-z0-9]*[A-Z][A-Za-z0-9]*)`/) { names.insert(String(match.1)) }
        }
        return names
    }
}
