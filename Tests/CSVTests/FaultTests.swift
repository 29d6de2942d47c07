import CSV
import Testing

@Suite struct FaultTests {
    @Test(arguments: ["\"Ada\" L", "\"Ada\"L", "\"Ada\"  \"L\"", "\"a\"b\"c\""])
    func textBehindAClosingQuoteIsAFault(cell: String) throws {
        let records = read("email,first\na@x.example,\(cell)\nb@x.example,Bob\n")
        let fault = try #require(records[1].fault)
        #expect(fault.kind == .textAfterQuote)
        #expect(fault.line == 2)
        #expect(fault.description.hasPrefix("Line 2 (row 2): text stands behind a closing quote."))
        #expect(records.last?.row?.cells == ["b@x.example", "Bob"])
    }

    @Test func theFaultNamesTheLineWhereItStandsAndTheLinesItCosts() throws {
        let records = read("email,first\na,\"Ada\nb,Bob\nc,\"Eve\"\nd,Dan\n")
        let fault = try #require(records[1].fault)
        #expect(fault.kind == .textAfterQuote)
        #expect(fault.line == 4)
        #expect(fault.start.line == 2)
        #expect(fault.description.hasSuffix("Lines 2 to 4 were passed over."))
        #expect(records.last?.row?.cells == ["d", "Dan"])
    }

    @Test func aQuoteThatIsNeverClosedIsReportedWhereItOpened() throws {
        let records = read("email,first\na,\"x\ny\",\"Ada\nb,Bob\nc,Eve\n")
        let fault = try #require(records.last?.fault)
        #expect(fault.kind == .unterminatedQuote)
        #expect(fault.line == 3)
        #expect(fault.start.line == 2)
        #expect(fault.description.contains("Line 3 (row 2)"))
        #expect(fault.description.hasSuffix("Lines 2 to 5 were passed over."))
    }

    @Test(arguments: [
        ("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa,b\n", CSVFault.Kind.cellTooLong(limit: 20)),
        ("\"aaaaaaaaaaaaaaaaaaaaa\",b\n", .cellTooLong(limit: 20)),
        ("aaaaaaaaaaaaaaa,bbbbbbbbbbbbbbb,c\n", .rowTooLong(limit: 25)),
        ("a,b,c,d,e\n", .tooManyCells(limit: 4)),
        (",,,,\n", .tooManyCells(limit: 4)),
    ])
    func whatIsTooLargeIsPassedOver(row: String, kind: CSVFault.Kind) {
        let limits = CSVLimits(rowBytes: 25, cellBytes: 20, cells: 4)
        let text = Array("a,b\n\(row)c,d\n".utf8)
        for length in [1, 7, .max] {
            let records = read(text, inChunksOf: length, reader: CSVReader(delimiter: .comma, limits: limits)).records
            #expect(records.count == 3)
            #expect(records[1].fault?.kind == kind)
            #expect(records.last?.row?.cells == ["c", "d"])
        }
    }

    @Test func whatIsJustAllowedIsRead() {
        let limits = CSVLimits(rowBytes: 23, cellBytes: 20, cells: 4)
        let row = String(repeating: "a", count: 20) + ",b,c,d\n"
        #expect(read(row, reader: CSVReader(delimiter: .comma, limits: limits)).first?.row?.count == 4)
    }

    /// The open quote is the cause; that the row grew too long is what came of it.
    @Test func anOpenQuoteIsNamedEvenWhereALimitEndedTheRow() {
        let text = "a,b\nc,\"" + String(repeating: "x\n", count: 100)
        let fault = read(text, reader: CSVReader(limits: CSVLimits(cellBytes: 50))).last?.fault
        #expect(fault?.kind == .unterminatedQuote)
        #expect(fault?.line == 2)
    }
}
