import Timing

/// The open hours of a week, as people write them: `mon-thu 09:00-12:00,13:00-17:00; fri 09:00-15:00`.
package struct WeekHours: Hashable, Sendable {
    package let spans: [Weekday: [HourSpan]]

    package init(_ spans: [Weekday: [HourSpan]]) { self.spans = spans.filter { !$0.value.isEmpty } }

    package static let always = WeekHours(
        Dictionary(uniqueKeysWithValues: Weekday.allCases.map { ($0, [HourSpan.wholeDay]) }))

    /// Reads what `text` writes; nil for anything else. An empty text means every hour of the week.
    package init?(_ text: String) {
        var spans: [Weekday: [HourSpan]] = [:]
        for part in text.split(separator: ";") {
            let words = part.split(separator: " ", maxSplits: 1)
            guard words.count == 2, let days = Weekday.days(words[0]), let hours = Self.hours(words[1]) else {
                return nil
            }
            for day in days { spans[day, default: []] += hours }
        }
        self = spans.isEmpty ? .always : WeekHours(spans)
    }

    /// Several spans of a day, `9-12, 13-17`; nil when any of them is invalid.
    package static func hours(_ text: some StringProtocol) -> [HourSpan]? {
        var spans: [HourSpan] = []
        for piece in text.split(separator: ",") {
            guard let span = HourSpan(piece) else { return nil }
            spans.append(span)
        }
        return spans.isEmpty ? nil : spans
    }

    /// The form that `init(_:)` reads, equal days joined; empty for every hour of the week.
    package var text: String {
        if self == .always { return "" }
        var pieces: [(first: Weekday, last: Weekday, hours: String)] = []
        for day in Weekday.allCases {
            guard let hours = spans[day]?.map(\.text).joined(separator: ",") else { continue }
            if let last = pieces.last, last.hours == hours, last.last.rawValue + 1 == day.rawValue {
                pieces[pieces.count - 1].last = day
            } else {
                pieces.append((day, day, hours))
            }
        }
        return pieces.map { piece in
            let days = piece.first == piece.last ? piece.first.short : "\(piece.first.short)-\(piece.last.short)"
            return "\(days) \(piece.hours)"
        }.joined(separator: "; ")
    }
}

extension HourSpan {
    /// `09:00-17:30`.
    package var text: String { "\(Self.clock(from))-\(Self.clock(to > 86_400 ? to - 86_400 : to))" }

    private static func clock(_ second: Int) -> String {
        func twoDigits(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        return "\(twoDigits(second / 3_600)):\(twoDigits(second % 3_600 / 60))"
    }
}

extension Weekday {
    /// `mon` to `sun`.
    package var short: String { ["mon", "tue", "wed", "thu", "fri", "sat", "sun"][rawValue - 1] }

    /// Reads `mon`, `Monday`, `mon-fri`, `sat-mon` or `daily`; nil for anything else.
    package static func days(_ text: some StringProtocol) -> [Weekday]? {
        let name = text.lowercased()
        if name == "daily" { return allCases }
        let ends = name.split(separator: "-", omittingEmptySubsequences: false).map(day)
        guard (1...2).contains(ends.count), let first = ends[0], let last = ends[ends.count - 1] else { return nil }
        let count = (last.rawValue - first.rawValue + 7) % 7
        return (0...count).map { allCases[(first.rawValue - 1 + $0) % 7] }
    }

    private static func day(_ name: Substring) -> Weekday? {
        let names = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
        guard name.count >= 3, let place = names.firstIndex(where: { $0.hasPrefix(name) }) else { return nil }
        return allCases[place]
    }
}

extension LocalDay {
    /// `2026-12-25`.
    package var text: String { String(Timestamp(secondsSince1970: Int64(number) * 86_400).rfc3339.prefix(10)) }

    /// Reads what `text` writes; nil for anything else.
    package init?(_ text: some StringProtocol) {
        guard text.utf8.count == 10, let instant = Timestamp(rfc3339: String(text) + "T00:00:00Z") else { return nil }
        self.init(number: Int(instant.secondsSince1970 / 86_400))
    }
}
