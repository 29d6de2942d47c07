import CSV
import Testing

/// What is a row and what a cell, case by case.
@Suite struct RowTests {
    @Test(arguments: [
        ("a,b\nc,d\n", [["a", "b"], ["c", "d"]]),
        ("a,b\r\nc,d\r\n", [["a", "b"], ["c", "d"]]),
        ("a,b\rc,d\r", [["a", "b"], ["c", "d"]]),
        ("a,b\r\nc,d\ne,f\rg,h", [["a", "b"], ["c", "d"], ["e", "f"], ["g", "h"]]),
        ("a,b\nc,", [["a", "b"], ["c", ""]]),
        ("a,b\nc,\"\"", [["a", "b"], ["c", ""]]),
        ("a,b\n\"\",\"\"\nc,d", [["a", "b"], ["c", "d"]]),
    ])
    func rowsEndInAnyLineEndOrTheFile(text: String, rows: [[String]]) {
        #expect(cells(text) == rows)
    }

    @Test(arguments: [
        ("a,\"b,c\"\n", [["a", "b,c"]]),
        ("a,\"b \"\"c\"\" d\"\n", [["a", "b \"c\" d"]]),
        ("a,\"\"\"\"\n", [["a", "\""]]),
        ("a,\"b\r\nc\rd\ne\"\nf,g\n", [["a", "b\r\nc\rd\ne"], ["f", "g"]]),
        ("\"a\",\"b\"", [["a", "b"]]),
    ])
    func quotesHoldWhatWouldEndACell(text: String, rows: [[String]]) {
        #expect(cells(text) == rows)
    }

    @Test(arguments: [
        ("a,5\" screen\n", [["a", "5\" screen"]]),
        ("a,b\"c\",d\n", [["a", "b\"c\"", "d"]]),
        ("a, \"b, c\" ,d\n", [["a", "b, c", "d"]]),
        ("a,b\nc,\t\"b\"\t\n", [["a", "b"], ["c", "b"]]),
        ("a\n\"Ada L\"  <a@b.example>\n", [["a"], ["Ada L <a@b.example>"]]),
        ("a\n\"Ada\"<a@b.example>\n", [["a"], ["Ada<a@b.example>"]]),
        (" a , b \n", [[" a ", " b "]]),
        ("a,\" b \"\n", [["a", " b "]]),
    ])
    func quotesAndBlanksOfPeopleAreUnderstood(text: String, rows: [[String]]) {
        #expect(cells(text) == rows)
    }

    @Test(arguments: ["\u{2028}", "\u{2029}", "\u{85}", "\u{B}", "\u{C}", "\u{1C}"])
    func onlyCarriageReturnAndLineFeedEndARow(text: String) {
        #expect(cells("a,b\nc,x\(text)y\n") == [["a", "b"], ["c", "x\(text)y"]])
    }

    @Test(arguments: ["\u{301}x", "\u{200D}Jo", "\u{FE0F}"])
    func marksDoNotGlueToADelimiter(cell: String) {
        let row = read("a,b\nc,\(cell)\n").last?.row
        #expect(row?.count == 2)
        #expect(row.map { Array(($0[1] ?? "").unicodeScalars) } == Array(cell.unicodeScalars))
    }

    @Test(arguments: ["a,b\n\nc,d\n\n\n", "a,b\n,\nc,d\n , \t\n\"\"\n", "\r\n\r\na,b\r\nc,d\r\n,,,,\r\n"])
    func blankRowsAreCountedAndPassedOver(text: String) {
        let (records, reader) = read(Array(text.utf8))
        #expect(cells(records) == [["a", "b"], ["c", "d"]])
        #expect(reader.blankRows == 3)
    }

    @Test func rowsMayBeShorterOrLonger() {
        #expect(cells("a,b,c\nd\ne,f,g,h\n") == [["a", "b", "c"], ["d"], ["e", "f", "g", "h"]])
    }

    @Test func aMissingCellIsNil() throws {
        let row = try #require(read("a,b\n").first?.row)
        #expect(row.count == 2)
        #expect(row[0] == "a")
        #expect(row[2] == nil)
        #expect(row[-1] == nil)
    }

    @Test(arguments: ["", "\n", "\u{FEFF}", "\r\n \r\n"])
    func aFileMayHoldNothing(text: String) {
        #expect(cells(text).isEmpty)
    }
}
