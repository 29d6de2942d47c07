import Testing

@testable import IMAP

/// Each limit is exact: that much is accepted, one more is not.
@Suite struct ParserLimitsTests {
    @Test func lineLength() throws {
        func line(_ length: Int) -> String { "* OK " + String(repeating: "x", count: length - 7) + "\r\n" }
        let limits = ParserLimits(lineLength: 100)
        #expect(try parse(line(100), limits: limits).count == 1)
        #expect(throws: IMAPError.limitExceeded(.lineLength)) { try parse(line(101), limits: limits) }
        #expect(throws: IMAPError.limitExceeded(.lineLength)) {
            try parse(String(repeating: "x", count: 101), limits: limits)
        }
    }

    @Test func lineLengthCountsAllLinesOfAResponseAndNoLiteral() throws {
        func response(_ filler: Int) -> String {
            "* 1 FETCH (BODY[] {50}\r\n" + String(repeating: "y", count: 50) + String(repeating: " ", count: filler)
                + ")\r\n"
        }
        let limits = ParserLimits(lineLength: 40)
        #expect(try parse(response(13), limits: limits).count == 1)
        #expect(throws: IMAPError.limitExceeded(.lineLength)) { try parse(response(14), limits: limits) }
    }

    @Test func literalSize() throws {
        func response(_ size: Int) -> String {
            "* 1 FETCH (BODY[] {\(size)}\r\n" + String(repeating: "y", count: size) + ")\r\n"
        }
        let limits = ParserLimits(literalSize: 1_000)
        #expect(try parse(response(1_000), limits: limits).count == 1)
        #expect(throws: IMAPError.limitExceeded(.literalSize)) { try parse(response(1_001), limits: limits) }
        #expect(throws: IMAPError.limitExceeded(.literalSize)) { try parse("* X {1001}\r\n", limits: limits) }
    }

    @Test func responseSize() throws {
        // 19 + 2 for the line end, 10, then the second announcement.
        let text = "* 1 FETCH (BODY[] {10}\r\n0123456789 BODY[1] {10}\r\n0123456789)\r\n"
        let announced = text.utf8.count - 3
        #expect(try parse(text, limits: ParserLimits(responseSize: announced)).count == 1)
        #expect(throws: IMAPError.limitExceeded(.responseSize)) {
            try parse(text, limits: ParserLimits(responseSize: announced - 1))
        }
    }

    @Test func nesting() throws {
        func response(_ depth: Int) -> String {
            "* 1 FETCH (X " + String(repeating: "(", count: depth) + String(repeating: ")", count: depth) + ")\r\n"
        }
        let limits = ParserLimits(nesting: 10)
        #expect(try parse(response(10), limits: limits).count == 1)
        #expect(throws: IMAPError.limitExceeded(.nesting)) { try parse(response(11), limits: limits) }
        #expect(throws: IMAPError.limitExceeded(.nesting)) { try parse(response(1_000_000)) }
    }

    @Test(arguments: ["* SEARCH", "* FLAGS (", "* CAPABILITY"])
    func elements(_ start: String) throws {
        func response(_ count: Int) -> String {
            start + (1...count).map { " \($0)" }.joined() + (start.hasSuffix("(") ? ")" : "") + "\r\n"
        }
        let limits = ParserLimits(elements: 50)
        #expect(try parse(response(50), limits: limits).count == 1)
        #expect(throws: IMAPError.limitExceeded(.elements)) { try parse(response(51), limits: limits) }
    }

    @Test func elementsOfAnExpandedSet() throws {
        let limits = ParserLimits(elements: 100)
        #expect(try parse("* ESEARCH UID ALL 5,1:99\r\n", limits: limits).count == 1)
        #expect(throws: IMAPError.limitExceeded(.elements)) {
            try parse("* ESEARCH UID ALL 5,1:100\r\n", limits: limits)
        }
        #expect(throws: IMAPError.limitExceeded(.elements)) { try parse("* ESEARCH UID ALL 4294967295:1\r\n") }
    }

    @Test(arguments: [
        "{0}", "{18446744073709551616}", "{99999999999999999999999999999999999999}", "{9223372036854775807}",
    ])
    func literalSizesNeverTrap(_ announcement: String) {
        // The empty literal is fine, only its FETCH is not finished.
        let result = Result { try parse("* 1 FETCH (BODY[] \(announcement)\r\n") }
        if announcement == "{0}" { #expect((try? result.get()) == []) } else { #expect((try? result.get()) == nil) }
    }
}
