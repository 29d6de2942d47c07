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

    @Test(arguments: [
        (1_795_000_000_123_456, "2026-11-18 12:06:40 CET"), (1_782_000_000_000_000, "2026-06-21 02:00:00 CEST"),
    ])
    func instantsAreShownInTheZoneOfWhoLooks(_ microseconds: Int64, _ expected: String) {
        #expect(Timestamp(microsecondsSince1970: microseconds).shown(in: Self.berlin) == expected)
        #expect(Timestamp(microsecondsSince1970: 1_795_000_000_123_456).shown(in: .utc) == "2026-11-18 11:06:40 UTC")
    }

    /// In October clocks show 02:30 twice, in March never.
    @Test(arguments: [
        ("2026-12-24T09:00", "2026-12-24T08:00:00.000Z"), ("2026-07-24 09:00:30", "2026-07-24T07:00:30.000Z"),
        ("2026-12-24", "2026-12-23T23:00:00.000Z"), ("2026-10-25T02:30", "2026-10-25T00:30:00.000Z"),
        ("2026-10-25T03:30", "2026-10-25T02:30:00.000Z"), ("2026-03-29T02:30", "2026-03-29T00:30:00.000Z"),
        ("2026-03-29T03:30", "2026-03-29T01:30:00.000Z"),
    ])
    func aLocalTimeIsAnInstant(_ text: String, _ expected: String) {
        #expect(Self.berlin.instant(text)?.rfc3339 == expected)
    }

    @Test(arguments: ["", "tomorrow", "24.12.2026", "2026-02-30", "2026-12-24T", "2026-12-24T9", "09:00"])
    func whatIsNoLocalTimeIsNone(_ text: String) {
        #expect(Self.berlin.instant(text) == nil)
    }

    private static let berlin = LocalZone { instant in
        let summer = Timestamp(rfc3339: "2026-03-29T01:00:00Z")!..<Timestamp(rfc3339: "2026-10-25T01:00:00Z")!
        return summer.contains(instant) ? (.seconds(7_200), "CEST") : (.seconds(3_600), "CET")
    }

    @Test(arguments: [
        ("postgresql://user:p@ss@db.example:5432/mosaic?sslmode=require", "db.example:5432/mosaic"),
        ("postgres://localhost/mosaic", "localhost/mosaic"), ("host=x password=y", "a server"),
    ])
    func aDatabaseIsShownWithoutItsPassword(_ url: String, _ expected: String) {
        #expect(url.withoutCredentials == expected)
    }
}
