import Testing

@testable import Settings

@Suite struct EnvironmentFileTests {
    private static func read(_ text: String) -> EnvironmentFile { EnvironmentFile(Array(text.utf8), path: ".env") }

    @Test(arguments: [
        ("A=b", "b"), ("A = b ", "b"), ("\tA=b c  ", "b c"), ("A=\"b c\"", "b c"), ("A='b c'", "b c"),
        ("A=\" b \"", " b "), ("export A=b", "b"), ("export\tA=\"b\"", "b"), ("A=b # why", "b"), ("A=b\t# why", "b"),
        ("A=b#c", "b#c"), ("A=#b", "#b"), ("A= # nothing", ""), ("A=", ""), ("A=''", ""), ("A=\"b\" # why", "b"),
        ("A=\"b # c\"", "b # c"), ("A='b \" c'", "b \" c"), ("A=\"b \\\" c\"", "b \" c"), ("A=\"b\\\\c\"", "b\\c"),
        ("A=\"\\$b\\n\"", "$b\\n"), ("A='b\\'", "b\\"), ("A=b=c==", "b=c=="), ("A=it's", "it's"),
        ("A=5\" screen", "5\" screen"),
        ("A=käse ☕", "käse ☕"),
    ])
    func valuesAreReadAsTheyAreMeant(line: String, value: String) {
        let file = Self.read(line)
        #expect(file.faults.isEmpty)
        #expect(file.entries.map(\.name) == ["A"])
        #expect(file.entries.first?.value == value)
    }

    @Test(arguments: ["\n", "\r\n", "\r"])
    func everyLineEndIsOne(end: String) {
        let file = Self.read(["\u{FEFF}# comment", "", "A=1", "  # another", "B=\"2\"", "C=3 "].joined(separator: end))
        #expect(file.faults.isEmpty)
        #expect(file.entries.map(\.name) == ["A", "B", "C"])
        #expect(file.entries.map(\.value) == ["1", "2", "3"])
        #expect(file.entries.map(\.line) == [3, 5, 6])
    }

    @Test(arguments: [
        ("this is no setting", "Line 1 of .env is not a setting"), ("DRY_RUN: true", "Line 1 of .env is not a setting"),
        ("=b", "Line 1 of .env is not a setting"), ("A b=c", "Line 1 of .env is not a setting"),
        ("A=\"b", "A in line 1 of .env begins with a quotation mark that nothing closes"),
        ("A='b", "A in line 1 of .env begins with a quotation mark that nothing closes"),
        ("A=\"b\"c", "A in line 1 of .env goes on after its closing quotation mark"),
        ("A=“b”", "A in line 1 of .env begins with a typographic quotation mark"),
    ])
    func whatCannotBeReadIsNamedByItsLine(line: String, sentence: String) {
        let file = Self.read(line)
        #expect(file.entries.isEmpty)
        #expect(file.faults.count == 1)
        #expect(file.faults.first?.hasPrefix(sentence) == true, "\(file.faults)")
    }

    @Test func otherEncodingsAreNamed() {
        let utf16: [UInt8] = [0xFF, 0xFE] + "A=b".utf8.flatMap { [$0, 0] }
        let latin1: [UInt8] = Array("A=Jos".utf8) + [0xE9]
        for bytes in [utf16, latin1] {
            let file = EnvironmentFile(bytes, path: ".env")
            #expect(file.entries.isEmpty)
            #expect(file.faults.map { $0.contains("not UTF-8") } == [true])
        }
    }

    @Test func aFileThatIsNoSettingsFileIsRefusedWhole() {
        let file = EnvironmentFile([UInt8](repeating: UInt8(ascii: "a"), count: EnvironmentFile.limit + 1), path: "x")
        #expect(file.entries.isEmpty)
        #expect(file.faults.count == 1)
    }

    @Test func faultsHoldNothingOfTheLine() {
        let file = Self.read("hunter2 hunter2\nPASSWORD=\"hunter2\nPASSWORD='hunter2' hunter2\nPASSWORD=“hunter2")
        #expect(file.faults.count == 4)
        #expect(!file.faults.joined().contains("hunter2"))
    }

    @Test func cutAnywhereItStillReads() {
        let bytes = Array("\u{FEFF}export A=\"b\\\" c\" # d\r\nB='e' \r\n\tC = f#g # h\nD=“x”\n".utf8)
        for end in bytes.indices {
            let file = EnvironmentFile(Array(bytes[..<end]), path: ".env")
            #expect(file.entries.count + file.faults.count <= 4)
        }
    }
}
