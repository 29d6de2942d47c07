import Testing
import Timing

@testable import Outreach

@Suite(.enabled(if: Zones.areThere, "needs tzdata")) struct ZoneTests {
    @Test(arguments: [
        ("Europe/Berlin", "2026-07-01T10:00:00Z", "2026-07-01 12:00"),
        ("Europe/Berlin", "2026-12-01T10:00:00Z", "2026-12-01 11:00"),
        ("America/New_York", "2031-07-01T02:00:00Z", "2031-06-30 22:00"),
        ("Asia/Kathmandu", "2026-01-01T00:00:00Z", "2026-01-01 05:45"),
        ("Australia/Lord_Howe", "2060-01-01T00:00:00Z", "2060-01-01 11:00"),
        ("Pacific/Kiritimati", "2026-01-01T10:00:00Z", "2026-01-02 00:00"),
        ("UTC", "1970-01-01T00:00:00Z", "1970-01-01 00:00"),
    ])
    func theClockShows(zone: String, instant: String, time: String) throws {
        let zone = try Zones.named(zone)
        #expect(zone.localTime(at: at(instant)) == wall(time))
        #expect(zone.moment(of: wall(time)) == .once(at(instant)))
    }

    @Test(arguments: [
        ("America/New_York", "2027-03-14 02:30", "2027-03-14T07:00:00Z", "2027-03-14T07:30:00Z"),
        ("Australia/Lord_Howe", "2026-10-04 02:15", "2026-10-03T15:30:00Z", "2026-10-03T15:45:00Z"),
        ("America/Sao_Paulo", "2018-11-04 00:00", "2018-11-04T03:00:00Z", "2018-11-04T03:00:00Z"),
        ("Africa/Cairo", "2026-04-24 00:00", "2026-04-23T22:00:00Z", "2026-04-23T22:00:00Z"),
        ("Pacific/Apia", "2011-12-30 12:00", "2011-12-30T10:00:00Z", "2011-12-30T22:00:00Z"),
        ("Europe/Berlin", "2027-03-28 02:00", "2027-03-28T01:00:00Z", "2027-03-28T01:00:00Z"),
    ])
    func timesThatTheClockLeavesOutAreTakenByTheOldClock(zone: String, time: String, change: String, instant: String)
        throws
    {
        let moment = try Zones.named(zone).moment(of: wall(time))
        #expect(moment == .never(change: at(change), byOldClock: at(instant)))
        #expect(moment.first == at(instant))
    }

    @Test(arguments: [
        ("America/New_York", "2026-11-01 01:30", "2026-11-01T05:30:00Z", "2026-11-01T06:30:00Z"),
        ("Europe/Berlin", "2026-10-25 02:59", "2026-10-25T00:59:00Z", "2026-10-25T01:59:00Z"),
        ("Australia/Lord_Howe", "2027-04-04 01:45", "2027-04-03T14:45:00Z", "2027-04-03T15:15:00Z"),
    ])
    func timesThatTheClockShowsTwiceHaveTwoInstants(zone: String, time: String, first: String, second: String) throws {
        #expect(try Zones.named(zone).moment(of: wall(time)) == .twice(at(first), at(second)))
    }

    @Test(arguments: [
        ("Europe/Berlin", "2027-03-28", 23), ("Europe/Berlin", "2026-10-25", 25), ("Europe/Berlin", "2026-10-26", 24),
        ("Pacific/Apia", "2011-12-30", 0), ("America/Sao_Paulo", "2018-11-04", 23),
        ("America/New_York", "2026-11-01", 25),
    ])
    func datesHaveTheirHours(zone: String, date: String, hours: Int) throws {
        let zone = try Zones.named(zone)
        #expect(zone.start(of: day(date) + 1) - zone.start(of: day(date)) == .seconds(hours * 3_600))
    }

    @Test(arguments: [
        // Over the night in which the clock is put forward, and the one in which it is put back.
        ("America/New_York", "2027-03-13T14:00:00Z", 1, "2027-03-14T13:00:00Z"),
        ("America/New_York", "2026-10-31T13:00:00Z", 1, "2026-11-01T14:00:00Z"),
        ("America/New_York", "2026-10-29T13:00:00Z", 3, "2026-11-01T14:00:00Z"),
        // Into the hour that is left out, and into the one that comes twice.
        ("America/New_York", "2027-03-13T07:30:00Z", 1, "2027-03-14T07:30:00Z"),
        ("America/New_York", "2026-10-31T05:30:00Z", 1, "2026-11-01T05:30:00Z"),
        // From the second 01:30.
        ("America/New_York", "2026-11-01T06:30:00Z", 1, "2026-11-02T06:30:00Z"),
        ("Europe/Berlin", "2026-12-01T08:00:00.123Z", 2, "2026-12-03T08:00:00.123Z"),
        ("Europe/Berlin", "2026-12-01T08:00:00Z", 0, "2026-12-01T08:00:00Z"),
        // A date without hours does not make a wait a day shorter.
        ("Pacific/Apia", "2011-12-29T22:00:00Z", 2, "2011-12-31T21:00:00Z"),
    ])
    func inDaysMeansTheSameTimeOnTheWall(zone: String, from: String, days: Int, to: String) throws {
        #expect(try Zones.named(zone).instant(days, daysAfter: at(from)) == at(to))
    }

    @Test func aZoneMayHaveOneOffsetForEver() {
        let zone = Zone(name: "+02:00", offset: .seconds(7_200))
        #expect(zone.localTime(at: at("2026-01-01T23:00:00Z")) == wall("2026-01-02 01:00"))
        #expect(zone.moment(of: wall("2026-01-02 01:00")) == .once(at("2026-01-01T23:00:00Z")))
    }

    @Test(arguments: [Timestamp.distantPast, .distantFuture, .epoch])
    func noInstantTraps(instant: Timestamp) throws {
        for name in ["Europe/Berlin", "Africa/Casablanca", "Asia/Tokyo"] {
            let zone = try Zones.named(name)
            let time = zone.localTime(at: instant)
            #expect(abs(time.seconds - instant.secondsSince1970) < 86_400)
            _ = zone.moment(of: time)
            _ = zone.start(of: time.day)
        }
    }
}
