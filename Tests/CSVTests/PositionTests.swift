import CSV
import Testing

/// Lines for people with an editor, rows for people with a spreadsheet, offsets for a later reader.
@Suite struct PositionTests {
    @Test func linesAreThoseOfTheFileAndRowsThoseOfASpreadsheet() {
        let starts = read("sep=;\r\nemail;note\r\na;\"l1\r\nl2\rl3\"\n\nb;x").map(\.start)
        #expect(
            starts == [
                CSVPosition(byteOffset: 7, line: 2, row: 1), CSVPosition(byteOffset: 19, line: 3, row: 2),
                CSVPosition(byteOffset: 34, line: 7, row: 4),
            ])
    }

    @Test(arguments: CSVEncoding.allCases, [true, false])
    func offsetsAreThoseOfTheFile(encoding: CSVEncoding, mark: Bool) throws {
        let text = encoding == .windows1252 ? "a,b\nJosé,€\n\"x\r\ny\",ü\n" : "a,b\nJosé,😀\n\"x\r\ny\",中\n"
        let bytes = encoded(encoding == .ascii ? "a,b\nc,d\ne,f\n" : text, encoding, mark: mark)
        let records = read(bytes).records
        #expect(records.count == 3)
        for (record, next) in zip(records, records.dropFirst()) {
            #expect(record.end == next.start)
            let alone = bytes[record.start.byteOffset..<record.end.byteOffset]
            let row = read(Array(alone), reader: CSVReader(encoding: read(bytes).reader.dialect?.encoding)).records
            #expect(cells(row) == cells([record]))
        }
        #expect(records.last?.end.byteOffset == bytes.count)
        #expect(records.last?.end.line == (encoding == .ascii ? 4 : 5))
    }

    @Test(arguments: [
        "a,b\r\nc,d\r\n\r\n\"e\r\n\",f\r\ng,h", "sep=|\ra|b\rc|d\r\re|\"f\"", "a;b\nJosé;ü\n\"x;\";\"bad\"y\nz;w\n",
    ])
    func anotherReaderGoesOnAfterAnyRow(text: String) throws {
        let bytes = Array(text.utf8)
        let records = read(bytes).records
        for index in records.indices {
            var reader = CSVReader()
            reader.append(bytes)
            reader.finish()
            for _ in 0...index { _ = reader.next() }
            let dialect = try #require(reader.dialect)
            let later = CSVReader(resumingAt: records[index].end, dialect: dialect)
            let rest = read(Array(bytes[records[index].end.byteOffset...]), reader: later).records
            #expect(rest == Array(records[(index + 1)...]))
        }
    }

    @Test func anotherReaderDecidesTheEncodingThatTheFirstCouldNotYet() throws {
        let start = encoded("a,b\nc,d\n", .windows1252)
        let (records, first) = read(start)
        let dialect = try #require(first.dialect)
        #expect(dialect.encoding == .ascii)
        let later = CSVReader(resumingAt: try #require(records.last?.end), dialect: dialect)
        let rest = read(encoded("José,x\n", .windows1252), reader: later)
        #expect(cells(rest.records) == [["José", "x"]])
        #expect(rest.reader.dialect?.encoding == .windows1252)
    }
}
