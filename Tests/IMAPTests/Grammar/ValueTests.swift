import Testing

@testable import IMAP

@Suite struct ValueTests {
    @Test(
        arguments: [
            ([1, 2, 3], "1:3"), ([3, 1, 2, 2], "1:3"), ([1, 3, 5], "1,3,5"), ([1, 2, 9, 10, 11], "1:2,9:11"),
            ([7], "7"),
            ([4_294_967_294, 4_294_967_295], "4294967294:4294967295"),
        ] as [([UInt32], String)])
    func setsAreWrittenAsShortAsTheyCanBe(_ numbers: [UInt32], _ text: String) {
        let set = UIDSet(numbers.map(uid))
        #expect(set.description == text)
        for number in numbers { #expect(set.contains(uid(number))) }
    }

    @Test func setsContainWhatTheyShould() {
        let set = UIDSet(uid(5)...uid(7)).union(UIDSet(from: uid(100))).union(UIDSet(uid(200)))
        #expect(set.description == "5:7,100:*")
        let inside: [UInt32] = [5, 6, 7, 100, 4_294_967_295]
        let outside: [UInt32] = [1, 4, 8, 99]
        #expect(inside.allSatisfy { set.contains(uid($0)) })
        #expect(!outside.contains { set.contains(uid($0)) })
        #expect(!UIDSet().contains(uid(1)))
    }

    @Test func chunksAreShortAndLoseNothing() {
        let set = UIDSet((1...5_000).map { uid($0 * 3) }).union(UIDSet(from: uid(4_000_000)))
        let chunks = set.chunks(octets: 500)
        #expect(chunks.allSatisfy { $0.description.utf8.count <= 500 })
        #expect(chunks.map(\.description).joined(separator: ",") == set.description)
        #expect(UIDSet().chunks().isEmpty)
    }

    @Test(
        arguments: [
            ("17-Jul-1996 02:44:25 -0700", 837_596_665, -420), (" 1-Jan-1970 00:00:00 +0000", 0, 0),
            ("1-Jan-1970 01:00:00 +0100", 0, 60), ("29-feb-2024 23:59:60 +0000", 1_709_251_200, 0),
            ("31-Dec-1969 23:59:59 +0000", -1, 0), ("01-Mar-1900 00:00:00 +0000", -2_203_891_200, 0),
        ] as [(String, Int64, Int)])
    func internalDatesAreRead(_ text: String, _ seconds: Int64, _ zone: Int) throws {
        let date = try #require(InternalDate(parsing: Array(text.utf8)))
        #expect(date == InternalDate(secondsSince1970: seconds, zoneOffsetMinutes: zone))
        #expect(InternalDate(parsing: Array(date.description.utf8))?.secondsSince1970 == seconds)
    }

    @Test(arguments: [
        "", "17-Jul-1996", "30-Feb-2024 00:00:00 +0000", "17-Xyz-1996 02:44:25 -0700", "17-Jul-1996 25:44:25 -0700",
        "17-Jul-1996 02:44:25 *0700", "1x-Jul-1996 02:44:25 -0700", "17-Jul-1996 02:44:25 -0760",
        "é7-Jul-1996 02:44:25 -070",
    ])
    func brokenDatesAreNone(_ text: String) {
        #expect(InternalDate(parsing: Array(text.utf8)) == nil)
    }

    @Test func everyDayOfFourCenturiesComesBack() throws {
        var previous: CalendarDay?
        for number in stride(from: -719_528, through: 2_932_896, by: 37) {
            let day = CalendarDay(daysSince1970: number)
            #expect(day.daysSince1970 == number)
            #expect(CalendarDay(year: day.year, month: day.month, day: day.day) == day)
            #expect(day != previous)
            previous = day
        }
    }

    @Test(arguments: [Int64.min, Int64.max, 0, -1])
    func extremeInstantsDoNotTrap(_ seconds: Int64) {
        #expect(!InternalDate(secondsSince1970: seconds).description.isEmpty)
        #expect(!CalendarDay(secondsSince1970: seconds).description.isEmpty)
    }

    @Test func flagsCompareWithoutCaseAndRefuseNonsense() {
        #expect(Flag(rawValue: "\\SEEN") == .seen)
        #expect(Flag(rawValue: "$mosaichuman") == Flag(rawValue: "$MosaicHuman"))
        for text in ["", "\\", "a b", "a\r\nb", "(x)", "a\"", "\\\\x", "é"] { #expect(Flag(rawValue: text) == nil) }
    }

    @Test func revisionTwoIncludesWhatItAbsorbed() {
        let server = CapabilitySet([.imap4rev2])
        #expect(server.contains(.idle) && server.contains(.move) && server.contains(.literalMinus))
        #expect(!server.contains(.literalPlus) && !server.contains(.condStore))
        #expect(CapabilitySet([Capability(rawValue: "idle")]).contains(.idle))
    }

    @Test func everyErrorTellsAPersonWhatToDo() {
        let errors: [IMAPError] = [
            .connectionFailed("refused"), .tlsFailed(.expired), .authenticationFailed(serverText: "no.", code: nil),
            .tokenRefused(serverText: "no.", code: nil),
            .no(serverText: "no", code: nil), .bad(serverText: ""), .bye("later."), .timedOut(command: "NOOP"), .closed,
            .cancelled, .unsupported("IDLE"), .limitExceeded(.nesting), .protocolViolation("x"), .invalidArgument("x"),
        ]
        for error in errors {
            #expect(error.description.hasSuffix("."))
            #expect(!error.description.contains(".."))
        }
    }
}
