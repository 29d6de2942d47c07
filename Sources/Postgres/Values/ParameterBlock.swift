import Timing

/// The parameters of one statement, laid out as libpq wants them: one buffer, and where each value lies in it.
///
/// Text travels as text; bytes and instants in binary, which is exact and needs no escaping.
struct ParameterBlock {
    private(set) var types: [UInt32] = []
    private(set) var formats: [Int32] = []
    private(set) var lengths: [Int32] = []
    private var offsets: [Int?] = []
    private var storage: [UInt8] = []

    init(_ parameters: [PostgresParameter]) throws(PostgresError) {
        // PQ_QUERY_PARAM_MAX_LIMIT of libpq-fe.h: the protocol counts parameters in 16 bits.
        guard parameters.count <= 65_535 else {
            throw PostgresError(.invalid, "a statement has \(parameters.count) parameters; PostgreSQL takes 65535")
        }
        for parameter in parameters { try append(parameter) }
    }

    private mutating func append(_ parameter: PostgresParameter) throws(PostgresError) {
        types.append(parameter.type.rawValue)
        switch parameter.value {
        case .null: place(nil)
        case .bool(let flag): place((flag ? "t" : "f").utf8)
        case .int(let number): place(number.description.utf8)
        case .double(let number): place(number.description.utf8)
        case .text(let text):
            guard !text.utf8.contains(0) else {
                throw PostgresError(
                    .invalid,
                    "parameter $\(types.count) has a NUL, which PostgreSQL's text cannot hold: remove it first")
            }
            place(text.utf8)
        case .bytes(let bytes): try placeBinary(bytes)
        case .timestamp(let instant):
            try placeBinary(withUnsafeBytes(of: Self.microsecondsSince2000(instant).bigEndian, Array.init))
        case .array(let values):
            try placeBinary(BinaryArray(values, of: parameter.type.element, at: types.count).bytes)
        }
    }

    private mutating func place(_ text: String.UTF8View?) {
        offsets.append(text == nil ? nil : storage.count)
        formats.append(0)
        // libpq ignores the length of a text parameter: it reads up to the NUL.
        lengths.append(0)
        if let text {
            storage += text
            storage.append(0)
        }
    }

    private mutating func placeBinary(_ bytes: [UInt8]) throws(PostgresError) {
        guard let length = Int32(exactly: bytes.count) else {
            throw PostgresError(.invalid, "parameter $\(types.count) is larger than PostgreSQL's limit of 1 GB")
        }
        offsets.append(storage.count)
        formats.append(1)
        lengths.append(length)
        storage += bytes
    }

    /// The binary form of timestamptz: microseconds since 2000-01-01, its extremes being the infinities
    /// (PostgreSQL's `datatype/timestamp.h`).
    static func microsecondsSince2000(_ instant: Timestamp) -> Int64 {
        if instant == .distantFuture { return .max }
        let (value, overflow) = instant.microsecondsSince1970.subtractingReportingOverflow(946_684_800_000_000)
        return overflow ? .min : value
    }

    /// Calls `body` with pointers that live as long as the call.
    func withPointers<R>(_ body: ([UnsafePointer<CChar>?]) -> R) -> R {
        storage.withUnsafeBytes { buffer in
            let base = buffer.baseAddress?.assumingMemoryBound(to: CChar.self)
            // An empty buffer may have no address, yet an empty value must not become NULL.
            return withUnsafePointer(to: 0 as CChar) { empty in
                body(offsets.map { $0.map { offset in base.map { $0 + offset } ?? empty } })
            }
        }
    }
}
