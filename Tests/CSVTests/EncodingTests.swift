import CSV
import Testing

@Suite struct EncodingTests {
    private static let text = "email,first\na@x.example,José – Zoë €\n"

    @Test(arguments: [
        (CSVEncoding.utf8, true), (.utf8, false), (.utf16LittleEndian, true), (.utf16BigEndian, true),
        (.utf16LittleEndian, false), (.utf16BigEndian, false),
    ])
    func unicodeIsReadWithAndWithoutAMark(encoding: CSVEncoding, mark: Bool) {
        let (records, reader) = read(encoded(Self.text, encoding, mark: mark))
        #expect(cells(records) == [["email", "first"], ["a@x.example", "José – Zoë €"]])
        #expect(reader.dialect?.encoding == encoding)
    }

    @Test func whatIsNoUTF8IsTakenForWindows1252() {
        let bytes = Array("email,first\na@x.example,Jos".utf8) + [0xE9, 0x20, 0x96, 0x20, 0x80, 0x81, 0x0A]
        let (records, reader) = read(bytes)
        #expect(cells(records).last == ["a@x.example", "José – €\u{81}"])
        #expect(reader.dialect?.encoding == .windows1252)
    }

    /// More than the detector looks at lies before the first character that is no ASCII.
    @Test(arguments: [CSVEncoding.utf8, .windows1252])
    func theEncodingIsDecidedByTheFirstRowThatTells(encoding: CSVEncoding) {
        let bytes =
            Array("email,first\n".utf8) + Array(String(repeating: "a@x.example,Ada\n", count: 5_000).utf8)
            + encoded("b@x.example,José\nc@x.example,Zoë\n", encoding)
        let (records, reader) = read(bytes, inChunksOf: 4_096)
        #expect(cells(records).suffix(2) == [["b@x.example", "José"], ["c@x.example", "Zoë"]])
        #expect(records.count == 5_003)
        #expect(reader.dialect?.encoding == encoding)
    }

    @Test func oneBrokenNameDoesNotTurnTheOthersIntoGibberish() {
        let bytes = Array("first\nJosé\nZoë\n".utf8) + [0xFC, 0x0A] + Array("Ada\n".utf8)
        let (records, reader) = read(bytes)
        #expect(reader.dialect?.encoding == .utf8)
        #expect(records.map { $0.row?[0] } == ["first", "José", "Zoë", nil, "Ada"])
        #expect(records[3].fault?.kind == .invalidText(cell: 1, .utf8))
        #expect(records[3].fault?.line == 4)
    }

    @Test(arguments: [
        ([0xC3, 0x2C, 0xA9], [1, 2]), ([0xED, 0xA0, 0x80, 0x2C, 0x61], [1]), ([0xC0, 0x80, 0x2C, 0x61], [1]),
        ([0x61, 0x2C, 0xF4, 0x90, 0x80, 0x80], [2]), ([0x61, 0x2C, 0xE2, 0x82], [2]),
    ])
    func nothingButWellFormedUTF8Passes(bytes: [UInt8], faulty: [Int]) {
        let records = read(Array("é,é\n".utf8) + bytes, reader: CSVReader(encoding: .utf8)).records
        #expect(records.last?.fault?.kind == .invalidText(cell: faulty[0], .utf8))
    }

    @Test(arguments: [
        [0xFF, 0xFE, 0x61, 0x00, 0x0A, 0x00, 0x00, 0xD8, 0x62, 0x00], [0xFF, 0xFE, 0x61, 0x00, 0x0A, 0x00, 0x62],
        [0xFE, 0xFF, 0x00, 0x61, 0x00, 0x0A, 0xDC, 0x00], [0xFF, 0xFE, 0x61, 0x00, 0x0A, 0x00, 0x00, 0xD8],
    ])
    func halfACharacterOfUTF16IsAFault(bytes: [UInt8]) {
        let records = read(bytes).records
        #expect(records.first?.row?.cells == ["a"])
        #expect(records.count == 2)
        guard case .invalidText(cell: 1, _) = records.last?.fault?.kind else {
            Issue.record("\(records) ends in no fault")
            return
        }
        #expect(records.last?.end.byteOffset == bytes.count)
    }

    @Test func nulIsAFaultSinceNoDatabaseTakesIt() {
        let records = read("email,first\na@x.example,A\0da\nb@x.example,Bob\n")
        #expect(records.map { $0.fault?.kind } == [nil, .nul(cell: 2), nil])
    }

    @Test func aGivenEncodingIsTaken() {
        let bytes = encoded("a,b\nJosé,x\n", .utf8)
        #expect(cells(read(bytes, reader: CSVReader(encoding: .windows1252)).records).last == ["JosÃ©", "x"])
    }
}
