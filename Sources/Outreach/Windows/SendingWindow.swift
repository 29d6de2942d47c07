package import Timing

/// When mail may leave: spans of hours for each weekday, by the local time of one place, and days without any.
///
/// An instant is inside when its local time is; converting in this direction is unambiguous even in the night in which the
/// clock is put back. On a holiday nothing leaves, not even in a span that began the evening before, and a span that would
/// begin on a holiday does not take place.
package struct SendingWindow: Hashable, Sendable {
    package let zone: Zone
    /// Days without an entry have no span.
    package let hours: [Weekday: [HourSpan]]
    package let holidays: Set<LocalDay>

    package init(zone: Zone, hours: [Weekday: [HourSpan]], holidays: Set<LocalDay> = []) {
        self.zone = zone
        self.hours = hours
        self.holidays = holidays
    }

    /// The same spans on several days.
    package init(zone: Zone, days: Set<Weekday>, spans: [HourSpan], holidays: Set<LocalDay> = []) {
        self.init(zone: zone, hours: Dictionary(uniqueKeysWithValues: days.map { ($0, spans) }), holidays: holidays)
    }

    package static func always(in zone: Zone) -> SendingWindow {
        SendingWindow(zone: zone, days: Set(Weekday.allCases), spans: [.wholeDay])
    }

    /// Whether mail may leave at `instant`.
    package func contains(_ instant: Timestamp) -> Bool {
        let time = zone.localTime(at: instant)
        return spans(on: time.day).contains { $0.contains(time.secondOfDay) }
    }

    /// Spans within one date, in order and without overlap; an end at 86,400 is midnight.
    func spans(on day: LocalDay) -> [Range<Int>] {
        guard !holidays.contains(day) else { return [] }
        var spans = (hours[day.weekday] ?? []).map { $0.from..<min($0.to, 86_400) }
        let eve = day + -1
        if !holidays.contains(eve) {
            spans += (hours[eve.weekday] ?? []).compactMap { $0.to > 86_400 ? 0..<$0.to - 86_400 : nil }
        }
        return spans.sorted { $0.lowerBound < $1.lowerBound }.reduce(into: []) { merged, span in
            if let last = merged.last, last.upperBound >= span.lowerBound {
                merged[merged.count - 1] = last.lowerBound..<max(last.upperBound, span.upperBound)
            } else {
                merged.append(span)
            }
        }
    }
}
