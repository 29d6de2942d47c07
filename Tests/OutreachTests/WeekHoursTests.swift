import Outreach
import Testing

@Suite struct WeekHoursTests {
    @Test(arguments: [
        ("mon 09:00-17:00; tue 09:00-17:00; wed 09:00-17:00; thu 09:00-17:00; fri 09:00-17:00", "mon-fri 09:00-17:00"),
        ("mon-thu 9-12, 13-17; fri 9-12", "mon-thu 09:00-12:00,13:00-17:00; fri 09:00-12:00"),
        ("mon 9-17; wed 9-17; thu 9-17; sun 10-12", "mon 09:00-17:00; wed-thu 09:00-17:00; sun 10:00-12:00"),
        ("daily 8-20", "mon-sun 08:00-20:00"), ("", ""),
    ])
    func daysThatAreAlikeStandInOnePieceThatReadsTheSame(_ written: String, _ text: String) throws {
        let hours = try #require(WeekHours(written))
        #expect(hours.text == text)
        #expect(WeekHours(hours.text) == hours)
    }
}
