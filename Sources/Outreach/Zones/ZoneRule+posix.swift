extension ZoneRule {
    /// Reads `CET-1CEST,M3.5.0,M10.5.0/3`; nil when it is anything else.
    init?(posix text: some Collection<UInt8>) {
        guard text.count <= 200 else { return nil }
        var reader = RuleReader(text)
        guard reader.name(), let standard = reader.time(hours: 24) else { return nil }
        // POSIX counts westwards.
        self.standard = ZoneOffset(seconds: -standard)
        guard !reader.isAtEnd else {
            summer = nil
            return
        }
        guard reader.name() else { return nil }
        var offset = self.standard.seconds + 3_600
        if reader.next != UInt8(ascii: ",") {
            guard let given = reader.time(hours: 24) else { return nil }
            offset = -given
        }
        guard reader.skip(","), let start = reader.day(), reader.skip(","), let end = reader.day(), reader.isAtEnd
        else { return nil }
        summer = Summer(offset: ZoneOffset(seconds: offset), start: start, end: end)
    }
}

private struct RuleReader {
    private let bytes: [UInt8]
    private var index = 0

    init(_ text: some Collection<UInt8>) { bytes = Array(text) }

    var isAtEnd: Bool { index == bytes.count }
    var next: UInt8? { isAtEnd ? nil : bytes[index] }

    mutating func skip(_ character: Unicode.Scalar) -> Bool {
        guard next == UInt8(ascii: character) else { return false }
        index += 1
        return true
    }

    /// Three or more letters, or letters, digits and signs between angle brackets.
    mutating func name() -> Bool {
        let isQuoted = skip("<")
        let start = index
        while let byte = next, Self.isLetter(byte) || (isQuoted && (Self.isDigit(byte) || byte == 0x2B || byte == 0x2D))
        {
            index += 1
        }
        return index - start >= 3 && (!isQuoted || skip(">"))
    }

    /// `[+-]hh[:mm[:ss]]` in seconds.
    mutating func time(hours limit: Int) -> Int64? {
        let isNegative = skip("-")
        if !isNegative { _ = skip("+") }
        guard let hours = number(upTo: limit) else { return nil }
        var seconds = Int64(hours) * 3_600
        for unit in [Int64(60), 1] where next == UInt8(ascii: ":") {
            index += 1
            guard let value = number(upTo: 59) else { return nil }
            seconds += Int64(value) * unit
        }
        return isNegative ? -seconds : seconds
    }

    /// `Jn`, `n` or `Mm.w.d`, optionally followed by `/time`.
    mutating func day() -> ZoneRule.Day? {
        guard let kind = kind() else { return nil }
        guard skip("/") else { return ZoneRule.Day(kind: kind, seconds: 7_200) }
        // RFC 9636 section 3.3.1: from 167 hours before to 167 after.
        return time(hours: 167).map { ZoneRule.Day(kind: kind, seconds: $0) }
    }

    private mutating func kind() -> ZoneRule.Day.Kind? {
        if skip("J") { return number(upTo: 365).flatMap { $0 > 0 ? .julian($0) : nil } }
        guard skip("M") else { return number(upTo: 365).map { .ordinal($0) } }
        guard let month = number(upTo: 12), month > 0, skip("."), let week = number(upTo: 5), week > 0, skip("."),
            let weekday = number(upTo: 6)
        else { return nil }
        return .weekday(weekday, week: week, month: month)
    }

    private mutating func number(upTo limit: Int) -> Int? {
        guard let first = next, Self.isDigit(first) else { return nil }
        var value = 0
        while let byte = next, Self.isDigit(byte) {
            value = value * 10 + Int(byte - UInt8(ascii: "0"))
            guard value <= limit else { return nil }
            index += 1
        }
        return value
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
    private static func isLetter(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
    }
}
