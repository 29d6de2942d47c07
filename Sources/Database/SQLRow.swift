package import Timing

/// One row, read by column name. A missing column or a value of the wrong kind is an error that names it.
package struct SQLRow: Sendable {
    /// The names of a result's columns, shared by its rows.
    final class Columns: Sendable {
        let names: [String]
        let positions: [String: Int]

        init(_ names: [String]) {
            self.names = names
            // Of two columns with the same name the first counts.
            positions = Dictionary(names.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
        }
    }

    let columns: Columns
    let values: [SQLValue]

    /// The names, in the order of the statement.
    package var columnNames: [String] { columns.names }

    package func int64(_ column: String) throws(StorageError) -> Int64 { try self[column, as: Int64.self] }
    package func int(_ column: String) throws(StorageError) -> Int { try self[column, as: Int.self] }
    package func double(_ column: String) throws(StorageError) -> Double { try self[column, as: Double.self] }
    package func bool(_ column: String) throws(StorageError) -> Bool { try self[column, as: Bool.self] }
    package func string(_ column: String) throws(StorageError) -> String { try self[column, as: String.self] }
    package func bytes(_ column: String) throws(StorageError) -> [UInt8] { try self[column, as: [UInt8].self] }
    package func timestamp(_ column: String) throws(StorageError) -> Timestamp { try self[column, as: Timestamp.self] }

    package func optionalInt64(_ column: String) throws(StorageError) -> Int64? { try self[column, as: Int64?.self] }
    package func optionalInt(_ column: String) throws(StorageError) -> Int? { try self[column, as: Int?.self] }
    package func optionalDouble(_ column: String) throws(StorageError) -> Double? { try self[column, as: Double?.self] }
    package func optionalBool(_ column: String) throws(StorageError) -> Bool? { try self[column, as: Bool?.self] }
    package func optionalString(_ column: String) throws(StorageError) -> String? { try self[column, as: String?.self] }
    package func optionalBytes(_ column: String) throws(StorageError) -> [UInt8]? {
        try self[column, as: [UInt8]?.self]
    }
    package func optionalTimestamp(_ column: String) throws(StorageError) -> Timestamp? {
        try self[column, as: Timestamp?.self]
    }
}

extension SQLRow {
    package subscript<Value: SQLConvertible>(column: String, as type: Value.Type) -> Value {
        get throws(StorageError) {
            let value = try value(column)
            guard let decoded = Value(sqlValue: value) else { throw mistyped(column, value, "\(type)") }
            return decoded
        }
    }

    package subscript<Value: SQLConvertible>(column: String, as type: Value?.Type) -> Value? {
        get throws(StorageError) {
            if case .null = try value(column) { return nil }
            return try self[column, as: Value.self]
        }
    }

    /// An identifier or an enumeration, through its raw value.
    package subscript<Value: RawRepresentable>(column: String, as type: Value.Type) -> Value
    where Value.RawValue: SQLConvertible {
        get throws(StorageError) {
            let raw = try self[column, as: Value.RawValue.self]
            guard let decoded = Value(rawValue: raw) else { throw mistyped(column, raw.sqlValue, "\(type)") }
            return decoded
        }
    }

    package subscript<Value: RawRepresentable>(column: String, as type: Value?.Type) -> Value?
    where Value.RawValue: SQLConvertible {
        get throws(StorageError) {
            if case .null = try value(column) { return nil }
            return try self[column, as: Value.self]
        }
    }

    private func value(_ column: String) throws(StorageError) -> SQLValue {
        guard let position = columns.positions[column], position < values.count else {
            throw StorageError(
                .invalid, "the result has no column \(column); it has \(columns.names.joined(separator: ", "))")
        }
        return values[position]
    }

    /// Names the type of the value, never the value: it may be a person's words.
    private func mistyped(_ column: String, _ value: SQLValue, _ wanted: String) -> StorageError {
        StorageError(
            .corrupt,
            """
            column \(column) holds \(value.kindName) that is no \(wanted): \
            was it edited by hand, or is the database newer than this program?
            """
        )
    }
}

extension SQLValue {
    fileprivate var kindName: String {
        switch self {
        case .null: "NULL"
        case .int: "an integer"
        case .double: "a number"
        case .bool: "a boolean"
        case .text: "a text"
        case .bytes: "bytes"
        case .timestamp: "an instant"
        case .array: "a list"
        }
    }
}

extension SQLRow {
    /// From the column `now` to the column `next`, both of the database's clock; nil when `next` is NULL.
    package var timeToNext: Duration? {
        get throws(StorageError) {
            guard let next = try optionalTimestamp("next") else { return nil }
            return next - (try timestamp("now"))
        }
    }
}

extension String {
    /// Text as a database can hold it: PostgreSQL's text has no NUL.
    package var storable: String {
        utf8.contains(0) ? replacing("\0", with: "\u{FFFD}") : self
    }
}
