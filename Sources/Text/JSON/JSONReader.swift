extension JSON {
    /// Reads exactly one value, with optional white space around it (RFC 8259).
    ///
    /// Members with equal keys are all kept. Half a surrogate pair, which some programs write for broken text, and octets that are
    /// not UTF-8 become U+FFFD. A whole number beyond 64 bits becomes a `double`.
    package init(reading bytes: some Sequence<UInt8>, limits: JSONLimits = JSONLimits()) throws(JSONError) {
        let bytes = Array(bytes)
        guard bytes.count <= limits.bytes else {
            throw JSONError(problem: "the text is longer than \(limits.bytes) octets", offset: limits.bytes)
        }
        var reader = JSONReader(bytes, limits: limits)
        self = try reader.document()
    }
}

/// Walks over the octets of a text once. Strings and numbers are in `JSONReader+scalars.swift`.
struct JSONReader {
    let bytes: [UInt8]
    var index = 0
    private let limits: JSONLimits
    private var depth = 0
    private var values = 0

    init(_ bytes: [UInt8], limits: JSONLimits) {
        self.bytes = bytes
        self.limits = limits
    }

    mutating func document() throws(JSONError) -> JSON {
        let value = try value()
        skipSpace()
        guard index == bytes.count else { throw failure("something follows the value") }
        return value
    }

    private mutating func value() throws(JSONError) -> JSON {
        skipSpace()
        values += 1
        guard values <= limits.values else { throw failure("more than \(limits.values) values") }
        guard let byte = peek else { throw failure("the text ends where a value should be") }
        switch byte {
        case UInt8(ascii: "{"): return try nested { reader throws(JSONError) in try reader.object() }
        case UInt8(ascii: "["): return try nested { reader throws(JSONError) in try reader.array() }
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "t"): return try word("true", .bool(true))
        case UInt8(ascii: "f"): return try word("false", .bool(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return try number()
        default: throw failure("no value begins like this")
        }
    }

    private mutating func nested(
        _ read: (inout JSONReader) throws(JSONError) -> JSON
    ) throws(JSONError) -> JSON {
        guard depth < limits.depth else { throw failure("the values are nested too deep") }
        depth += 1
        index += 1
        let value = try read(&self)
        depth -= 1
        return value
    }

    private mutating func object() throws(JSONError) -> JSON {
        var members: [JSON.Member] = []
        skipSpace()
        if skip("}") { return .object([]) }
        repeat {
            skipSpace()
            guard peek == UInt8(ascii: "\"") else { throw failure("a key should stand here") }
            let key = try string()
            skipSpace()
            guard skip(":") else { throw failure("a colon should stand here") }
            members.append(JSON.Member(key: key, value: try value()))
            skipSpace()
        } while skip(",")
        guard skip("}") else { throw failure("a comma or } should stand here") }
        return .object(members)
    }

    private mutating func array() throws(JSONError) -> JSON {
        var items: [JSON] = []
        skipSpace()
        if skip("]") { return .array([]) }
        repeat {
            items.append(try value())
            skipSpace()
        } while skip(",")
        guard skip("]") else { throw failure("a comma or ] should stand here") }
        return .array(items)
    }

    private mutating func word(_ word: String, _ value: JSON) throws(JSONError) -> JSON {
        guard bytes[index...].starts(with: word.utf8) else { throw failure("no value begins like this") }
        index += word.utf8.count
        return value
    }

    var peek: UInt8? { index < bytes.count ? bytes[index] : nil }

    mutating func skip(_ character: Unicode.Scalar) -> Bool {
        guard let byte = peek, UInt32(byte) == character.value else { return false }
        index += 1
        return true
    }

    private mutating func skipSpace() {
        while let byte = peek, byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D { index += 1 }
    }

    func failure(_ problem: String) -> JSONError { JSONError(problem: problem, offset: index) }
}
