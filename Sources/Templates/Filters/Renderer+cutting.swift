import Text

extension Renderer {
    /// `replace`: every occurrence, or the first `count`; an empty `old` stands before and after each character.
    mutating func replaced(
        _ value: TemplateValue, _ text: String, _ call: FilterCall
    ) throws(TemplateError) -> TemplateValue {
        let old = try replacement(call, 0, in: value)
        let new = try replacement(call, 1, in: value)
        let count = try argumentNumber(call, 2).flatMap { $0 < 0 ? nil : $0 } ?? .max
        let bytes = Array(text.utf8)
        let places =
            old.isEmpty ? Self.boundaries(of: bytes, limit: count) : ByteSearch(old).places(in: bytes, limit: count)
        try chargeResult(bytes.count + places.count * (new.utf8.count - old.utf8.count), at: call.position)
        var result: [UInt8] = []
        var index = 0
        for place in places {
            result += bytes[index..<place]
            result += new.utf8
            index = place + old.utf8.count
        }
        result += bytes[index...]
        return value.with(String(decoding: result, as: UTF8.self))
    }

    /// In HTML, plain text is escaped before it is searched for or inserted.
    private mutating func replacement(
        _ call: FilterCall, _ place: Int, in value: TemplateValue
    ) throws(TemplateError) -> String {
        let replacement = try argument(call, place) ?? ""
        let text = try text(of: replacement, at: call.position)
        if case .markup = value { return Self.escaped(replacement, text) }
        return text
    }

    /// Where scalars begin, and the end.
    private static func boundaries(of bytes: [UInt8], limit: Int) -> [Int] {
        let starts = bytes.indices.lazy.filter { bytes[$0] & 0xC0 != 0x80 }
        return Array((Array(starts) + [bytes.count]).prefix(limit))
    }

    /// `truncate(length=255, killwords=false, end="...", leeway=5)`: longer text is cut between words, or within them.
    mutating func truncated(
        _ value: TemplateValue, _ text: String, _ call: FilterCall
    ) throws(TemplateError) -> TemplateValue {
        let length = try argumentNumber(call, 0) ?? 255
        let cutsWords = try argumentFlag(call, 1)
        let ending = try argument(call, 2) ?? "..."
        let mark = try self.text(of: ending, at: call.position)
        let leeway = try argumentNumber(call, 3) ?? 5
        guard length >= mark.unicodeScalars.count, leeway >= 0 else {
            throw TemplateError(.wrongKind("the length of \"truncate\" leaves no room for its end"), at: call.position)
        }
        let scalars = Array(text.unicodeScalars)
        guard scalars.count > length.addingReportingOverflow(leeway).partialValue, length < scalars.count else {
            return value
        }
        var kept = scalars.prefix(length - mark.unicodeScalars.count)
        if !cutsWords, let space = kept.lastIndex(of: " ") { kept = kept[..<space] }
        var result = String.UnicodeScalarView(kept)
        if case .markup = value {
            result += Self.escaped(ending, mark).unicodeScalars
        } else {
            result += mark.unicodeScalars
        }
        return value.with(String(result))
    }
}

/// `urlencode`: everything but the unreserved characters of RFC 3986 section 2.3 and the slash.
enum URLEncoding {
    static func encoded(_ text: String) -> String {
        var result: [UInt8] = []
        for byte in text.utf8 {
            if byte.isASCIILetter || byte.isASCIIDigit || "_.-~/".utf8.contains(byte) {
                result.append(byte)
            } else {
                result += "%\(Hexadecimal.encoded([byte]).uppercased())".utf8
            }
        }
        return String(decoding: result, as: UTF8.self)
    }
}

/// Python's `int()` of what a field can hold.
enum WholeNumber {
    /// Nil where there is none.
    static func of(_ value: TemplateValue) -> Int? {
        switch value {
        case .bool(let flag): flag ? 1 : 0
        case .integer(let number): number
        case .double(let number): Int(exactly: number.rounded(.towardZero))
        case .string(let text), .markup(let text): of(PythonText.stripped(text))
        case .none, .list, .dictionary, .undefined: nil
        }
    }

    private static func of(_ text: String) -> Int? {
        if let number = Int(text) { return number }
        // Only what Python takes for a number in decimal digits.
        guard text.utf8.allSatisfy({ $0.isASCIIDigit || "+-.eE".utf8.contains($0) }), let number = Double(text) else {
            return nil
        }
        return Int(exactly: number.rounded(.towardZero))
    }
}
