import Text

/// The distance of local time from UTC.
package struct ZoneOffset: Hashable, Sendable {
    /// Added to UTC; positive in the east.
    package let seconds: Int64

    package init(seconds: Int64) { self.seconds = seconds }
}

/// How a zone continues after the last change in its table: the `TZ` string of POSIX.1-2024 section 8.3, with the hours that
/// RFC 9636 section 3.3.1 adds.
struct ZoneRule: Hashable, Sendable {
    let standard: ZoneOffset
    /// nil where the clock no longer changes.
    let summer: Summer?

    /// Summer time: its offset, and the days of the year on which it begins and ends.
    struct Summer: Hashable, Sendable {
        let offset: ZoneOffset
        let start: Day
        let end: Day
    }

    /// A day of each year, and seconds after its midnight by the clock valid before the change.
    struct Day: Hashable, Sendable {
        let kind: Kind
        let seconds: Int64

        enum Kind: Hashable, Sendable {
            /// 1 to 365; the 29th of February is never counted.
            case julian(Int)
            /// 0 to 365, the 29th of February counted.
            case ordinal(Int)
            /// The week, 5 for the last, in which the weekday (0 for Sunday) occurs in the month.
            case weekday(Int, week: Int, month: Int)
        }
    }

    /// A change of the clock at a point of UTC, in seconds since 1970.
    struct Change {
        let at: Int64
        let offset: ZoneOffset
    }

    /// The changes of the year before, of `year` and of the year after, in order.
    func changes(around year: Int) -> [Change] {
        guard let summer else { return [] }
        let changes = (year - 1...year + 1).flatMap { year in
            [
                Change(at: summer.end.second(of: year) - summer.offset.seconds, offset: standard),
                Change(at: summer.start.second(of: year) - standard.seconds, offset: summer.offset),
            ]
        }
        // Where one summer time ends as the next begins, it continues: the end comes first, since the sort keeps the order of equals.
        return changes.sorted { $0.at < $1.at }
    }
}

extension ZoneRule.Day {
    /// Seconds from 1970-01-01 00:00 to this day and time in `year`, by a clock that never changes.
    func second(of year: Int) -> Int64 {
        Int64(dayNumber(in: year)) * 86_400 + seconds
    }

    private func dayNumber(in year: Int) -> Int {
        switch kind {
        case .julian(let day):
            return Self.january(year) + day - 1 + (day >= 60 && CivilDay.isLeap(year) ? 1 : 0)
        case .ordinal(let day):
            return Self.january(year) + day
        case .weekday(let weekday, let week, let month):
            let first = Self.first(of: month, year)
            let next = month == 12 ? Self.january(year + 1) : Self.first(of: month + 1, year)
            // 1970-01-01 was the fifth day of a week that begins with Sunday as 0: a Thursday.
            let firstWeekday = ((first + 4) % 7 + 7) % 7
            let day = first + (weekday - firstWeekday + 7) % 7 + (week - 1) * 7
            return day < next ? day : day - 7
        }
    }

    private static func january(_ year: Int) -> Int { first(of: 1, year) }
    private static func first(of month: Int, _ year: Int) -> Int { CivilDay.daysSince1970(toMonth: month, of: year) }
}
