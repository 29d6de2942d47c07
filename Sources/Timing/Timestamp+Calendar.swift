import Text

/// The parts of a UTC calendar date, by the proleptic Gregorian calendar.
public struct CalendarDate: Hashable, Sendable {
    public let year: Int
    /// 1 to 12.
    public let month: Int
    /// 1 to 31.
    public let day: Int

    public init(year: Int, month: Int, day: Int) {
        self.year = year
        self.month = month
        self.day = day
    }

    /// Days since 1970-01-01; nil when the date does not exist.
    public var daysSince1970: Int? {
        year < 1 ? nil : CivilDay(year: year, month: month, day: day)?.daysSince1970
    }

    /// The date that lies `days` after 1970-01-01.
    public init(daysSince1970 days: Int) {
        let civil = CivilDay(daysSince1970: days)
        self.init(year: civil.year, month: civil.month, day: civil.day)
    }
}

extension Timestamp {
    /// The UTC date this timestamp falls on.
    public var date: CalendarDate {
        CalendarDate(daysSince1970: Int(secondsSince1970.quotientRoundedDown(by: 86_400)))
    }

    /// Seconds since midnight UTC, 0 to 86,399.
    public var secondOfDay: Int {
        Int(secondsSince1970 - secondsSince1970.quotientRoundedDown(by: 86_400) * 86_400)
    }

    /// Midnight UTC of `date` plus `secondOfDay`; nil when the date does not exist.
    public init?(_ date: CalendarDate, secondOfDay: Int = 0) {
        guard let days = date.daysSince1970 else { return nil }
        self.init(secondsSince1970: Int64(days) * 86_400 + Int64(secondOfDay))
    }

    /// RFC 3339 in UTC with milliseconds, `2026-11-25T22:49:51.123Z`.
    public var rfc3339: String {
        let day = date
        let second = secondOfDay
        let millisecond = Int((microsecondsSince1970 &- secondsSince1970 &* 1_000_000) / 1_000)
        return "\(padded(day.year, 4))-\(padded(day.month, 2))-\(padded(day.day, 2))T"
            + "\(padded(second / 3_600, 2)):\(padded(second / 60 % 60, 2)):\(padded(second % 60, 2))"
            + ".\(padded(millisecond, 3))Z"
    }

    /// The `date-time` of RFC 5322 section 3.3 in UTC, `Wed, 25 Nov 2026 22:49:51 +0000`.
    public var rfc5322: String {
        let names = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        let days = secondsSince1970.quotientRoundedDown(by: 86_400)
        let weekday = Int((days % 7 + 7) % 7)
        let day = date
        let second = secondOfDay
        return "\(names[weekday]), \(padded(day.day, 2)) \(months[day.month - 1]) \(padded(day.year, 4)) "
            + "\(padded(second / 3_600, 2)):\(padded(second / 60 % 60, 2)):\(padded(second % 60, 2)) +0000"
    }

    /// Reads RFC 3339 in UTC (`…Z`), with or without a fraction; nil for anything else.
    public init?(rfc3339 text: some StringProtocol) {
        var digits = DigitReader(text.utf8)
        guard let year = digits.number(4), digits.skip("-"), let month = digits.number(2), digits.skip("-"),
            let day = digits.number(2), digits.skip("T") || digits.skip(" "),
            let hour = digits.number(2), hour < 24, digits.skip(":"), let minute = digits.number(2), minute < 60,
            digits.skip(":"), let second = digits.number(2), second <= 60
        else { return nil }
        let microseconds = digits.skip(".") ? digits.fraction() : 0
        guard digits.skip("Z"), digits.isAtEnd,
            let whole = Timestamp(
                CalendarDate(year: year, month: month, day: day), secondOfDay: hour * 3_600 + minute * 60 + second)
        else { return nil }
        self = whole + .microseconds(microseconds)
    }
}

extension Timestamp: CustomStringConvertible {
    public var description: String { rfc3339 }
}

func padded(_ number: Int, _ width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
}

private struct DigitReader {
    private var rest: [UInt8]
    private var index = 0

    init(_ bytes: some Sequence<UInt8>) { rest = Array(bytes) }

    var isAtEnd: Bool { index == rest.count }

    mutating func number(_ width: Int) -> Int? {
        guard index + width <= rest.count else { return nil }
        var value = 0
        for byte in rest[index..<index + width] {
            guard (48...57).contains(byte) else { return nil }
            value = value * 10 + Int(byte - 48)
        }
        index += width
        return value
    }

    mutating func skip(_ character: Unicode.Scalar) -> Bool {
        guard index < rest.count, UInt32(rest[index]) == character.value else { return false }
        index += 1
        return true
    }

    /// Digits after a decimal point as microseconds; more than six are cut off.
    mutating func fraction() -> Int64 {
        var value: Int64 = 0
        var scale: Int64 = 100_000
        while index < rest.count, (48...57).contains(rest[index]) {
            value += Int64(rest[index] - 48) * scale
            scale /= 10
            index += 1
        }
        return value
    }
}
