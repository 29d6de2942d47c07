import Testing
import Timing

@testable import Outreach

@Suite struct HourSpanTests {
    @Test(arguments: [
        ("9-17", 32_400, 61_200), ("09:00-17:30", 32_400, 63_000), ("22:00–02:00", 79_200, 93_600),
        (" 08:15 - 12:00 ", 29_700, 43_200), ("0-24", 0, 86_400), ("0:00-24:00", 0, 86_400), ("18-0", 64_800, 86_400),
    ])
    func spansAreRead(text: String, from: Int, to: Int) {
        #expect(HourSpan(text)?.from == from)
        #expect(HourSpan(text)?.to == to)
    }

    @Test(arguments: [
        "", "9", "9-9", "9-25", "24-9", "9:60-10", "9:0:0-10", "a-b", "9-10-11", "-", "9.5-10", "009-10", "9 30-10",
    ])
    func otherTextIsRefused(text: String) {
        #expect(HourSpan(text) == nil)
    }
}

@Suite(.enabled(if: Zones.areThere, "needs tzdata")) struct WindowTests {
    private static let workdays: Set<Weekday> = [.monday, .tuesday, .wednesday, .thursday, .friday]

    private func window(
        _ zone: String, _ spans: [String] = ["9-17"], days: Set<Weekday> = workdays, holidays: [String] = []
    ) throws -> SendingWindow {
        SendingWindow(
            zone: try Zones.named(zone), days: days, spans: try spans.map { try #require(HourSpan($0)) },
            holidays: Set(holidays.map(day)))
    }

    @Test(arguments: [
        ("2026-07-01T07:30:00Z", true, "2026-07-01T07:30:00Z"), ("2026-07-01T06:59:59Z", false, "2026-07-01T07:00:00Z"),
        ("2026-07-01T07:00:00Z", true, "2026-07-01T07:00:00Z"), ("2026-07-01T15:00:00Z", false, "2026-07-02T07:00:00Z"),
        ("2026-07-01T14:59:59Z", true, "2026-07-01T14:59:59Z"), ("2026-07-03T15:00:00Z", false, "2026-07-06T07:00:00Z"),
        ("2026-07-04T10:00:00Z", false, "2026-07-06T07:00:00Z"),
        ("2026-12-01T07:30:00Z", false, "2026-12-01T08:00:00Z"),
    ])
    func aWindowIsJudgedByTheClockOfItsPlace(instant: String, isOpen: Bool, opening: String) throws {
        let window = try window("Europe/Amsterdam")
        #expect(window.contains(at(instant)) == isOpen)
        #expect(OpenTime([window]).opening(from: at(instant)) == at(opening))
    }

    @Test(arguments: [
        // Friday night belongs to Friday; the 4th is a holiday: nothing of it, and nothing of the evening before in it.
        ("2026-07-03T23:30:00Z", false, "2026-07-05T20:00:00Z"), ("2026-07-03T21:59:59Z", true, "2026-07-03T21:59:59Z"),
        ("2026-07-03T22:00:00Z", false, "2026-07-05T20:00:00Z"),
        ("2026-07-04T20:30:00Z", false, "2026-07-05T20:00:00Z"),
        ("2026-07-05T00:00:00Z", false, "2026-07-05T20:00:00Z"), ("2026-07-06T00:00:00Z", true, "2026-07-06T00:00:00Z"),
        ("2026-07-06T02:00:00Z", false, "2026-07-06T20:00:00Z"),
    ])
    func holidaysAreClosedOverMidnight(instant: String, isOpen: Bool, opening: String) throws {
        let all = Set(Weekday.allCases)
        let window = try window("Europe/Amsterdam", ["22-4"], days: all, holidays: ["2026-07-04"])
        #expect(window.contains(at(instant)) == isOpen)
        #expect(OpenTime([window]).opening(from: at(instant)) == at(opening))
    }

    @Test func overlappingSpansAreOne() throws {
        let window = try window("Europe/Amsterdam", ["9-12", "11-14", "14-15", "16-17"])
        #expect(window.spans(on: day("2026-07-01")) == [32_400..<54_000, 57_600..<61_200])
    }

    @Test(arguments: [
        // In the night without 02:00 to 03:00 the span is not there; in the other it is open for two hours.
        ("2027-03-14", "2-3", []), ("2027-03-14", "1:30-3:30", ["2027-03-14T06:30:00Z", "2027-03-14T07:30:00Z"]),
        ("2026-11-01", "1-2", ["2026-11-01T05:00:00Z", "2026-11-01T07:00:00Z"]),
        (
            "2026-11-01", "1:30-1:45",
            ["2026-11-01T05:30:00Z", "2026-11-01T05:45:00Z", "2026-11-01T06:30:00Z", "2026-11-01T06:45:00Z"]
        ),
    ])
    func nightsOfTheClockAreExact(date: String, span: String, changes: [String]) throws {
        let window = try window("America/New_York", [span], days: [.sunday])
        var now = window.zone.start(of: day(date))
        let end = window.zone.start(of: day(date) + 1)
        var seen: [Timestamp] = []
        while let stretch = OpenTime([window]).stretch(from: now), stretch.lowerBound < end {
            if seen.last == stretch.lowerBound { seen.removeLast() } else { seen.append(stretch.lowerBound) }
            seen.append(stretch.upperBound)
            now = stretch.upperBound
        }
        #expect(seen == changes.map(at))
    }

    @Test(arguments: [
        ("2026-07-01T05:00:00Z", "2026-07-01T13:00:00Z", "2026-07-01T15:00:00Z"),
        ("2026-07-01T14:30:00Z", "2026-07-01T14:30:00Z", "2026-07-01T15:00:00Z"),
        ("2026-07-03T15:00:00Z", "2026-07-06T13:00:00Z", "2026-07-06T15:00:00Z"),
    ])
    func severalWindowsAreOpenTogether(instant: String, opens: String, closes: String) throws {
        let open = OpenTime([try window("Europe/Berlin"), try window("America/New_York")])
        #expect(open.stretch(from: at(instant)) == at(opens)..<at(closes))
    }

    @Test func windowsThatNeverMeetAreNeverOpen() throws {
        let monday = try window("Europe/Berlin", days: [.monday])
        let friday = try window("Europe/Berlin", days: [.friday])
        #expect(OpenTime([monday, friday]).opening(from: at("2026-07-01T00:00:00Z")) == nil)
        #expect(OpenTime([try window("Europe/Berlin", days: [])]).opening(from: at("2026-07-01T00:00:00Z")) == nil)
        #expect(OpenTime([]).opening(from: at("2026-07-01T00:00:00Z")) == at("2026-07-01T00:00:00Z"))
    }

    /// What is called the next opening is the first second that is inside, in any zone and any night.
    @Test(arguments: ["America/New_York", "Europe/Berlin", "Australia/Lord_Howe", "Africa/Cairo", "Pacific/Apia"])
    func theOpeningIsTheFirstInstantInside(zone: String) throws {
        var random = SplitMix64(state: 3)
        let spans = [["9-17"], ["22-4"], ["0-24"], ["1:30-2:30", "23-0:30"], ["0:00-0:15"]]
        for _ in 0..<150 {
            let days = Set(Weekday.allCases.filter { _ in Int.random(in: 0...2, using: &random) > 0 }).union([.sunday])
            let window = try window(zone, spans.randomElement(using: &random) ?? [], days: days)
            let year = zone == "Pacific/Apia" ? 1_325_203_200 : 1_774_000_000
            let start = Timestamp(
                secondsSince1970: Int64(year) + Int64.random(in: -300_000...20_000_000, using: &random) / 900 * 900)
            let opening = try #require(OpenTime([window]).opening(from: start))
            #expect(window.contains(opening))
            var instant = start
            while instant < opening {
                #expect(!window.contains(instant), "\(instant) before \(opening)")
                instant = instant + .seconds(900)
            }
        }
    }
}
