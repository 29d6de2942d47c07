import Testing
import Timing

@testable import Outreach

@Suite struct LimitTests {
    private func instants(_ hours: [Double]) -> [Timestamp] {
        hours.map { at("2026-07-02T00:00:00Z") + .milliseconds(Int64($0 * 3_600_000)) }
    }

    @Test(
        arguments: [
            // The limit, the hours of the mails, the hour it is: used, and the hour at which it opens.
            (3, [0.0, 1, 2], 3.0, 3, 24.0), (3, [0.0, 1, 2], 24.0, 2, nil), (3, [0.0, 1, 2], 23.99, 3, 24.0),
            (2, [0.0, 1, 2], 3.0, 3, 25.0), (3, [], 3.0, 0, nil), (3, [-30, -25, 0], 0.5, 1, nil), (0, [], 3.0, 0, nil),
            // Five hundred before midnight leave none after it.
            (2, [-1, -0.5], 0.01, 2, 23.0),
            // What is reserved for later counts already.
            (2, [0.0, 30], 10.0, 2, 24.0),
        ] as [(Int, [Double], Double, Int, Double?)])
    func accountsAreLimitedInAnyTwentyFourHours(
        allowed: Int, mails: [Double], now: Double, used: Int, opens: Double?
    ) {
        let state = RollingLimit(source: .account, allowed: allowed).state(
            at: instants([now])[0], mails: instants(mails))
        #expect(state.used == used)
        #expect(state.opensAt == opens.map { instants([$0])[0] })
    }

    @Test func whatLeftBeforeACountBeganAnewUsesUpNothing() {
        let limit = RollingLimit(source: .account, allowed: 2, from: instants([6])[0])
        let mails = instants([1, 5, 6, 7])
        #expect(limit.state(at: instants([6.5])[0], mails: Array(mails.dropLast())).left == 1)
        let full = limit.state(at: instants([8])[0], mails: mails)
        #expect(full.left == 0 && full.opensAt == instants([30])[0])
        // A day later it counts as ever.
        #expect(limit.state(at: instants([30])[0], mails: mails).used == 1)
    }

    @Test(
        .enabled(if: Zones.areThere, "needs tzdata"),
        arguments: [
            ("2026-07-01T10:00:00Z", ["2026-07-01": 5], nil),
            ("2026-07-01T10:00:00Z", ["2026-07-01": 10], "2026-07-01T22:00:00Z"),
            ("2026-07-01T22:00:00Z", ["2026-07-01": 10], nil),
            ("2026-07-01T10:00:00Z", ["2026-07-01": 12, "2026-07-02": 10], "2026-07-02T22:00:00Z"),
        ] as [(String, [String: Int], String?)])
    func campaignsAreLimitedByDates(now: String, mails: [String: Int], opens: String?) throws {
        let limit = CalendarLimit(source: .campaign, allowed: 10, zone: try Zones.named("Europe/Berlin"))
        let counts = Dictionary(uniqueKeysWithValues: mails.map { (day($0.key), $0.value) })
        #expect(limit.state(at: at(now), mails: counts).opensAt == opens.map(at))
    }

    @Test func theSmallestLimitCounts() {
        func state(_ source: LimitSource, _ allowed: Int, _ used: Int, _ hour: Double? = nil) -> LimitState {
            LimitState(source: source, allowed: allowed, used: used, opensAt: hour.map { instants([$0])[0] })
        }
        #expect([LimitState]().smallest == nil)
        #expect([state(.account, 50, 10), state(.provider, 500, 490)].smallest?.source == .provider)
        #expect([state(.account, 50, 50, 5), state(.rampUp, 20, 20, 9), state(.ses, 9, 0)].smallest?.source == .rampUp)
        #expect([state(.account, 50, 50, 5), state(.campaign, 0, 0)].smallest?.source == .campaign)
        #expect(state(.account, 5, 9).left == 0)
    }

    @Test(arguments: [(0, 10), (1, 15), (7, 45), (100, 510), (-3, 10), (.max, .max)])
    func youngAccountsBeginWithFew(days: Int, allowed: Int) {
        #expect(RampUp(start: 10, step: 5).allowed(afterDaysWithMail: days) == allowed)
    }

    @Test(
        .enabled(if: Zones.areThere, "needs tzdata"),
        arguments: [
            // Dates with mail before, mails by local date, when it is asked: allowed and used then, and when it opens.
            (0, [], "2026-07-01T10:00:00Z", 2, 0, nil),
            (0, ["2026-07-01T09:00:00Z"], "2026-07-01T10:00:00Z", 2, 1, nil),
            // In Berlin it is the second of July already.
            (0, ["2026-07-01T09:00:00Z", "2026-07-01T09:30:00Z"], "2026-07-01T22:30:00Z", 3, 0, nil),
            (
                0, ["2026-07-01T09:00:00Z", "2026-07-01T09:30:00Z"], "2026-07-01T10:00:00Z", 2, 2,
                "2026-07-01T22:00:00Z"
            ),
            // What is reserved for tomorrow fills tomorrow.
            (
                0,
                ["2026-07-01T09:00:00Z", "2026-07-01T09:30:00Z"]
                    + ["2026-07-02T09:00:00Z", "2026-07-02T09:01:00Z", "2026-07-02T09:02:00Z"],
                "2026-07-01T10:00:00Z", 2, 2, "2026-07-02T22:00:00Z"
            ),
            // A date without mail brings nothing.
            (3, [], "2026-07-01T10:00:00Z", 5, 0, nil), (3, [], "2026-07-09T10:00:00Z", 5, 0, nil),
        ] as [(Int, [String], String, Int, Int, String?)])
    func rampsGrowByDatesWithMail(
        daysWithMail: Int, mails: [String], asked: String, allowed: Int, used: Int, opens: String?
    ) throws {
        let zone = try Zones.named("Europe/Berlin")
        let now = at("2026-07-01T08:00:00Z")
        let limit = RampLimit(
            RampUp(start: 2, step: 1), in: zone, at: now, daysWithMail: daysWithMail, mails: mails.map { at($0) })
        var counted = RampLimit(RampUp(start: 2, step: 1), in: zone, at: now, daysWithMail: daysWithMail, mails: [])
        for mail in mails where at(mail) <= at(asked) { counted.count(at(mail)) }
        let state = limit.state(at: at(asked))
        #expect((state.allowed, state.used) == (allowed, used))
        #expect(state.opensAt == opens.map { at($0) })
        #expect((counted.state(at: at(asked)).allowed, counted.state(at: at(asked)).used) == (allowed, used))
    }
}
