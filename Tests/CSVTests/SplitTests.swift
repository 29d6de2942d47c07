import CSV
import Testing

/// What is read does not depend on how the bytes come.
@Suite struct SplitTests {
    static let files: [[UInt8]] =
        [
            "email,first\r\na,Ada\r\n\r\nb,\"x\r\n\"\"y\"\" \r z\"\rc,\"\"\"\"\n",
            "sep=;\r\na;b\r\n\"c\" ;  \"d;e\"\r\n",
            "a,b\n\"Ada\" L,x\nc,\"open\n\r\n", "a\tb\r\r\n\n\rc\td",
        ].map { Array($0.utf8) } + [
            encoded("a;ü\r\n\"😀\r\n\";中\r\n", .utf8, mark: true), encoded("a;ü\r\n\"é\r\n\";€\r\n", .windows1252),
            encoded("sep=;\r\na;ü\r\n\"😀\r\n\";中\r\n", .utf16LittleEndian, mark: true),
            encoded("a;ü\r\n\"😀\r\n\";中\r\n", .utf16BigEndian, mark: true),
        ]

    @Test(arguments: files.indices)
    func everyCutGivesTheSame(file: Int) {
        let bytes = Self.files[file]
        let whole = read(bytes)
        #expect(whole.records.count > 1)
        for length in [1, 2, 3, 5] {
            let cut = read(bytes, inChunksOf: length)
            #expect(cut.records == whole.records)
            #expect(cut.reader.dialect == whole.reader.dialect)
            #expect(cut.reader.blankRows == whole.reader.blankRows)
        }
    }

    /// With a known dialect nothing waits for the detector, so that every state is met at every cut.
    @Test(arguments: files.indices)
    func everyCutGivesTheSameWithoutDetection(file: Int) throws {
        let bytes = Self.files[file]
        let whole = read(bytes)
        let start = try #require(whole.records.first?.start)
        let dialect = try #require(whole.reader.dialect)
        let body = Array(bytes[start.byteOffset...])
        for cut in 0...body.count {
            var reader = CSVReader(resumingAt: start, dialect: dialect)
            var records: [CSVRecord] = []
            for part in [body[..<cut], body[cut...]] {
                reader.append(part)
                while let record = reader.next() { records.append(record) }
            }
            reader.finish()
            while let record = reader.next() { records.append(record) }
            #expect(records == whole.records, "cut at \(cut)")
        }
    }

    @Test func aRowIsGivenAsSoonAsItsEndIsSeen() {
        var reader = CSVReader(
            resumingAt: CSVPosition(byteOffset: 0, line: 1, row: 1),
            dialect: CSVDialect(encoding: .utf8, delimiter: .comma))
        reader.append("a,b\nc".utf8)
        #expect(reader.next()?.row?.cells == ["a", "b"])
        #expect(reader.next() == nil)
        reader.append(",d\n".utf8)
        #expect(reader.next()?.row?.cells == ["c", "d"])
    }
}
