/// A one-dimensional array in PostgreSQL's binary form (`array_recv` in its `arrayfuncs.c`), in which bytes are not doubled and
/// nothing is escaped.
struct BinaryArray {
    private(set) var bytes: [UInt8] = []

    /// - Parameter position: of the parameter, for the error.
    init(_ values: [PostgresValue], of type: PostgresType, at position: Int) throws(PostgresError) {
        let hasNull = values.contains(.null)
        append(Int32(values.isEmpty ? 0 : 1))
        append(Int32(hasNull ? 1 : 0))
        append(type.rawValue)
        guard !values.isEmpty else { return }
        append(Int32(values.count))
        append(Int32(1))
        for value in values { try append(value, position) }
    }

    private mutating func append(_ value: PostgresValue, _ position: Int) throws(PostgresError) {
        switch value {
        case .null: append(Int32(-1))
        case .bool(let flag):
            append(Int32(1))
            bytes.append(flag ? 1 : 0)
        case .int(let number):
            append(Int32(8))
            append(number)
        case .double(let number):
            append(Int32(8))
            append(number.bitPattern)
        case .timestamp(let instant):
            append(Int32(8))
            append(ParameterBlock.microsecondsSince2000(instant))
        case .text(let text):
            guard !text.utf8.contains(0) else {
                throw PostgresError(
                    .invalid,
                    "parameter $\(position) has a NUL, which PostgreSQL's text cannot hold: remove it first")
            }
            append(Int32(text.utf8.count))
            bytes += text.utf8
        case .bytes(let value):
            append(Int32(value.count))
            bytes += value
        case .array:
            throw PostgresError(.invalid, "parameter $\(position) is an array of arrays, which is not supported")
        }
    }

    private mutating func append(_ number: some FixedWidthInteger) {
        withUnsafeBytes(of: number.bigEndian) { bytes += $0 }
    }
}
