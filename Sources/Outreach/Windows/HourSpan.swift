/// A span of a day by local time, from `from` up to but not including `to`.
///
/// `22:00–02:00` begins on its day and ends on the next.
package struct HourSpan: Hashable, Sendable {
    /// Seconds after midnight, 0 to 86,399.
    package let from: Int
    /// Seconds after the same midnight: more than `from`, by at most a day.
    package let to: Int

    /// Seconds after midnight, 0 to 86,400; a `to` that is not after `from` means the next day. nil when either is out of range,
    /// or both are equal: that could mean nothing or a whole day.
    package init?(from: Int, to: Int) {
        guard (0..<86_400).contains(from), (0...86_400).contains(to), from != to else { return nil }
        self.from = from
        self.to = to > from ? to : to + 86_400
    }

    static let wholeDay = HourSpan(midnightTo: 86_400)

    private init(midnightTo to: Int) {
        from = 0
        self.to = to
    }

    /// Reads `9-17`, `09:00-17:30` or `22:00–02:00`; nil for anything else.
    package init?(_ text: some StringProtocol) {
        let ends = text.split(omittingEmptySubsequences: false) { $0 == "-" || $0 == "–" }
        guard ends.count == 2, let from = Self.second(ends[0]), let to = Self.second(ends[1]) else { return nil }
        self.init(from: from, to: to)
    }

    private static func second(_ text: some StringProtocol) -> Int? {
        let bytes = text.utf8.drop { $0 == 0x20 }
        let parts = Array(bytes.prefix { $0 != 0x20 }).split(
            separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
        guard parts.count <= 2, bytes.drop(while: { $0 != 0x20 }).allSatisfy({ $0 == 0x20 }),
            let hours = number(parts[0]), let minutes = parts.count == 2 ? number(parts[1]) : 0, minutes < 60
        else { return nil }
        return hours * 3_600 + minutes * 60
    }

    private static func number(_ digits: ArraySlice<UInt8>) -> Int? {
        guard (1...2).contains(digits.count) else { return nil }
        return digits.reduce(0 as Int?) { value, byte in
            guard let value, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else { return nil }
            return value * 10 + Int(byte - UInt8(ascii: "0"))
        }
    }
}
