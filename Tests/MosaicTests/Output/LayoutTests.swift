import Testing

@testable import mosaic

@Suite struct LayoutTests {
    @Test func factsStandInColumnsAndLeaveOutWhatIsMissing() {
        var facts = Facts(width: nil)
        facts["a"] = "1"
        facts["none"] = nil
        facts["empty"] = ""
        facts["long"] = "x\ny"
        #expect(facts.description == "a     1\nlong  x\n      y")
    }

    @Test func tableColumnsAlignWhateverTheColours() {
        let terminal = Terminal(hasColours: true)
        var table = Table(["a", "b"], width: nil)
        table.add([terminal.red("xx"), "y"])
        #expect(table.description == "a   b\n──  ─\n\u{1B}[31mxx\u{1B}[0m  y")
    }

    @Test func aTableThatIsTooWideWrapsBetweenWords() {
        var table = Table(["id", "what they wrote"], width: 24)
        table.add(["1", "Sounds great, tell me more about it"])
        #expect(
            table.description == """
                id  what they wrote
                ──  ────────────────────
                1   Sounds great, tell
                    me more about it
                """)
    }

    @Test func columnsThatMayGiveWayAreLeftOutAndNamed() {
        var table = Table(["id", .optional("account", 2), "contact", .optional("changed", 1)], width: 40)
        table.add(["1", "team@brand.test", "creator@creators.example", "5 min ago"])
        #expect(
            table.description == """
                id  contact                   changed
                ──  ────────────────────────  ─────────
                1   creator@creators.example  5 min ago
                (no room for: account)
                """)
    }

    @Test func whereNothingElseFitsARowBecomesABlock() {
        var table = Table(["id", "contact", "account"], width: 30)
        table.add(["1", "ann@creators.example", "team@brand.test"])
        table.add(["2", "bob@creators.example", ""])
        #expect(
            table.description == """
                id       1
                contact  ann@creators.example
                account  team@brand.test

                id       2
                contact  bob@creators.example
                """)
    }

    @Test(arguments: [20, 33, 50, 80, 132])
    func noLineIsWiderThanTheTerminal(_ width: Int) {
        var table = Table(["ID", .optional("account", 2), "why", .optional("they wrote", 1)], width: width)
        table.add(["12", "a.very.long.name@brand.example", "contact_provided", "日本語のとても長い返信です。よろしく 👍🏽"])
        table.add(["13", "b@brand.example", "clarification", "How much do you pay? I would like to know that first."])
        #expect(table.description.split(separator: "\n").allSatisfy { $0.isNote || String($0).displayWidth <= width })
    }

    @Test(arguments: [
        ("abc", 3), ("日本", 4), ("e\u{301}", 1), ("👍🏽", 2), ("🇩🇪", 2), ("한글", 4), ("❤\u{FE0F}", 2), ("“é–”", 4),
        ("\u{1B}[31mred\u{1B}[0m", 3),
    ])
    func wideCharactersTakeTwoColumns(_ text: String, _ columns: Int) {
        #expect(text.displayWidth == columns)
    }

    @Test func factsWrapWithinTheirColumn() {
        var facts = Facts(width: 20)
        facts["why"] = "They said how to reach them."
        #expect(facts.description == "why  They said how\n     to reach them.")
    }

    @Test func withoutColoursNothingIsPainted() {
        #expect(Terminal(hasColours: false).red("x") == "x")
    }
}

extension Substring {
    fileprivate var isNote: Bool { hasPrefix("(no room") }
}
