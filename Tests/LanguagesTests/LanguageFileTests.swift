import Testing

@testable import Languages

@Suite struct LanguageFileTests {
    private static func file(_ text: String) throws -> LanguageFile {
        try LanguageFile(name: "x", text: Array(text.utf8))
    }

    @Test func settingsStandAboveTheFirstSection() throws {
        let file = try Self.file("# a comment\nlanguage: de\nspelling: ü=ue\n\n[yes]\nja")
        #expect(file.settings.map(\.key) == ["language", "spelling"])
        #expect(file.settings.map(\.value) == ["de", "ü=ue"])
        #expect(file.settings.map(\.line) == [2, 3])
    }

    @Test func linesKeepTheirNumbersAndTheirOrder() throws {
        let file = try Self.file("[a]\none|two\n\nthree\n[b] four | five\n[a]\nsix")
        #expect(file.lines("a") == [["one", "two"], ["three"], ["six"]])
        #expect(file.phrases("b") == ["four", "five"])
        #expect(file.sections.flatMap(\.lines).map(\.number) == [2, 4, 5, 7])
        #expect(file.phrases("c").isEmpty)
    }

    @Test(arguments: [
        ("napisał\\(a\\)|pisze", ["napisał(a)", "pisze"]), ("\\[auto\\]", ["[auto]"]), ("a\\|b", ["a|b"]),
        ("\\<a\\>", ["<a>"]), ("a\\\\b", ["a\\b"]), ("\\#1", ["#1"]),
    ])
    func aBackslashTakesASignsMeaningAway(line: String, phrases: [String]) throws {
        #expect(try Self.file("[a]\n\(line)").phrases("a") == phrases)
    }

    @Test(arguments: [
        ("fine", 1, "before the first"), ("[a\nb", 1, "closed"), ("[a]\n(b", 2, "partner"), ("[a]\n<b>", 2, "<b>"),
        ("let a", 1, "let name"),
    ])
    func faultsNameTheirLine(text: String, line: Int, words: String) {
        let fault = #expect(throws: LanguageFault.self) { try Self.file(text) }
        #expect(fault?.line == line)
        #expect(fault?.problem.contains(words) == true)
    }

    @Test func aLanguageIsNamedAsItsFolder() {
        #expect(throws: LanguageFault.self) { try Language(tag: "de", text: Array("language: en".utf8)) }
        #expect(throws: LanguageFault.self) { try Language(tag: "de", text: Array("language: de\nmood: good".utf8)) }
    }
}
