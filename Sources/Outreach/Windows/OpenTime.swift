package import Timing

/// The times at which several windows are open together: a campaign's, and the hours of an account.
package struct OpenTime: Hashable, Sendable {
    /// Days searched for an opening: more than a year of holidays is a mistake that a person should see.
    package static let horizon = 400

    package let windows: [SendingWindow]

    /// With no windows it is always open.
    package init(_ windows: [SendingWindow]) { self.windows = windows }

    package func contains(_ instant: Timestamp) -> Bool { windows.allSatisfy { $0.contains(instant) } }

    /// The first instant at or after `instant` at which all are open; nil when there is none within the horizon.
    package func opening(from instant: Timestamp) -> Timestamp? {
        contains(instant) ? instant : stretch(from: instant)?.lowerBound
    }

    /// The first stretch of open time that ends after `instant`, cut to begin no earlier; nil when there is none within the
    /// horizon. Stretches end at midnight and at clock changes, even when the next follows at once.
    package func stretch(from instant: Timestamp) -> Range<Timestamp>? {
        let end = instant + .seconds(Self.horizon * 86_400)
        var start = instant
        while start < end {
            var close = Timestamp.distantFuture
            for window in windows {
                guard let own = window.stretch(from: start) else { return nil }
                start = own.lowerBound
                close = min(close, own.upperBound)
                if start >= close { break }
            }
            if start < close { return start..<close }
        }
        return nil
    }
}

extension SendingWindow {
    /// The first stretch that ends after `instant`, cut to begin no earlier.
    func stretch(from instant: Timestamp) -> Range<Timestamp>? {
        let today = zone.localTime(at: instant).day
        for days in -1...OpenTime.horizon {
            // Where the clock is put back over midnight, a date continues after the next one has begun.
            let next = (stretches(on: today + days) + stretches(on: today + (days + 1)))
                .filter { $0.upperBound > instant }
                .min { $0.lowerBound < $1.lowerBound }
            if let next { return max(next.lowerBound, instant)..<next.upperBound }
        }
        return nil
    }

    private func stretches(on day: LocalDay) -> [Range<Timestamp>] {
        spans(on: day).flatMap { zone.stretches(of: day, $0) }
    }
}

extension Zone {
    /// The stretches in which the local time of `day` lies in `span`: none where the clock skips it, two where the clock is
    /// put back.
    func stretches(of day: LocalDay, _ span: Range<Int>) -> [Range<Timestamp>] {
        let midnight = Int64(day.number) * 86_400
        let (from, to) = (midnight + Int64(span.lowerBound), midnight + Int64(span.upperBound))
        var stretches: [Range<Timestamp>] = []
        var period = period(at: from - TZifReader.offsets.upperBound)
        while period.start < to - TZifReader.offsets.lowerBound {
            let start = max(period.start, from - period.offset)
            let end = min(period.end, to - period.offset)
            if start < end {
                stretches.append(Timestamp(secondsSince1970: start)..<Timestamp(secondsSince1970: end))
            }
            guard period.end < .max else { break }
            period = self.period(at: period.end)
        }
        return stretches
    }
}
