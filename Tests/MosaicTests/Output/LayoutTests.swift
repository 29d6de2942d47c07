import Testing

@testable import mosaic

@Suite struct LayoutTests {
    @Test func factsStandInColumnsAndLeaveOutWhatIsMissing() {
        var facts = Facts()
        facts["a"] = "1"
        facts["none"] = nil
        facts["empty"] = ""
        facts["long"] = "x\ny"
        #expect(facts.description == "a     1\nlong  x\n      y")
    }

    @Test func tableColumnsAlignWhateverTheColours() {
        let terminal = Terminal(hasColours: true)
        var table = Table(["a", "b"])
        table.add([terminal.red("xx"), "y"])
        #expect(table.description == "a   b\n──  ─\n\u{1B}[31mxx\u{1B}[0m  y")
    }

    @Test func withoutColoursNothingIsPainted() {
        #expect(Terminal(hasColours: false).red("x") == "x")
    }
}
