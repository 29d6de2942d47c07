import Text

/// A day of the proleptic Gregorian calendar, as SEARCH takes it.
public struct CalendarDay: Hashable, Sendable {
    private let civil: CivilDay

    public var year: Int { civil.year }
    public var month: Int { civil.month }
    public var day: Int { civil.day }

    /// Nil for a day that does not exist or a year outside 0…9999.
    public init?(year: Int, month: Int, day: Int) {
        guard let civil = CivilDay(year: year, month: month, day: day) else { return nil }
        self.civil = civil
    }

    /// The day in UTC of an instant.
    public init(secondsSince1970 seconds: Int64) {
        let floored = seconds / 86_400 - (seconds % 86_400 < 0 ? 1 : 0)
        self.init(daysSince1970: Int(floored))
    }

    /// Days outside the years 0…9999 become the nearest day inside.
    init(daysSince1970 days: Int) { civil = CivilDay(daysSince1970: min(max(days, -719_528), 2_932_896)) }

    var daysSince1970: Int { civil.daysSince1970 }

    private static let monthNames = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    static func month(named bytes: some Collection<UInt8>) -> Int? {
        let wanted = bytes.map(\.asciiUppercased)
        return monthNames.firstIndex { $0.utf8.lazy.map(\.asciiUppercased).elementsEqual(wanted) }.map { $0 + 1 }
    }
}

extension CalendarDay: CustomStringConvertible {
    /// `1-Feb-1994`, the `date` of RFC 9051.
    public var description: String {
        let digits = "\(year)"
        return "\(day)-\(Self.monthNames[month - 1])-" + String(repeating: "0", count: 4 - digits.utf8.count) + digits
    }
}
