import Testing

/// `docs/ARCHITECTURE.md` says where to begin with each target; a name that moved would lead a newcomer nowhere.
@Suite struct FrontDoorTests {
    @Test func everyDoorIsThereAndOpen() {
        let doors = Self.doors(in: Repository.text("docs/ARCHITECTURE.md"))
        let sources = Repository.texts(below: ["Sources"]).filter { $0.path.hasSuffix(".swift") }
        let targets = Set(sources.compactMap { Self.target(of: $0.path) }).subtracting(["mosaic"])
        #expect(Set(doors.keys) == targets, "each target with sources of its own has one row")
        for (target, names) in doors.sorted(by: { $0.key < $1.key }) {
            let open = Set(sources.filter { Self.target(of: $0.path) == target }.flatMap { Self.open(in: $0.text) })
            for name in names where !open.contains(name) {
                Issue.record("\(target) has no type \(name) that others may see")
            }
        }
    }

    @Test func declarationsAreRead() {
        let text =
            "package struct A {\n    public final class B {}\n    struct C {}\n}\npackage protocol D: Sendable {}"
        #expect(Self.open(in: text) == ["A", "B", "D"])
        #expect(
            Self.doors(in: "### Front doors\n| `IMAP` | `A` | `B` `C` |\n## Next\n| `X` | `Y` | |") == [
                "IMAP": ["A", "B", "C"]
            ])
    }

    private static func target(of path: String) -> String? {
        path.split(separator: "/").dropFirst().first.map(String.init)
    }

    /// The names of types that a source declares for others.
    private static func open(in text: String) -> [String] {
        let declaration = /(?:public|package) (?:(?:final|indirect) )*(?:struct|class|enum|actor|protocol) (\w+)/
        return text.matches(of: declaration).map { String($0.1) }
    }

    /// The names in each row of the table, by target.
    private static func doors(in text: String) -> [String: [String]] {
        guard let start = text.firstRange(of: "### Front doors")?.upperBound else { return [:] }
        let section = text[start...].prefix(upTo: text[start...].firstRange(of: "\n## ")?.lowerBound ?? text.endIndex)
        var doors: [String: [String]] = [:]
        for line in section.split(separator: "\n") where line.hasPrefix("| `") {
            let names = line.matches(of: /`(\w+)`/).map { String($0.1) }
            if let target = names.first { doors[target] = Array(names.dropFirst()) }
        }
        return doors
    }
}
