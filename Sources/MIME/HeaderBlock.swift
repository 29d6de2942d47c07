/// Splits header blocks into fields: of a whole mail, of a block fetched alone, of the groups in a delivery report.
///
/// Lines may end in CR LF, LF or CR. One pass over the bytes, never past `limit`.
struct HeaderBlock {
    static let maxFields = 2_000

    private(set) var fields: [HeaderField] = []
    private(set) var defects: Set<MailDefect> = []
    /// Where the lines of MIME fields are (RFC 2045 section 3): `Content-…`, `MIME-Version`.
    private(set) var linesOfMIME: [Range<Int>] = []
    /// Where the body begins, after the empty line; nil when there is none within the limit.
    private(set) var bodyStart: Int?
    private var name = ""
    private var value: [UInt8] = []
    private var hasField = false

    /// Reads up to the first empty line.
    init(_ bytes: ArraySlice<UInt8>, limit: Int) {
        var lines = LineScanner(bytes.prefix(limit))
        var isFirst = true
        while let line = lines.next() {
            if line.allSatisfy(\.isWhitespace) {
                if isFirst { continue }
                if line.isEmpty || !line.contains(where: \.isBlank) {
                    bodyStart = lines.position
                    break
                }
                continue
            }
            if isFirst, line.starts(with: "From ".utf8) || line.starts(with: ">From ".utf8) { continue }
            isFirst = false
            take(line, until: lines.position)
            guard fields.count < Self.maxFields else {
                defects.insert(.headersCut)
                break
            }
        }
        if lines.isAtEnd, bytes.count > limit { defects.insert(.headersCut) }
        finishField()
    }

    private mutating func take(_ line: ArraySlice<UInt8>, until end: Int) {
        if line[line.startIndex].isBlank {
            guard hasField else { return }
            if linesOfMIME.last?.upperBound == line.startIndex { linesOfMIME.append(line.startIndex..<end) }
            if !value.isEmpty { value.append(0x20) }
            value += line.trimmed
        } else if let colon = line.firstIndex(of: UInt8(ascii: ":")), let name = Self.fieldName(line[..<colon]) {
            finishField()
            self.name = name
            hasField = true
            if name.isOfMIME { linesOfMIME.append(line.startIndex..<end) }
            value = Array(line[(colon + 1)...].trimmed)
        } else {
            defects.insert(.strayHeaderLine)
        }
    }

    private mutating func finishField() {
        guard hasField else { return }
        fields.append(HeaderField(name: name, bytes: value.filter { $0 != 0 }))
        hasField = false
    }

    /// `field-name` of RFC 5322 section 2.2, with the white space before the colon that section 4.5 still allows.
    private static func fieldName(_ bytes: ArraySlice<UInt8>) -> String? {
        let name = bytes.trimmed
        guard (1...200).contains(name.count), name.allSatisfy({ (0x21...0x7E).contains($0) }) else { return nil }
        return String(decoding: name, as: UTF8.self)
    }
}

extension String {
    fileprivate var isOfMIME: Bool {
        switch utf8.first {
        case UInt8(ascii: "C"), UInt8(ascii: "c"): String(prefix(8)).equalsIgnoringASCIICase("Content-")
        case UInt8(ascii: "M"), UInt8(ascii: "m"): equalsIgnoringASCIICase("MIME-Version")
        default: false
        }
    }
}

/// The groups of fields in a delivery status, a disposition notification or a feedback report: header blocks separated by empty
/// lines (RFC 3464 section 2.1).
func fieldGroups(in content: [UInt8], limit: Int = 64 << 10) -> [HeaderFields] {
    var groups: [HeaderFields] = []
    var start = 0
    var lines = LineScanner(content.prefix(limit))
    func close(at end: Int) {
        let block = HeaderBlock(content[start..<end], limit: limit)
        if !block.fields.isEmpty, groups.count < 1_000 { groups.append(HeaderFields(block.fields)) }
    }
    while let line = lines.next() {
        guard line.allSatisfy(\.isWhitespace) else { continue }
        close(at: line.startIndex)
        start = lines.position
    }
    close(at: lines.position)
    return groups
}

/// Walks lines that end in CR LF, LF or CR; the slices carry no line end.
struct LineScanner {
    private let bytes: ArraySlice<UInt8>
    private(set) var position: Int

    init(_ bytes: ArraySlice<UInt8>) {
        self.bytes = bytes
        position = bytes.startIndex
    }

    var isAtEnd: Bool { position >= bytes.endIndex }

    mutating func next() -> ArraySlice<UInt8>? {
        guard position < bytes.endIndex else { return nil }
        let start = position
        var end = start
        while end < bytes.endIndex, bytes[end] != 0x0A, bytes[end] != 0x0D { end += 1 }
        position = end
        if position < bytes.endIndex {
            let isPair = bytes[position] == 0x0D && position + 1 < bytes.endIndex && bytes[position + 1] == 0x0A
            position += isPair ? 2 : 1
        }
        return bytes[start..<end]
    }
}

extension ArraySlice<UInt8> {
    /// Without white space at both ends.
    var trimmed: ArraySlice<UInt8> {
        var start = startIndex
        var end = endIndex
        while start < end, self[start].isWhitespace { start += 1 }
        while end > start, self[end - 1].isWhitespace { end -= 1 }
        return self[start..<end]
    }
}
