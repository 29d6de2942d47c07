package import Timing

/// A date in the calendar of some place, without the place.
package struct LocalDay: Hashable, Comparable, Sendable {
    /// Days since 1970-01-01.
    package let number: Int

    package init(number: Int) { self.number = number }

    /// nil when the date does not exist.
    package init?(_ date: CalendarDate) {
        guard let number = date.daysSince1970 else { return nil }
        self.number = number
    }

    package var date: CalendarDate { CalendarDate(daysSince1970: number) }

    /// 1970-01-01 was a Thursday.
    package var weekday: Weekday { Weekday.allCases[((number + 3) % 7 + 7) % 7] }

    package static func < (left: LocalDay, right: LocalDay) -> Bool { left.number < right.number }
    package static func + (day: LocalDay, days: Int) -> LocalDay { LocalDay(number: day.number + days) }
}

/// The days of the week as ISO 8601 numbers them.
package enum Weekday: Int, CaseIterable, Hashable, Sendable {
    case monday = 1
    case tuesday, wednesday, thursday, friday, saturday, sunday
}

/// Date and time of day as shown at some place.
package struct LocalTime: Hashable, Comparable, Sendable {
    package let day: LocalDay
    /// Seconds after midnight as the clock shows them, 0 to 86,399.
    package let secondOfDay: Int

    package init(day: LocalDay, secondOfDay: Int) {
        self.init(seconds: Int64(day.number) * 86_400 + Int64(secondOfDay))
    }

    /// Seconds from 1970-01-01 00:00 to this time by a clock that never changes.
    package var seconds: Int64 { Int64(day.number) * 86_400 + Int64(secondOfDay) }

    package init(seconds: Int64) {
        let number = (seconds - (seconds % 86_400 + 86_400) % 86_400) / 86_400
        day = LocalDay(number: Int(number))
        secondOfDay = Int(seconds - number * 86_400)
    }

    package static func < (left: LocalTime, right: LocalTime) -> Bool { left.seconds < right.seconds }
}
