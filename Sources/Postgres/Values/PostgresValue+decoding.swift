import Timing

extension PostgresValue {
    /// Reads the text form of a value, by the OID of its column's type.
    ///
    /// The session has `DateStyle=ISO`, `TimeZone=UTC` and `bytea_output=hex`. A value that cannot be parsed stays text.
    init(text bytes: UnsafeRawBufferPointer, type: UInt32) {
        let text = { String(decoding: bytes, as: UTF8.self) }
        switch type {
        case 16: self = .bool(bytes.first == UInt8(ascii: "t"))
        case 17: self = Self.hex(bytes).map(PostgresValue.bytes) ?? .text(text())
        case 20, 21, 23, 26: self = Int64(text()).map(PostgresValue.int) ?? .text(text())
        case 700, 701: self = Double(text()).map(PostgresValue.double) ?? .text(text())
        // numeric, such as a sum of bigints: a whole number stays exact.
        case 1700:
            self = Int64(text()).map(PostgresValue.int) ?? Double(text()).map(PostgresValue.double) ?? .text(text())
        case 1184: self = Self.instant(text()).map(PostgresValue.timestamp) ?? .text(text())
        default: self = .text(text())
        }
    }

    /// `2026-11-25 22:49:51.123456+00`, or the two infinities, which become the ends of `Timestamp`.
    private static func instant(_ text: String) -> Timestamp? {
        switch text {
        case "infinity": .distantFuture
        case "-infinity": .distantPast
        default: text.hasSuffix("+00") ? Timestamp(rfc3339: text.dropLast(3) + "Z") : nil
        }
    }

    /// `\x` and two digits a byte (manual 8.4.1).
    private static func hex(_ text: UnsafeRawBufferPointer) -> [UInt8]? {
        guard text.count >= 2, text.count.isMultiple(of: 2), text[0] == UInt8(ascii: "\\"), text[1] == UInt8(ascii: "x")
        else { return nil }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.count / 2 - 1)
        for index in stride(from: 2, to: text.count, by: 2) {
            guard let high = digit(text[index]), let low = digit(text[index + 1]) else { return nil }
            bytes.append(high << 4 | low)
        }
        return bytes
    }

    private static func digit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        default: nil
        }
    }
}
