import Text

/// Reads the grammar's smallest pieces out of one complete response.
///
/// Every access is checked against the end. The bytes belong to the caller of `withUnsafeReadableBytes` and must not be
/// kept beyond it; everything handed out as a result is copied, except words, which are compared at once.
struct ByteCursor {
    typealias Word = Slice<UnsafeRawBufferPointer>

    private let bytes: UnsafeRawBufferPointer
    var position = 0
    private var elementsLeft: Int
    let limits: ParserLimits

    init(_ bytes: UnsafeRawBufferPointer, limits: ParserLimits) {
        // The line end of the response itself is not content.
        var end = bytes.count
        if end > 0, bytes[end - 1] == ASCII.lineFeed { end -= 1 }
        if end > 0, bytes[end - 1] == ASCII.carriageReturn { end -= 1 }
        self.bytes = UnsafeRawBufferPointer(rebasing: bytes[..<end])
        self.limits = limits
        elementsLeft = limits.elements
    }

    var isAtEnd: Bool { position >= bytes.count }
    var peek: UInt8? { position < bytes.count ? bytes[position] : nil }
    var rest: Word { bytes[min(position, bytes.count)...] }

    /// Counts one member of a list.
    mutating func countElement() throws(IMAPError) {
        elementsLeft -= 1
        guard elementsLeft >= 0 else { throw .limitExceeded(.elements) }
    }

    mutating func advance() { position += 1 }

    mutating func take(_ byte: UInt8) -> Bool {
        guard peek == byte else { return false }
        position += 1
        return true
    }

    mutating func expect(_ byte: UInt8) throws(IMAPError) {
        guard take(byte) else { throw malformed("expected '\(Character(Unicode.Scalar(byte)))'") }
    }

    mutating func skipSpaces() {
        while peek == ASCII.space { position += 1 }
    }

    mutating func skip(to position: Int) { self.position = min(max(position, self.position), bytes.count) }

    func malformed(_ what: String) -> IMAPError {
        .protocolViolation("\(what) at octet \(position) of \"\(String(displaying: bytes, limit: 60))\"")
    }

    /// The bytes up to the next separator; may be empty.
    mutating func word() -> Word {
        let start = position
        while position < bytes.count, !bytes[position].endsWord { position += 1 }
        return bytes[start..<position]
    }

    /// The bytes up to one of the given bytes or the end.
    mutating func prefix(while matches: (UInt8) -> Bool) -> Word {
        let start = position
        while position < bytes.count, matches(bytes[position]) { position += 1 }
        return bytes[start..<position]
    }

    mutating func optionalNumber() throws(IMAPError) -> UInt64? {
        guard peek?.digitValue != nil else { return nil }
        var value: UInt64 = 0
        while let digit = peek?.digitValue {
            let (product, tooBig) = value.multipliedReportingOverflow(by: 10)
            let (sum, tooBigStill) = product.addingReportingOverflow(UInt64(digit))
            guard !tooBig, !tooBigStill else { throw malformed("number too large") }
            value = sum
            position += 1
        }
        return value
    }

    mutating func number() throws(IMAPError) -> UInt64 {
        guard let number = try optionalNumber() else { throw malformed("expected a number") }
        return number
    }

    mutating func number32() throws(IMAPError) -> UInt32 {
        guard let number = UInt32(exactly: try number()) else { throw malformed("number beyond 32 bits") }
        return number
    }

    mutating func uid() throws(IMAPError) -> UID {
        guard let uid = UID(rawValue: try number32()) else { throw malformed("UID zero") }
        return uid
    }
}

extension ByteCursor {
    /// A quoted string or literal; nil when there is neither.
    mutating func optionalString() throws(IMAPError) -> [UInt8]? {
        switch peek {
        case ASCII.quote: try quoted()
        case ASCII.openBrace: try literal()
        case ASCII.tilde: try literal8()
        default: nil
        }
    }

    mutating func string() throws(IMAPError) -> [UInt8] {
        guard let string = try optionalString() else { throw malformed("expected a string") }
        return string
    }

    /// A string or NIL.
    mutating func nstring() throws(IMAPError) -> [UInt8]? {
        if let string = try optionalString() { return string }
        guard word().matches("NIL") else { throw malformed("expected a string or NIL") }
        return nil
    }

    /// A string, or a bare word, the form in which some servers write names with almost any character.
    mutating func astring() throws(IMAPError) -> [UInt8] {
        if let string = try optionalString() { return string }
        let word = word()
        guard !word.isEmpty else { throw malformed("expected a string or atom") }
        return Array(word)
    }

    private mutating func quoted() throws(IMAPError) -> [UInt8] {
        position += 1
        let start = position
        while position < bytes.count, bytes[position] != ASCII.quote {
            if bytes[position] == ASCII.backslash { return try quotedWithEscapes(from: start) }
            position += 1
        }
        guard position < bytes.count else { throw malformed("unfinished quoted string") }
        defer { position += 1 }
        return Array(bytes[start..<position])
    }

    private mutating func quotedWithEscapes(from start: Int) throws(IMAPError) -> [UInt8] {
        var result = Array(bytes[start..<position])
        while position < bytes.count {
            let byte = bytes[position]
            position += 1
            if byte == ASCII.quote { return result }
            guard byte == ASCII.backslash else {
                result.append(byte)
                continue
            }
            guard position < bytes.count else { break }
            result.append(bytes[position])
            position += 1
        }
        throw malformed("unfinished quoted string")
    }

    private mutating func literal8() throws(IMAPError) -> [UInt8]? {
        guard position + 1 < bytes.count, bytes[position + 1] == ASCII.openBrace else { return nil }
        position += 1
        return try literal()
    }

    private mutating func literal() throws(IMAPError) -> [UInt8] {
        position += 1
        let size = try number()
        _ = take(ASCII.plus)
        try expect(ASCII.closeBrace)
        _ = take(ASCII.carriageReturn)
        try expect(ASCII.lineFeed)
        guard size <= UInt64(bytes.count - position) else { throw malformed("literal beyond the response") }
        let start = position
        position += Int(size)
        return Array(bytes[start..<position])
    }

    /// Steps over one value of any kind: word, string, or list; without recursion, so depth costs nothing.
    mutating func skipValue() throws(IMAPError) {
        var depth = 0
        repeat {
            skipSpaces()
            switch peek {
            case ASCII.openParenthesis:
                depth += 1
                guard depth <= limits.nesting else { throw .limitExceeded(.nesting) }
                position += 1
            case ASCII.closeParenthesis where depth > 0:
                depth -= 1
                position += 1
            case nil, ASCII.closeParenthesis:
                throw malformed("expected a value")
            default:
                try countElement()
                if try optionalString() == nil, word().isEmpty { position += 1 }
            }
        } while depth > 0
    }

    /// Parses `(member member …)`, with any number of spaces between.
    mutating func list(_ member: (inout ByteCursor) throws(IMAPError) -> Void) throws(IMAPError) {
        try expect(ASCII.openParenthesis)
        while true {
            skipSpaces()
            if take(ASCII.closeParenthesis) { return }
            guard !isAtEnd else { throw malformed("unfinished list") }
            try countElement()
            let before = position
            try member(&self)
            guard position > before else { throw malformed("unexpected octet in a list") }
        }
    }
}

extension ByteCursor.Word {
    /// Whether the word is this one, in any ASCII case; the name is given in upper case.
    func matches(_ name: StaticString) -> Bool {
        guard count == name.utf8CodeUnitCount else { return false }
        return name.withUTF8Buffer { other in
            for (offset, byte) in enumerated() where byte.asciiUppercased != other[offset] { return false }
            return true
        }
    }

    var text: String { String(decoding: self, as: UTF8.self) }
    var upperCasedText: String { text.asciiUppercased }
}
