import Text

/// A day of the proleptic Gregorian calendar, as SEARCH takes it.
public struct CalendarDay: Hashable, Sendable {
    public let year: Int
    public let month: Int
    public let day: Int

    /// Nil for a day that does not exist or a year outside 0…9999.
    public init?(year: Int, month: Int, day: Int) {
        guard (0...9999).contains(year), (1...12).contains(month), day >= 1,
            day <= Self.length(ofMonth: month, in: year)
        else { return nil }
        self.init(unchecked: year, month, day)
    }

    /// The day in UTC of an instant.
    public init(secondsSince1970 seconds: Int64) {
        let floored = seconds / 86_400 - (seconds % 86_400 < 0 ? 1 : 0)
        self.init(daysSince1970: Int(floored))
    }

    /// Days outside the years 0…9999 become the nearest day inside.
    init(daysSince1970 days: Int) {
        // The civil calendar counted in eras of 400 years from 1 March of year 0, so that leap days come last.
        let shifted = min(max(days, -719_528), 2_932_896) + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let marchMonth = (5 * dayOfYear + 2) / 153
        let month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
        self.init(
            unchecked: yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * marchMonth + 2) / 5 + 1)
    }

    private init(unchecked year: Int, _ month: Int, _ day: Int) {
        self.year = year
        self.month = month
        self.day = day
    }

    var daysSince1970: Int {
        let shiftedYear = month <= 2 ? year - 1 : year
        let era = (shiftedYear >= 0 ? shiftedYear : shiftedYear - 399) / 400
        let yearOfEra = shiftedYear - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }

    private static func length(ofMonth month: Int, in year: Int) -> Int {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

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
