/// Determines encoding, delimiter and the place of the first row from the beginning of a file.
struct DialectDetector {
    /// Bytes looked at; all of a shorter file.
    static let prefixLength = 65_536
    /// Records compared, not counting blank ones.
    static let recordsCompared = 20

    let dialect: CSVDialect
    /// After the byte order mark and Excel's `sep=` line.
    let start: CSVPosition

    /// A given `encoding` or `delimiter` is used unchanged. `isWhole` says that `prefix` is the whole file.
    init(_ prefix: [UInt8], isWhole: Bool, encoding: CSVEncoding?, delimiter: CSVDelimiter?) {
        let mark = ByteOrderMark(prefix)
        let encoding = encoding ?? mark?.encoding ?? Self.encoding(of: prefix, isWhole: isWhole)
        var position = CSVPosition(byteOffset: mark?.length ?? 0, line: 1, row: 1)
        var text = Array(prefix[position.byteOffset...])
        if encoding.isUTF16 {
            var transcoder = UTF16Transcoder(encoding)
            let units = text
            text = []
            transcoder.transcode(units, into: &text)
        }
        let line = SeparatorLine(text)
        if let line {
            position.byteOffset += line.length * (encoding.isUTF16 ? 2 : 1)
            position.line = 2
            text.removeFirst(line.length)
        }
        start = position
        let found = delimiter ?? line?.delimiter ?? Self.delimiter(in: text, isWhole: isWhole)
        dialect = CSVDialect(encoding: encoding, delimiter: found)
    }

    private static func encoding(of prefix: [UInt8], isWhole: Bool) -> CSVEncoding {
        wideEncoding(of: prefix) ?? UTF8Census(prefix, isCutOff: !isWhole).encoding
    }

    /// UTF-16 without a byte order mark: a zero in at least half of the pairs, and nearly always in the same place.
    private static func wideEncoding(of prefix: [UInt8]) -> CSVEncoding? {
        let sample = prefix.prefix(256)
        let pairs = sample.count / 2
        let zeros = sample.indices.reduce(into: (even: 0, odd: 0)) { zeros, index in
            guard sample[index] == 0 else { return }
            if index % 2 == 0 { zeros.even += 1 } else { zeros.odd += 1 }
        }
        guard pairs >= 2 else { return nil }
        if zeros.odd * 2 >= pairs, zeros.even * 8 <= zeros.odd { return .utf16LittleEndian }
        if zeros.even * 2 >= pairs, zeros.odd * 8 <= zeros.even { return .utf16BigEndian }
        return nil
    }

    /// The delimiter that occurs in the first record and splits most others into as many cells; a comma if there is none.
    private static func delimiter(in text: [UInt8], isWhole: Bool) -> CSVDelimiter {
        var best = (delimiter: CSVDelimiter.comma, alike: 0, cells: 1)
        for candidate in CSVDelimiter.usual {
            let counts = cellCounts(in: text, delimiter: candidate, isWhole: isWhole)
            guard let cells = counts.first, cells > 1 else { continue }
            let alike = counts.count { $0 == cells }
            if (alike, cells) > (best.alike, best.cells) { best = (candidate, alike, cells) }
        }
        return best.delimiter
    }

    private static func cellCounts(in text: [UInt8], delimiter: CSVDelimiter, isWhole: Bool) -> [Int] {
        var splitter = RowSplitter(delimiter: delimiter, limits: CSVLimits())
        var counts: [Int] = []
        var index = 0
        while counts.count < recordsCompared, index < text.count {
            guard splitter.read(text, from: &index) || isWhole || counts.isEmpty else { break }
            splitter.endOfFile()
            if !splitter.cells.isBlank { counts.append(splitter.cells.ends.count) }
            splitter.beginRow()
        }
        return counts
    }
}
