import Timing

/// A command that does not follow the grammar, with what was expected.
struct IMAPSyntaxError: Error, Hashable, Sendable {
    let reason: String
}

/// Reads the tokens of one command from left to right (RFC 3501 section 9).
struct IMAPScanner: Sendable {
    private let bytes: [UInt8]
    private var position = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    var isAtEnd: Bool { position == bytes.count }
    var next: UInt8? { position < bytes.count ? bytes[position] : nil }

    mutating func skip(_ character: Unicode.Scalar) -> Bool {
        guard let next, UInt32(next) == character.value else { return false }
        position += 1
        return true
    }

    mutating func expect(_ character: Unicode.Scalar) throws(IMAPSyntaxError) {
        guard skip(character) else { throw IMAPSyntaxError(reason: "expected '\(character)' at octet \(position)") }
    }

    mutating func space() throws(IMAPSyntaxError) { try expect(" ") }

    mutating func end() throws(IMAPSyntaxError) {
        guard isAtEnd else { throw IMAPSyntaxError(reason: "unexpected text at octet \(position)") }
    }

    /// One or more bytes that satisfy `allowed`, as text.
    mutating func run(_ what: String, while allowed: (UInt8) -> Bool) throws(IMAPSyntaxError) -> String {
        let end = bytes[position...].firstIndex { !allowed($0) } ?? bytes.count
        guard end > position else { throw IMAPSyntaxError(reason: "expected \(what) at octet \(position)") }
        defer { position = end }
        return String(decoding: bytes[position..<end], as: UTF8.self)
    }

    mutating func atom() throws(IMAPSyntaxError) -> String {
        try run("an atom", while: Self.isAtomCharacter)
    }

    /// An atom upper-cased, for keywords of the grammar.
    mutating func keyword() throws(IMAPSyntaxError) -> String { try atom().uppercased() }

    mutating func number() throws(IMAPSyntaxError) -> UInt32 {
        let digits = try run("a number", while: Ascii.isDigit)
        guard let value = Ascii.number(digits.utf8, as: UInt32.self) else {
            throw IMAPSyntaxError(reason: "number too large")
        }
        return value
    }

    mutating func longNumber() throws(IMAPSyntaxError) -> UInt64 {
        let digits = try run("a number", while: Ascii.isDigit)
        guard let value = Ascii.number(digits.utf8, as: UInt64.self) else {
            throw IMAPSyntaxError(reason: "number too large")
        }
        return value
    }

    /// An atom, quoted string or literal, as text; `]` is allowed in the atom.
    mutating func astring() throws(IMAPSyntaxError) -> String {
        String(decoding: try astringBytes(), as: UTF8.self)
    }

    mutating func astringBytes() throws(IMAPSyntaxError) -> [UInt8] {
        switch next {
        case UInt8(ascii: "\""): try quoted()
        case UInt8(ascii: "{"): try literal()
        default: Array(try run("a string", while: { Self.isAtomCharacter($0) || $0 == UInt8(ascii: "]") }).utf8)
        }
    }

    /// A mailbox pattern of LIST: an astring that may hold `%` and `*`.
    mutating func listMailbox() throws(IMAPSyntaxError) -> String {
        guard next != UInt8(ascii: "\""), next != UInt8(ascii: "{") else { return try astring() }
        let allowed: (UInt8) -> Bool = { Self.isAtomCharacter($0) || $0 == 0x5D || $0 == 0x25 || $0 == 0x2A }
        return try run("a mailbox pattern", while: allowed)
    }

    mutating func quoted() throws(IMAPSyntaxError) -> [UInt8] {
        try expect("\"")
        var text: [UInt8] = []
        while let byte = next {
            position += 1
            if byte == UInt8(ascii: "\"") { return text }
            guard byte == UInt8(ascii: "\\") else {
                text.append(byte)
                continue
            }
            guard let escaped = next else { break }
            text.append(escaped)
            position += 1
        }
        throw IMAPSyntaxError(reason: "a quoted string does not end")
    }

    mutating func literal() throws(IMAPSyntaxError) -> [UInt8] {
        try expect("{")
        let size = Int(try number())
        _ = skip("+")
        try expect("}")
        _ = skip("\r")
        try expect("\n")
        guard size <= bytes.count - position else { throw IMAPSyntaxError(reason: "a literal is cut short") }
        defer { position += size }
        return Array(bytes[position..<position + size])
    }

    /// `(one two …)`, possibly empty, each read by `element`.
    mutating func list<Element>(
        _ element: (inout IMAPScanner) throws(IMAPSyntaxError) -> Element
    ) throws(IMAPSyntaxError) -> [Element] {
        try expect("(")
        var elements: [Element] = []
        while !skip(")") {
            if !elements.isEmpty { try space() }
            elements.append(try element(&self))
        }
        return elements
    }

    mutating func flag() throws(IMAPSyntaxError) -> MailFlag {
        let isSystem = skip("\\")
        let name = try atom()
        return MailFlag(isSystem ? "\\" + name : name)
    }

    mutating func numberSet() throws(IMAPSyntaxError) -> IMAPNumberSet {
        var spans: [IMAPNumberSet.Span] = []
        repeat {
            let first = try numberOrStar()
            let last = skip(":") ? try numberOrStar() : first
            spans.append(.init(first: first, last: last))
        } while skip(",")
        return IMAPNumberSet(spans: spans)
    }

    private mutating func numberOrStar() throws(IMAPSyntaxError) -> UInt32? {
        if skip("*") { return nil }
        let value = try number()
        guard value > 0 else { throw IMAPSyntaxError(reason: "0 is no message number") }
        return value
    }

    /// ATOM-CHAR: no control, space, or one of `(){%*"\]`.
    static func isAtomCharacter(_ byte: UInt8) -> Bool {
        byte > 32 && byte < 127 && !atomSpecials.contains(byte)
    }

    private static let atomSpecials = Set("(){%*\"\\]".utf8)
}
