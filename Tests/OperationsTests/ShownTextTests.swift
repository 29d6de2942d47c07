import Testing
import Timing

@testable import Operations

@Suite struct ShownTextTests {
    @Test(arguments: [
        ("a\n b\tc", "a b c"), ("\u{1B}[31mred", "\u{FFFD}[31mred"), ("\u{9B}2J", "\u{FFFD}2J"),
        ("abc\u{202E}def", "abc\u{FFFD}def"), ("", ""),
    ])
    func oneLineHoldsNothingThatSteersATerminal(_ text: String, _ expected: String) {
        #expect(text.shownOnOneLine() == expected)
    }

    @Test func longTextIsCutWithAMark() {
        #expect("abcdef".shownOnOneLine(limit: 4) == "abc…")
        #expect("abcd".shownOnOneLine(limit: 4) == "abcd")
    }

    @Test func linesStayLines() {
        #expect("a\r\nb\n\n\u{1B}c".shownLines == ["a", "b", "", "\u{FFFD}c"])
    }

    @Test(arguments: [
        (0, "now"), (5, "in 5 s"), (-5, "5 s ago"), (300, "in 5 min"), (86_400, "in 24 h"), (-259_200, "3 d ago"),
    ])
    func distancesReadLikePeopleSayThem(_ seconds: Int64, _ expected: String) {
        let now = Timestamp(secondsSince1970: 1_795_000_000)
        #expect((now + .seconds(seconds)).shown(relativeTo: now) == expected)
    }

    @Test func instantsShowInUTCToTheSecond() {
        #expect(Timestamp(microsecondsSince1970: 1_795_000_000_123_456).shown == "2026-11-18 11:06:40")
    }

    @Test(arguments: [
        ("postgresql://user:p@ss@db.example:5432/mosaic?sslmode=require", "db.example:5432/mosaic"),
        ("postgres://localhost/mosaic", "localhost/mosaic"), ("host=x password=y", "a server"),
    ])
    func aDatabaseIsShownWithoutItsPassword(_ url: String, _ expected: String) {
        #expect(url.withoutCredentials == expected)
    }
}
