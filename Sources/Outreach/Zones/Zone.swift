import Timing

/// A time zone: the past, present and future local time of a place, as far as it is known.
///
/// Built from the bytes of a file below `/usr/share/zoneinfo`, which the caller reads. Every instant has exactly one local
/// time; a local time may have no instant, when the clock is put forward over it, or two, when it is put back.
package struct Zone: Hashable, Sendable {
    /// As tzdata calls it, `Europe/Zurich`.
    package let name: String
    private let transitions: [Int64]
    /// The offsets valid before the first transition and from each transition on: one more than there are transitions.
    private let offsets: [ZoneOffset]
    private let rule: ZoneRule?

    /// - Parameter tzif: the zone's file, RFC 9636.
    package init(name: String, tzif: [UInt8]) throws(TZifError) {
        let reader = try TZifReader(tzif)
        self.name = name
        transitions = reader.transitions
        // Section 3.2: before the first transition the first kind is valid.
        offsets = [reader.types[0]] + reader.typeIndexes.map { reader.types[$0] }
        rule = reader.rule
    }

    /// A place whose clock is never changed.
    package init(name: String, offset: Duration) {
        self.name = name
        transitions = []
        offsets = [ZoneOffset(seconds: offset.components.seconds)]
        rule = nil
    }

    package static let utc = Zone(name: "UTC", offset: .zero)

    /// A stretch of time without a clock change: seconds since 1970, the end excluded.
    struct Period: Hashable {
        let start: Int64
        let end: Int64
        let offset: Int64
    }

    func period(at second: Int64) -> Period {
        let next = transitions.partitioningIndex { $0 > second }
        let start = next == 0 ? Int64.min : transitions[next - 1]
        if next == transitions.count, let rule { return period(of: rule, at: second, since: start) }
        return Period(
            start: start, end: next == transitions.count ? .max : transitions[next], offset: offsets[next].seconds)
    }

    /// The table ends at `since`; after that the rule applies.
    private func period(of rule: ZoneRule, at second: Int64, since: Int64) -> Period {
        // Nobody sends mail beyond the calendar's years, and the rule's days could not be computed there.
        let year = CalendarDate(daysSince1970: LocalTime(seconds: max(-1 << 40, min(second, 1 << 40))).day.number).year
        let changes = rule.changes(around: year)
        let next = changes.partitioningIndex { $0.at > second }
        return Period(
            start: next == 0 ? since : max(since, changes[next - 1].at),
            end: next == changes.count ? .max : changes[next].at,
            offset: next == 0 ? rule.standard.seconds : changes[next - 1].offset.seconds)
    }

    /// The clock changes in the table, in seconds since 1970.
    var tableOfChanges: [Int64] { transitions }
}
