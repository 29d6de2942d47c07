import Timing

/// IMAP's two date forms: `25-Nov-2026` and `"25-Nov-2026 22:49:51 +0100"` (RFC 3501 section 9).
extension IMAPScanner {
    /// A search date, quoted or not, as days since 1970-01-01.
    mutating func day() throws(IMAPSyntaxError) -> Int {
        var inner = IMAPScanner(try astringBytes())
        let date = try inner.date()
        try inner.end()
        guard let days = date.daysSince1970 else { throw IMAPSyntaxError(reason: "no such date") }
        return days
    }

    /// APPEND's date-time, quoted.
    mutating func dateTime() throws(IMAPSyntaxError) -> Timestamp {
        var inner = IMAPScanner(try quoted())
        _ = inner.skip(" ")
        let date = try inner.date()
        try inner.space()
        let hour = Int(try inner.number())
        try inner.expect(":")
        let minute = Int(try inner.number())
        try inner.expect(":")
        let second = Int(try inner.number())
        try inner.space()
        let isWest = inner.skip("-")
        if !isWest { try inner.expect("+") }
        let zone = Int(try inner.number())
        try inner.end()
        guard hour < 24, minute < 60, second < 61, zone < 2400,
            let local = Timestamp(date, secondOfDay: hour * 3600 + minute * 60 + second)
        else { throw IMAPSyntaxError(reason: "no such time") }
        let offset = Duration.seconds((zone / 100 * 60 + zone % 100) * 60)
        return isWest ? local + offset : local - offset
    }

    private mutating func date() throws(IMAPSyntaxError) -> CalendarDate {
        let day = Int(try number())
        try expect("-")
        let name = try run("a month", while: { Ascii.lower($0) >= 97 && Ascii.lower($0) <= 122 })
        guard let month = IMAPDate.months.firstIndex(where: { Ascii.equal($0, name) }) else {
            throw IMAPSyntaxError(reason: "no such month")
        }
        try expect("-")
        return CalendarDate(year: Int(try number()), month: month + 1, day: day)
    }
}

enum IMAPDate {
    static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

    /// `25-Nov-2026 22:49:51 +0000`, without the quotes.
    static func text(_ instant: Timestamp) -> String {
        let (date, second) = (instant.date, instant.secondOfDay)
        let time = "\(two(second / 3600)):\(two(second / 60 % 60)):\(two(second % 60))"
        return "\(two(date.day))-\(months[date.month - 1])-\(date.year) \(time) +0000"
    }

    private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
