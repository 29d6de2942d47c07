import CSV
import Testing

@Suite struct WriterTests {
    private func plain(_ cells: [String], _ format: CSVFormat = .plain) -> String {
        var writer = CSVWriter(format)
        return String(decoding: writer.row(cells), as: UTF8.self)
    }

    @Test(arguments: [
        (["a", "b"], "a,b\r\n"), (["a,b", "c;d"], "\"a,b\",\"c;d\"\r\n"), (["a\"b"], "\"a\"\"b\"\r\n"),
        (["a\nb", "c\rd"], "\"a\nb\",\"c\rd\"\r\n"), ([" a", "b "], "\" a\",\"b \"\r\n"), ([""], "\"\"\r\n"),
        (["", ""], ",\r\n"), ([], "\r\n"), (["sep=;"], "\"sep=;\"\r\n"), (["\u{FEFF}a"], "\"\u{FEFF}a\"\r\n"),
    ])
    func cellsAreQuotedWhereTheyMust(cells: [String], line: String) {
        #expect(Array(plain(cells).utf8) == Array(line.utf8))
    }

    @Test(arguments: [
        ("=1+1", "'=1+1"), ("+4179", "'+4179"), ("-5", "'-5"), ("@x", "'@x"), ("\tx", "\"'\tx\""), ("\rx", "\"'\rx\""),
        ("'=1", "''=1"), ("''+", "'''+"), ("＝1", "'＝1"), ("00491512", "'00491512"), ("491512345678", "'491512345678"),
        ("1E5", "'1E5"), ("", ""), ("'", "'"), ("'90s", "'90s"), ("a=1", "a=1"), ("0", "0"), ("12345", "12345"),
        ("+49 15112345678", "+49 15112345678"), ("+1 202 555 0123", "+1 202 555 0123"), ("+49 12", "'+49 12"),
        ("+49-15112345678", "'+49-15112345678"), ("+49 1511234567+1", "'+49 1511234567+1"),
        ("+49  15112345678", "'+49  15112345678"), ("+4915112345678", "'+4915112345678"),
        ("'+49 15112345678", "''+49 15112345678"), ("+49 15112345678 ", "\"'+49 15112345678 \""),
        ("=HYPERLINK(\"http://e.example\")", "\"'=HYPERLINK(\"\"http://e.example\"\")\""),
    ])
    func whatASpreadsheetWouldRunOrRewriteIsGuarded(cell: String, written: String) {
        let format = CSVFormat(hasByteOrderMark: false, isGuarded: true)
        #expect(plain([cell, "x"], format) == written + ",x\r\n")
        #expect(plain([cell, "x"]).hasPrefix("'") == cell.hasPrefix("'"))
        #expect(SpreadsheetGuard.unguarded(SpreadsheetGuard.guarded(cell)) == cell)
    }

    @Test func theMarkStandsBeforeTheFirstRowOnly() {
        var writer = CSVWriter(.spreadsheet)
        #expect(writer.row(["a"]) == [0xEF, 0xBB, 0xBF, 0x61, 0x0D, 0x0A])
        #expect(writer.row(["b"]) == [0x62, 0x0D, 0x0A])
        var later = CSVWriter(.spreadsheet, isAtStart: false)
        #expect(later.row(["c"]) == [0x63, 0x0D, 0x0A])
    }

    @Test func aGuardIsTakenOffAndCanBeSeen() {
        // Other programs guard a number that we would leave alone.
        #expect(read("'+49 15112345678,a\n").first?.row?.cells.first == "+49 15112345678")
        let row = read("'+4179,'x,''=,'\n").first?.row
        #expect(row?.cells == ["+4179", "'x", "'=", "'"])
        #expect(row?.guardedCells == ["'+4179", "'x", "''=", "'"])
    }
}
