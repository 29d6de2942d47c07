package import Timing

/// A value on its way into or out of a database.
package enum SQLValue: Sendable, Hashable {
    case null
    case int(Int64)
    case double(Double)
    case bool(Bool)
    case text(String)
    case bytes([UInt8])
    case timestamp(Timestamp)
    /// Only bound, and only in PostgreSQL: a column of ``SQL/table(_:_:)``.
    case array([SQLValue])
}

/// The type a placeholder is declared with. Text is left open in PostgreSQL, so that it may also be jsonb.
package enum SQLType: Sendable, Hashable {
    case int, double, bool, text, bytes, timestamp
    case intArray, textArray
    case doubleArray, boolArray, bytesArray, timestampArray

    /// The type of a list of these.
    var array: SQLType {
        switch self {
        case .int: .intArray
        case .double: .doubleArray
        case .bool: .boolArray
        case .text: .textArray
        case .bytes: .bytesArray
        case .timestamp: .timestampArray
        case .intArray, .textArray, .doubleArray, .boolArray, .bytesArray, .timestampArray: self
        }
    }
}

/// A Swift type that one column holds.
package protocol SQLConvertible: Sendable {
    static var sqlType: SQLType { get }
    var sqlValue: SQLValue { get }
    /// Nil when the database's value has another type.
    init?(sqlValue: SQLValue)
}

extension Int64: SQLConvertible {
    package static var sqlType: SQLType { .int }
    package var sqlValue: SQLValue { .int(self) }
    package init?(sqlValue: SQLValue) {
        guard case .int(let number) = sqlValue else { return nil }
        self = number
    }
}

extension Int: SQLConvertible {
    package static var sqlType: SQLType { .int }
    package var sqlValue: SQLValue { .int(Int64(self)) }
    package init?(sqlValue: SQLValue) {
        guard case .int(let number) = sqlValue else { return nil }
        self.init(exactly: number)
    }
}

extension UInt32: SQLConvertible {
    package static var sqlType: SQLType { .int }
    package var sqlValue: SQLValue { .int(Int64(self)) }
    package init?(sqlValue: SQLValue) {
        guard case .int(let number) = sqlValue else { return nil }
        self.init(exactly: number)
    }
}

extension Double: SQLConvertible {
    package static var sqlType: SQLType { .double }
    package var sqlValue: SQLValue { .double(self) }
    package init?(sqlValue: SQLValue) {
        switch sqlValue {
        case .double(let number): self = number
        case .int(let number): self.init(number)
        default: return nil
        }
    }
}

extension Bool: SQLConvertible {
    package static var sqlType: SQLType { .bool }
    package var sqlValue: SQLValue { .bool(self) }
    package init?(sqlValue: SQLValue) {
        switch sqlValue {
        case .bool(let flag): self = flag
        case .int(0): self = false
        case .int(1): self = true
        default: return nil
        }
    }
}

extension String: SQLConvertible {
    package static var sqlType: SQLType { .text }
    package var sqlValue: SQLValue { .text(self) }
    package init?(sqlValue: SQLValue) {
        guard case .text(let text) = sqlValue else { return nil }
        self = text
    }
}

extension [UInt8]: SQLConvertible {
    package static var sqlType: SQLType { .bytes }
    package var sqlValue: SQLValue { .bytes(self) }
    package init?(sqlValue: SQLValue) {
        guard case .bytes(let bytes) = sqlValue else { return nil }
        self = bytes
    }
}

extension Timestamp: SQLConvertible {
    package static var sqlType: SQLType { .timestamp }
    package var sqlValue: SQLValue { .timestamp(self) }
    package init?(sqlValue: SQLValue) {
        switch sqlValue {
        case .timestamp(let instant): self = instant
        case .int(let microseconds): self.init(microsecondsSince1970: microseconds)
        default: return nil
        }
    }
}

/// A type that `\(in: …)` takes.
package protocol SQLListable: SQLConvertible {
    static var sqlArrayType: SQLType { get }
    /// PostgreSQL's array literal, `{1,2}` (PostgreSQL manual 8.15.2).
    static func postgresArray(_ values: [Self]) -> String
    static func jsonArray(_ values: [Self]) -> String
}

extension Int64: SQLListable {
    package static var sqlArrayType: SQLType { .intArray }
    package static func postgresArray(_ values: [Int64]) -> String {
        "{" + values.lazy.map(\.description).joined(separator: ",") + "}"
    }
    package static func jsonArray(_ values: [Int64]) -> String {
        "[" + values.lazy.map(\.description).joined(separator: ",") + "]"
    }
}

extension Int: SQLListable {
    package static var sqlArrayType: SQLType { .intArray }
    package static func postgresArray(_ values: [Int]) -> String { Int64.postgresArray(values.map(Int64.init)) }
    package static func jsonArray(_ values: [Int]) -> String { Int64.jsonArray(values.map(Int64.init)) }
}

extension String: SQLListable {
    package static var sqlArrayType: SQLType { .textArray }

    package static func postgresArray(_ values: [String]) -> String {
        var literal: [UInt8] = [UInt8(ascii: "{")]
        for (index, value) in values.enumerated() {
            literal += index == 0 ? "\"".utf8 : ",\"".utf8
            for byte in value.utf8 {
                if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") { literal.append(UInt8(ascii: "\\")) }
                literal.append(byte)
            }
            literal.append(UInt8(ascii: "\""))
        }
        literal.append(UInt8(ascii: "}"))
        return String(decoding: literal, as: UTF8.self)
    }

    package static func jsonArray(_ values: [String]) -> String {
        var literal: [UInt8] = [UInt8(ascii: "[")]
        for (index, value) in values.enumerated() {
            literal += index == 0 ? "\"".utf8 : ",\"".utf8
            for byte in value.utf8 { literal.appendJSONEscaped(byte) }
            literal.append(UInt8(ascii: "\""))
        }
        literal.append(UInt8(ascii: "]"))
        return String(decoding: literal, as: UTF8.self)
    }
}

extension [UInt8] {
    /// RFC 8259, section 7: quotation mark, reverse solidus and U+0000 to U+001F are escaped.
    fileprivate mutating func appendJSONEscaped(_ byte: UInt8) {
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"):
            append(UInt8(ascii: "\\"))
            append(byte)
        case 0..<0x20:
            let hex = Array("0123456789abcdef".utf8)
            self += "\\u00".utf8
            append(hex[Int(byte >> 4)])
            append(hex[Int(byte & 15)])
        default: append(byte)
        }
    }
}
