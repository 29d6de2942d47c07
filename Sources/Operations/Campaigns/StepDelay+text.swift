package import Outreach
import Settings

extension StepDelay {
    /// Reads `3 days`, `1 week` and `3d`, by local time, and spans of time such as `2h` and `90 minutes`; nil for anything
    /// else.
    package init?(_ text: String) {
        let words = text.split(separator: " ")
        if words.count == 2, let days = Int(words[0]), days >= 0, ["days", "day"].contains(words[1]) {
            self = .days(days)
        } else if words.count == 2, let weeks = Int(words[0]), (0...520).contains(weeks),
            ["weeks", "week"].contains(words[1])
        {
            self = .days(weeks * 7)
        } else if words.count == 2, let count = Int(words[0]), (0...100_000).contains(count),
            let unit = Self.units[String(words[1])]
        {
            self = .after(.seconds(count * unit))
        } else if words.count == 1, words[0].last == "d", let days = Int(words[0].dropLast()), days >= 0 {
            self = .days(days)
        } else if words.count == 1, let span = SettingValue.duration(String(words[0])), span >= .zero {
            self = .after(span)
        } else {
            return nil
        }
    }

    /// Seconds.
    private static let units = ["hour": 3_600, "hours": 3_600, "minute": 60, "minutes": 60, "min": 60]

    /// The form that ``init(_:)`` reads.
    package var written: String {
        switch self {
        case .days(let count): count == 1 ? "1 day" : "\(count) days"
        case .after(let span): "\(span.components.seconds)s"
        }
    }
}
