import Testing

@testable import Operations

@Suite struct LeadCellTests {
    /// "Hi n/a" and "Hi -" have gone out from other programs.
    @Test(arguments: [
        "", " ", "-", "--", "—", "???", "...", "n/a", "N/A", " n.a. ", "k.A.", "NULL", "null", "(null)", "\\N", "None",
        "NaN", "#N/A", "#NV", "#REF!", "####", "\u{200B}", "\u{A0}-\u{A0}",
    ])
    func saysNothing(_ cell: String) {
        #expect(LeadCell.value(cell) == nil)
    }

    @Test(arguments: [
        "Zoë", "李", "O", "D'Angelo", "Jean-Luc", "Null", "Nan", "Na", "none", "0", "+49 30 1", "$", "👍", "★★★", "@ada",
        "#1", "C++", "n/a for now",
    ])
    func saysSomething(_ cell: String) {
        #expect(LeadCell.value(cell) == cell)
    }

    @Test func aValueIsTrimmed() {
        #expect(LeadCell.value("\u{A0} Zoë \u{200B}") == "Zoë")
    }
}
