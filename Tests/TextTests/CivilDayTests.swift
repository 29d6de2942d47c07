import Testing
import Text

struct CivilDayTests {
    @Test(arguments: [
        (0, 1970, 1, 1), (-1, 1969, 12, 31), (11_016, 2000, 2, 29), (-25_508, 1900, 3, 1), (20_788, 2026, 12, 1),
        (-719_528, 0, 1, 1), (2_932_896, 9999, 12, 31),
    ])
    func aDayHasItsNumber(number: Int, year: Int, month: Int, day: Int) {
        #expect(CivilDay(year: year, month: month, day: day)?.daysSince1970 == number)
        #expect(CivilDay(daysSince1970: number) == CivilDay(year: year, month: month, day: day))
    }

    @Test func eachDayFollowsTheOneBefore() {
        var before = CivilDay(daysSince1970: -719_529)
        for number in -719_528...(-719_528 + 2 * 146_097) {
            let day = CivilDay(daysSince1970: number)
            let isNewMonth = day.month != before.month
            #expect(day.daysSince1970 == number && day.day == (isNewMonth ? 1 : before.day + 1))
            if isNewMonth { #expect(before.day == CivilDay.length(ofMonth: before.month, in: before.year)) }
            before = day
        }
    }

    @Test(arguments: [
        (2026, 2, 29), (2100, 2, 29), (2026, 4, 31), (2026, 13, 1), (2026, 0, 1), (2026, 1, 0), (10_000, 1, 1),
    ])
    func whatIsNoDayIsNone(year: Int, month: Int, day: Int) {
        #expect(CivilDay(year: year, month: month, day: day) == nil)
    }
}
