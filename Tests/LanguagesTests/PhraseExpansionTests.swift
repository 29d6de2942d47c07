import Testing

@testable import Languages

@Suite struct PhraseExpansionTests {
    @Test(arguments: [
        ("a|b", ["a", "b"]), ("(a|b) c", ["a c", "b c"]), ("a (b |)c", ["a b c", "a c"]), ("<x> d", ["y d", "z d"]),
        ("((a|b)|c)", ["a", "b", "c"]), ("", [""]), ("a)", nil), ("(a", nil), ("<x", nil), ("<w>", nil),
    ])
    func alternativesAreWrittenOut(line: String, phrases: [String]?) {
        #expect((try? PhraseExpansion.phrases(of: line, definitions: ["x": "y|z"])) == phrases)
    }

    @Test func aLineThatStandsForTooMuchIsRefused() {
        let group = "(" + (0..<20).map(String.init).joined(separator: "|") + ")"
        #expect(throws: PhraseExpansion.Fault.self) {
            try PhraseExpansion.phrases(of: group + group + group + group, definitions: [:])
        }
    }

    @Test func definitionsThatNameThemselvesAreRefused() {
        #expect(throws: PhraseExpansion.Fault.self) {
            try PhraseExpansion.phrases(of: "<a>", definitions: ["a": "<a>"])
        }
    }
}
