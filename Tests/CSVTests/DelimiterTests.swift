import CSV
import Testing

@Suite struct DelimiterTests {
    @Test(arguments: [
        ("a,b\n1,2\n", CSVDelimiter.comma), ("a;b;c\nx;y;1,5\n", .semicolon), ("a\tb\n1\t2\n", .tab),
        ("a|b\n1|2\n", .pipe), ("a\nb\n", .comma), ("", .comma),
        ("email;name\na@x.example;\"b, c, d\"\n", .semicolon),
        ("email,note\na,\"x;y;z\"\nb,\"1;2;3\"\n", .comma),
        ("email,note\na,x;y\nb,x;y\n", .comma),
        ("name;city, country;zip\nAda;Bern, CH;1\nBob;Rome, IT;2\nC;Oslo;3\n", .semicolon),
        ("a;b\n\n\n1;2\n", .semicolon), ("\"a;1\",\"b;2\"\n\"c;3\",\"d;4\"\n", .comma),
    ])
    func theOneThatCutsAllRowsAlikeIsFound(text: String, delimiter: CSVDelimiter) {
        #expect(read(Array(text.utf8)).reader.dialect?.delimiter == delimiter)
    }

    @Test(arguments: ["sep=;\n", "sep=;\r\n", "sep=;\r", "SEP=;\r\n", "\u{FEFF}sep=;\n"])
    func excelsOwnLineIsObeyedAndDropped(line: String) {
        let text = line + "a,b;c\n1,2;3\n"
        let (records, reader) = read(Array(text.utf8))
        #expect(cells(records) == [["a,b", "c"], ["1,2", "3"]])
        #expect(reader.dialect?.delimiter == .semicolon)
        #expect(records.first?.start.line == 2)
        #expect(records.first?.start.row == 1)
    }

    @Test func excelsLineIsObeyedInUTF16() {
        let bytes = encoded("sep=|\r\na|ü\r\n", .utf16LittleEndian, mark: true)
        let records = read(bytes).records
        #expect(cells(records) == [["a", "ü"]])
        #expect(records.first?.start == CSVPosition(byteOffset: 16, line: 2, row: 1))
    }

    @Test(arguments: ["sep=ab\nc,d\n", "sep=a\nc,d\n", "sep=\"\nx\",d\n", "\"sep=;\"\nc;d\n", "separate,b\n"])
    func otherFirstLinesAreRows(text: String) {
        #expect(read(text).first?.start.line == 1)
    }

    @Test func aGivenDelimiterIsTaken() throws {
        let caret = try #require(CSVDelimiter(rawValue: UInt8(ascii: "^")))
        #expect(cells(read("a^b,c\n", reader: CSVReader(delimiter: caret))) == [["a", "b,c"]])
    }

    @Test(arguments: ["\"", "\r", "\n", " ", "a", "Z", "0", "\0", "\u{7F}"])
    func notEveryByteCanDelimit(character: Unicode.Scalar) {
        #expect(CSVDelimiter(rawValue: UInt8(character.value)) == nil)
    }
}
