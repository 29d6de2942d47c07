import Testing
import Timing

@testable import Outreach

@Suite(.enabled(if: Zones.areThere, "needs tzdata")) struct SlotTests {
    private func hours(_ span: String = "9-17", days: Set<Weekday> = Set(Weekday.allCases)) throws -> OpenTime {
        OpenTime([
            SendingWindow(zone: try Zones.named("Europe/Berlin"), days: days, spans: [try #require(HourSpan(span))])
        ])
    }

    @Test func aMailThatNothingHoldsLeavesNow() throws {
        let conditions = SlotConditions(open: try hours())
        let now = at("2026-07-01T10:00:00Z")
        #expect(conditions.slot(from: now, due: at("2026-06-01T10:00:00Z")) == .at(now, delays: []))
    }

    @Test func delaysFollowEachOther() throws {
        let zone = try Zones.named("Europe/Berlin")
        let conditions = SlotConditions(
            open: try hours(), nextMailAt: at("2026-07-01T20:00:00Z"),
            rolling: [RollingLimit(source: .account, allowed: 2)],
            accountMails: ["2026-07-01T08:00:00Z", "2026-07-01T14:30:00Z"].map(at),
            calendar: [(CalendarLimit(source: .campaign, allowed: 4, zone: zone), [day("2026-07-02"): 4])])
        let slot = conditions.slot(from: at("2026-07-01T10:00:00Z"), due: at("2026-07-01T16:00:00Z"))
        // Due after the window, the account's pause, its limit until 08:00Z, when the campaign's day is used up.
        #expect(
            slot
                == .at(
                    at("2026-07-03T07:00:00Z"),
                    delays: [
                        SlotDelay(.due, until: at("2026-07-01T16:00:00Z")),
                        SlotDelay(.pacing, until: at("2026-07-01T20:00:00Z")),
                        SlotDelay(.limit(.account), until: at("2026-07-02T08:00:00Z")),
                        SlotDelay(.limit(.campaign), until: at("2026-07-02T22:00:00Z")),
                        SlotDelay(.hours, until: at("2026-07-03T07:00:00Z")),
                    ]))
    }

    @Test func whatOnlyAPersonCanChangeIsNever() throws {
        let now = at("2026-07-01T10:00:00Z")
        #expect(SlotConditions(open: try hours(days: [])).slot(from: now, due: now) == .never(.hours))
        let none = SlotConditions(open: try hours(), rolling: [RollingLimit(source: .ses, allowed: 0)])
        #expect(none.slot(from: now, due: now) == .never(.limit(.ses)))
        #expect(none.slot(from: now, due: now).instant == nil)
    }

    /// Ten mails a day, 35 leads: 10, 10, 10 and 5, and none is lost.
    @Test func aBacklogIsSpreadOverDays() throws {
        let zone = try Zones.named("Europe/Berlin")
        var days: [LocalDay: Int] = [:]
        var now = at("2026-07-01T10:00:00Z")
        for _ in 0..<35 {
            let limit = CalendarLimit(source: .campaign, allowed: 10, zone: zone)
            let conditions = SlotConditions(open: try hours(), nextMailAt: now, calendar: [(limit, days)])
            now = try #require(conditions.slot(from: now, due: now).instant)
            days[zone.localTime(at: now).day, default: 0] += 1
            now = now + .seconds(60)
        }
        #expect(days.keys.sorted().map { days[$0] } == [10, 10, 10, 5])
    }

    @Test func noMailLeavesAtTheFirstSecondOfTheWindow() {
        let stretch = at("2026-07-01T07:00:00Z")..<at("2026-07-01T15:00:00Z")
        let draws = Draws(key: DrawKey(low: 4, high: 4))
        let places = (0..<200).map { SlotConditions.place(in: stretch, waiting: 8, draw: draws.draw(.place, $0)) }
        #expect(places.allSatisfy { $0 > stretch.lowerBound && $0 < at("2026-07-01T08:00:00Z") })
        #expect(Set(places).count > 190)
        #expect(SlotConditions.place(in: stretch, waiting: 1, draw: Draw(bits: .max)) < stretch.upperBound)
        let second = stretch.lowerBound..<stretch.lowerBound + .seconds(1)
        #expect(SlotConditions.place(in: second, waiting: 0, draw: Draw(bits: 0)) == second.lowerBound)
    }
}
