import Timing

extension SQL {
    /// Turns `\(…)` into a bound value, unless it is a fragment or says `raw:`.
    package struct StringInterpolation: StringInterpolationProtocol {
        var pieces: [Piece] = []

        package init(literalCapacity: Int, interpolationCount: Int) {
            pieces.reserveCapacity(2 * interpolationCount + 1)
        }

        package mutating func appendLiteral(_ literal: String) {
            if !literal.isEmpty { pieces.append(.text(literal)) }
        }

        /// Binds a value.
        package mutating func appendInterpolation<Value: SQLConvertible>(_ value: Value) {
            pieces.append(.value(value.sqlValue, Value.sqlType))
        }

        /// Binds a value, or NULL of its type.
        package mutating func appendInterpolation<Value: SQLConvertible>(_ value: Value?) {
            pieces.append(.value(value?.sqlValue ?? .null, Value.sqlType))
        }

        /// Binds the raw value of an identifier or an enumeration.
        package mutating func appendInterpolation<Value: RawRepresentable>(_ value: Value)
        where Value.RawValue: SQLConvertible {
            appendInterpolation(value.rawValue)
        }

        /// Binds the raw value of an identifier or an enumeration, or NULL.
        package mutating func appendInterpolation<Value: RawRepresentable>(_ value: Value?)
        where Value.RawValue: SQLConvertible {
            appendInterpolation(value?.rawValue)
        }

        /// A span of time in microseconds, to be added to or taken from an instant: `due_at + \(Duration.seconds(60))`.
        package mutating func appendInterpolation(_ span: Duration) {
            appendInterpolation(SQL.interval(microseconds: "\(span.microseconds)"))
        }

        /// Composes a fragment, with its own bound values.
        package mutating func appendInterpolation(_ fragment: SQL) { pieces += fragment.pieces }

        /// Rows of bound values, in the place of a table.
        package mutating func appendInterpolation(_ table: SQLTable) { pieces.append(.table(table)) }

        /// Splices a trusted fragment as it stands, such as a column list written in this program.
        package mutating func appendInterpolation(raw text: String) { appendLiteral(text) }

        /// A test for membership: `id \(in: ids)`. One placeholder whatever the count, so one prepared statement.
        package mutating func appendInterpolation<Value: SQLListable>(in values: [Value]) {
            appendInterpolation(
                .either(
                    postgres: "= ANY(\(SQL(pieces: [.value(.text(Value.postgresArray(values)), Value.sqlArrayType)])))",
                    sqlite: "IN (SELECT value FROM json_each(\(Value.jsonArray(values))))"))
        }

        /// A test for membership by raw value: `state \(in: [OutboxState.planned, .claimed])`.
        package mutating func appendInterpolation<Value: RawRepresentable>(in values: [Value])
        where Value.RawValue: SQLListable {
            appendInterpolation(in: values.map(\.rawValue))
        }
    }
}
