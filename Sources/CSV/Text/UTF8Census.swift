/// Counts the characters beyond ASCII in some bytes, and the bytes that are invalid UTF-8.
struct UTF8Census {
    /// Characters of two to four bytes.
    private(set) var valid = 0
    /// Bytes that belong to no character.
    private(set) var invalid = 0

    var isASCII: Bool { valid + invalid == 0 }

    /// UTF-8, unless there are more invalid bytes than such characters: one broken name in a large file does not turn all others into
    /// gibberish, and its row is reported.
    var encoding: CSVEncoding {
        if isASCII { return .ascii }
        return invalid > valid ? .windows1252 : .utf8
    }

    /// One pass. With `isCutOff`, an unfinished character at the end counts as neither.
    init(_ bytes: some Collection<UInt8>, isCutOff: Bool = false) {
        var index = bytes.startIndex
        while index < bytes.endIndex {
            if bytes[index] < 0x80 {
                bytes.formIndex(after: &index)
                continue
            }
            switch Self.character(in: bytes, at: index) {
            case .complete(let next):
                valid += 1
                index = next
            case .cutOff where isCutOff: return
            case .cutOff, .none:
                invalid += 1
                bytes.formIndex(after: &index)
            }
        }
    }

    /// Cells counted separately: a character does not extend from one into the next.
    static func sum(_ cells: [ArraySlice<UInt8>]) -> UTF8Census {
        cells.reduce(into: UTF8Census([])) { sum, cell in
            let census = UTF8Census(cell)
            sum.valid += census.valid
            sum.invalid += census.invalid
        }
    }

    private enum Character<Index> {
        case complete(next: Index)
        case cutOff
        case none
    }

    /// Well-formed byte sequences are those of table 3-7 in section 3.9 of the Unicode standard.
    private static func character<Bytes: Collection<UInt8>>(
        in bytes: Bytes, at start: Bytes.Index
    ) -> Character<Bytes.Index> {
        let lead = bytes[start]
        let (length, second): (Int, ClosedRange<UInt8>) =
            switch lead {
            case 0xC2...0xDF: (2, 0x80...0xBF)
            case 0xE0: (3, 0xA0...0xBF)
            case 0xED: (3, 0x80...0x9F)
            case 0xE1...0xEF: (3, 0x80...0xBF)
            case 0xF0: (4, 0x90...0xBF)
            case 0xF1...0xF3: (4, 0x80...0xBF)
            case 0xF4: (4, 0x80...0x8F)
            default: (1, 0...0)
            }
        guard length > 1 else { return .none }
        var index = bytes.index(after: start)
        for place in 1..<length {
            guard index < bytes.endIndex else { return .cutOff }
            guard (place == 1 ? second : 0x80...0xBF).contains(bytes[index]) else { return .none }
            bytes.formIndex(after: &index)
        }
        return .complete(next: index)
    }
}
