/// Rows of values in place of a table: one statement works on all of them, whatever their number.
///
/// ```swift
/// let sizes = SQLTable("size", columns: ["id", "octets"], rows: [[.of(1), .of(120)], [.of(2), .of(80)]])
/// let statement: SQL = "UPDATE things SET octets = size.octets FROM \(sizes) WHERE things.id = size.id"
/// ```
///
/// PostgreSQL gets one array for each column (`unnest`), so the text is the same for any number of rows; SQLite gets `VALUES`.
package struct SQLTable: Sendable {
    let name: String
    let columns: [String]
    let rows: [[SQLField]]

    /// - Parameters:
    ///   - name: its name in the statement.
    ///   - rows: at least one; each with a field for each column, of the same type in all rows.
    package init(_ name: String, columns: [String], rows: [[SQLField]]) {
        precondition(rows.allSatisfy { $0.count == columns.count }, "each row of a table has all of its columns")
        self.name = name
        self.columns = columns
        self.rows = rows
    }

    func renderForPostgres(into result: inout RenderedSQL) {
        result.text += "unnest("
        for index in columns.indices {
            if index > 0 { result.text += ", " }
            let type = rows.first.map { $0[index].type.array } ?? .textArray
            result.bind(.array(rows.map { $0[index].value }), type, .postgres)
        }
        result.text += ") AS \(name) (\(columns.joined(separator: ", ")))"
    }

    func renderForSQLite(into result: inout RenderedSQL) {
        result.isReusable = false
        let names = columns.enumerated().map { "column\($0 + 1) AS \($1)" }.joined(separator: ", ")
        result.text += "(SELECT \(names) FROM (VALUES "
        for (number, row) in rows.enumerated() {
            result.text += number == 0 ? "(" : ", ("
            for (index, field) in row.enumerated() {
                if index > 0 { result.text += ", " }
                result.bind(field.value, field.type, .sqlite)
            }
            result.text += ")"
        }
        result.text += ")) AS \(name)"
    }
}

/// A value of an ``SQLTable`` with its type, which it has even if it is NULL.
package struct SQLField: Sendable {
    let value: SQLValue
    let type: SQLType

    package static func of<Value: SQLConvertible>(_ value: Value) -> SQLField {
        SQLField(value: value.sqlValue, type: Value.sqlType)
    }

    package static func of<Value: SQLConvertible>(_ value: Value?) -> SQLField {
        SQLField(value: value?.sqlValue ?? .null, type: Value.sqlType)
    }

    /// The raw value of an identifier or an enumeration.
    package static func of<Value: RawRepresentable>(_ value: Value) -> SQLField where Value.RawValue: SQLConvertible {
        of(value.rawValue)
    }

    /// The raw value of an identifier or an enumeration, or NULL.
    package static func of<Value: RawRepresentable>(_ value: Value?) -> SQLField where Value.RawValue: SQLConvertible {
        of(value?.rawValue)
    }
}
