package import Timing

/// The instants at which a place's clock shows some local time.
package enum LocalMoment: Hashable, Sendable {
    case once(Timestamp)
    /// The clock was put back, and showed it before and after that.
    case twice(Timestamp, Timestamp)
    /// The clock was put forward at `change` and skipped it. By the old clock it would have been at `byOldClock`.
    case never(change: Timestamp, byOldClock: Timestamp)

    /// The first instant; for a skipped time, the one by the clock before the change: 02:30 in a night without it becomes 03:30.
    package var first: Timestamp {
        switch self {
        case .once(let instant), .twice(let instant, _): instant
        case .never(_, let byOldClock): byOldClock
        }
    }
}

extension Zone {
    /// The local time at `instant`; a fraction of a second is cut off.
    package func localTime(at instant: Timestamp) -> LocalTime {
        let second = instant.secondsSince1970
        return LocalTime(seconds: second + period(at: second).offset)
    }

    /// When the clock shows `time`.
    package func moment(of time: LocalTime) -> LocalMoment {
        var found: [Int64] = []
        var gap: (change: Int64, byOldClock: Int64)?
        // No offset is larger, so every candidate lies within this reach.
        var period = period(at: time.seconds - TZifReader.offsets.upperBound)
        while period.start <= time.seconds - TZifReader.offsets.lowerBound {
            let second = time.seconds - period.offset
            if second >= period.start, second < period.end { found.append(second) }
            guard period.end < .max else { break }
            let next = self.period(at: period.end)
            if period.end <= second, time.seconds - next.offset < period.end { gap = (period.end, second) }
            period = next
        }
        return Self.moment(found, gap)
    }

    private static func moment(_ found: [Int64], _ gap: (change: Int64, byOldClock: Int64)?) -> LocalMoment {
        if let first = found.first, let last = found.last {
            let (first, last) = (Timestamp(secondsSince1970: first), Timestamp(secondsSince1970: last))
            return first == last ? .once(first) : .twice(first, last)
        }
        // A time that no period shows lies between two of them.
        return .never(
            change: Timestamp(secondsSince1970: gap?.change ?? 0),
            byOldClock: Timestamp(secondsSince1970: gap?.byOldClock ?? 0))
    }

    /// The first instant of `day`: midnight or, where the clock skips it, the first after it.
    package func start(of day: LocalDay) -> Timestamp {
        switch moment(of: LocalTime(day: day, secondOfDay: 0)) {
        case .once(let instant), .twice(let instant, _), .never(change: let instant, _): instant
        }
    }

    /// The same time of day `days` dates later: "in three days" as people mean it, across clock changes.
    ///
    /// A skipped time is taken by the old clock, a repeated one the first time. At least `days` × 24 h − 1 h pass, even where
    /// a place once skipped a whole date.
    package func instant(_ days: Int, daysAfter instant: Timestamp) -> Timestamp {
        let now = localTime(at: instant)
        let fraction = instant - Timestamp(secondsSince1970: instant.secondsSince1970)
        let later = moment(of: LocalTime(day: now.day + days, secondOfDay: now.secondOfDay)).first + fraction
        return max(later, instant + .seconds(days * 86_400 - 3_600))
    }
}
