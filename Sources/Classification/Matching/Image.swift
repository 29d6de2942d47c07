/// Numbers and words as bytes in this machine's order: for a file that only the same machine reads.
struct ImageWriter {
    private(set) var bytes: [UInt8] = []

    /// The number of values, and the values.
    mutating func append<Value: FixedWidthInteger>(_ values: [Value]) {
        withUnsafeBytes(of: UInt32(values.count)) { bytes += $0 }
        values.withUnsafeBytes { bytes += $0 }
    }

    mutating func append(_ text: String) { append(Array(text.utf8)) }
}

/// Reads what an ``ImageWriter`` wrote.
struct ImageReader {
    /// The bytes end too early.
    struct Shortage: Error {}

    private var rest: ArraySlice<UInt8>

    init(_ bytes: ArraySlice<UInt8>) { rest = bytes }

    var isAtEnd: Bool { rest.isEmpty }

    mutating func values<Value: FixedWidthInteger>(_: Value.Type = Value.self) throws(Shortage) -> [Value] {
        let count = Int(try take(1, UInt32.self)[0])
        return try take(count, Value.self)
    }

    mutating func text() throws(Shortage) -> String { String(decoding: try values(UInt8.self), as: UTF8.self) }

    private mutating func take<Value: FixedWidthInteger>(
        _ count: Int, _: Value.Type
    ) throws(Shortage) -> [Value] {
        let size = count * MemoryLayout<Value>.size
        guard size <= rest.count else { throw Shortage() }
        let piece = rest.prefix(size)
        rest = rest.dropFirst(size)
        return [Value](unsafeUninitializedCapacity: count) { buffer, initialized in
            UnsafeMutableRawBufferPointer(buffer).copyBytes(from: piece)
            initialized = count
        }
    }
}
