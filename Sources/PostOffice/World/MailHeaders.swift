/// The header fields of a message, found by one pass over its bytes (RFC 5322 section 2.2).
///
/// Tolerant as servers are: bare LF ends a line too, and lines that are no field are skipped.
struct MailHeaders: Sendable {
    /// One field with its folded lines, as in the message.
    struct Field: Sendable {
        let name: String
        /// The whole field, name and line end included.
        let raw: Range<Int>
        /// What follows the colon, up to the line end.
        let value: Range<Int>
    }

    let fields: [Field]
    /// Where the body begins: after the empty line, or at the end when there is none.
    let bodyStart: Int
    private let bytes: [UInt8]

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        var fields: [Field] = []
        var start = 0
        var next = 0
        while start < bytes.count {
            next = Self.lineEnd(in: bytes, from: start)
            if Self.isEmptyLine(bytes[start..<next]) {
                self.fields = fields
                bodyStart = next
                return
            }
            while next < bytes.count, Ascii.isBlank(bytes[next]) { next = Self.lineEnd(in: bytes, from: next) }
            if let field = Self.field(in: bytes, start..<next) { fields.append(field) }
            start = next
        }
        self.fields = fields
        bodyStart = bytes.count
    }

    /// The first field of this name, unfolded and trimmed; names compare without regard to case.
    subscript(_ name: String) -> String? {
        fields.first { Ascii.equal($0.name, name) }.map(text)
    }

    /// A field's value with line breaks taken out and blanks at both ends trimmed.
    func text(of field: Field) -> String {
        let unfolded = bytes[field.value].filter { $0 != Ascii.cr && $0 != Ascii.lf }
        return String(decoding: Ascii.trimmed(unfolded[...]), as: UTF8.self)
    }

    /// The `<…>` identifiers in the first field of this name, without their angle brackets.
    func messageIDs(in name: String) -> [String] {
        guard let value = self[name] else { return [] }
        return value.utf8.split(separator: UInt8(ascii: "<")).compactMap { piece in
            piece.firstIndex(of: UInt8(ascii: ">")).map { String(decoding: piece[..<$0], as: UTF8.self) }
        }.filter { !$0.isEmpty }
    }

    private static func lineEnd(in bytes: [UInt8], from start: Int) -> Int {
        bytes[start...].firstIndex(of: Ascii.lf).map { $0 + 1 } ?? bytes.count
    }

    private static func isEmptyLine(_ line: ArraySlice<UInt8>) -> Bool {
        line.elementsEqual([Ascii.lf]) || line.elementsEqual([Ascii.cr, Ascii.lf])
    }

    private static func field(in bytes: [UInt8], _ range: Range<Int>) -> Field? {
        guard let colon = bytes[range].firstIndex(of: UInt8(ascii: ":")) else { return nil }
        let name = Ascii.trimmed(bytes[range.lowerBound..<colon])
        guard !name.isEmpty, name.allSatisfy({ $0 > 32 && $0 < 127 }) else { return nil }
        var end = range.upperBound
        while end > colon + 1, bytes[end - 1] == Ascii.lf || bytes[end - 1] == Ascii.cr { end -= 1 }
        return Field(name: String(decoding: name, as: UTF8.self), raw: range, value: colon + 1..<end)
    }
}
