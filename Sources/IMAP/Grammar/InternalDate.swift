import Text

/// An instant with the zone it was written in, as INTERNALDATE carries it (RFC 9051 `date-time`).
public struct InternalDate: Hashable, Sendable {
    /// Seconds since 1 January 1970 UTC.
    public let secondsSince1970: Int64
    /// Minutes east of UTC, as written; for display only.
    public let zoneOffsetMinutes: Int

    public init(secondsSince1970: Int64, zoneOffsetMinutes: Int = 0) {
        self.secondsSince1970 = secondsSince1970
        self.zoneOffsetMinutes = zoneOffsetMinutes
    }

    /// `17-Jul-1996 02:44:25 -0700`, the day perhaps padded with a space. Nil for anything else.
    init?(parsing bytes: some Collection<UInt8>) {
        var bytes = Array(bytes)
        if bytes.first == ASCII.space || (bytes.count == 25) { bytes = [0x30] + bytes.drop { $0 == ASCII.space } }
        guard bytes.count == 26, bytes[2] == ASCII.minus, bytes[6] == ASCII.minus, bytes[11] == ASCII.space,
            bytes[14] == ASCII.colon, bytes[17] == ASCII.colon, bytes[20] == ASCII.space,
            let day = Self.number(bytes[0..<2]), let month = CalendarDay.month(named: bytes[3..<6]),
            let year = Self.number(bytes[7..<11]), let hour = Self.number(bytes[12..<14]), hour < 24,
            let minute = Self.number(bytes[15..<17]), minute < 60, let second = Self.number(bytes[18..<20]),
            second <= 60,
            let zoneHour = Self.number(bytes[22..<24]), let zoneMinute = Self.number(bytes[24..<26]), zoneMinute < 60,
            bytes[21] == ASCII.plus || bytes[21] == ASCII.minus,
            let date = CalendarDay(year: year, month: month, day: day)
        else { return nil }
        let zone = (zoneHour * 60 + zoneMinute) * (bytes[21] == ASCII.minus ? -1 : 1)
        let local = Int64(date.daysSince1970) * 86_400 + Int64(hour * 3600 + minute * 60 + second)
        self.init(secondsSince1970: local - Int64(zone) * 60, zoneOffsetMinutes: zone)
    }

    private static func number(_ digits: ArraySlice<UInt8>) -> Int? {
        var value = 0
        for byte in digits {
            guard let digit = byte.digitValue else { return nil }
            value = value * 10 + Int(digit)
        }
        return value
    }
}

extension InternalDate: CustomStringConvertible {
    /// The form APPEND takes, always in UTC.
    public var description: String {
        let remainder = Int(secondsSince1970 % 86_400)
        let rest = remainder < 0 ? remainder + 86_400 : remainder
        let day = CalendarDay(secondsSince1970: secondsSince1970)
        let time = [rest / 3600, rest / 60 % 60, rest % 60].map { $0 < 10 ? "0\($0)" : "\($0)" }
        return "\(day.day < 10 ? " " : "")\(day) \(time.joined(separator: ":")) +0000"
    }
}
