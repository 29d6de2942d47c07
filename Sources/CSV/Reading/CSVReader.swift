/// Reads a file of rows from chunks of any size.
///
/// Add bytes with `append`, take records with `next` until it is nil, and call `finish` after the last byte. The reader holds the
/// bytes that were appended and not yet read, and one unfinished row, which `CSVLimits` bounds. The result does not depend on how
/// the bytes were split. Time is linear in the bytes, whatever they are.
///
/// Rows end in LF, CR LF or CR, also mixed. A cell in quotes may hold all of these and the delimiter, and a quote
/// written twice (RFC 4180); a quote inside a cell without quotes is text. Blanks between the delimiter and a quote are
/// dropped. Encoding, delimiter and Excel's `sep=` line are found in the first 64 KiB.
public struct CSVReader: Sendable {
    /// The file's dialect; nil before enough was read to tell. The encoding may change from `ascii` to another
    /// later.
    public private(set) var dialect: CSVDialect?
    /// Rows without content passed over so far.
    public private(set) var blankRows = 0
    /// Where the next row begins.
    public private(set) var position: CSVPosition

    private let limits: CSVLimits
    private let givenEncoding: CSVEncoding?
    private let givenDelimiter: CSVDelimiter?
    /// Bytes not yet read: as they came before the dialect is known, in an encoding that keeps ASCII afterwards.
    private var pending: [UInt8] = []
    private var cursor = 0
    private var splitter: RowSplitter?
    private var transcoder: UTF16Transcoder?
    /// Bytes of the file that the unfinished row has taken.
    private var rowLength = 0
    private var isFinished = false

    /// Reads a file from its first byte. A given `encoding` or `delimiter` is used instead of being
    /// detected.
    public init(encoding: CSVEncoding? = nil, delimiter: CSVDelimiter? = nil, limits: CSVLimits = CSVLimits()) {
        self.limits = limits
        givenEncoding = encoding
        givenDelimiter = delimiter
        position = CSVPosition(byteOffset: 0, line: 1, row: 1)
    }

    /// Continues where another reader of the same file was: the first byte appended is the one at `position.byteOffset`.
    ///
    /// - Parameters:
    ///   - position: the `end` of the last record that was processed.
    ///   - dialect: the other reader's dialect when it returned that record.
    public init(resumingAt position: CSVPosition, dialect: CSVDialect, limits: CSVLimits = CSVLimits()) {
        self.limits = limits
        givenEncoding = dialect.encoding
        givenDelimiter = dialect.delimiter
        self.position = position
        begin(dialect)
    }

    /// Adds the next bytes of the file. Nothing may follow `finish`.
    public mutating func append(_ chunk: some Sequence<UInt8>) {
        precondition(!isFinished, "bytes behind the end of the file")
        if cursor > pending.count / 2 {
            pending.removeFirst(cursor)
            cursor = 0
        }
        if transcoder == nil { pending.append(contentsOf: chunk) } else { transcode(Array(chunk)) }
    }

    /// Says that the file is complete. `next` then returns the rest, and after that always nil.
    public mutating func finish() {
        guard !isFinished else { return }
        isFinished = true
        transcoder?.endOfFile(into: &pending)
    }

    /// The next row that is not blank; nil when there is none in the bytes so far.
    public mutating func next() -> CSVRecord? {
        if dialect == nil { detect() }
        while completeRow() {
            defer { splitter?.beginRow() }
            if let record = record() { return record }
        }
        return nil
    }
}

extension CSVReader {
    private mutating func transcode(_ chunk: [UInt8]) {
        transcoder?.transcode(chunk, into: &pending)
    }

    private mutating func begin(_ dialect: CSVDialect) {
        self.dialect = dialect
        splitter = RowSplitter(delimiter: dialect.delimiter, limits: limits)
        transcoder = dialect.encoding.isUTF16 ? UTF16Transcoder(dialect.encoding) : nil
    }

    private mutating func detect() {
        guard isFinished || pending.count >= DialectDetector.prefixLength else { return }
        let found = DialectDetector(
            Array(pending.prefix(DialectDetector.prefixLength)),
            isWhole: isFinished && pending.count <= DialectDetector.prefixLength,
            encoding: givenEncoding, delimiter: givenDelimiter)
        begin(found.dialect)
        position = found.start
        let rest = Array(pending[found.start.byteOffset...])
        pending = []
        if transcoder == nil { pending = rest } else { transcode(rest) }
        if isFinished { transcoder?.endOfFile(into: &pending) }
    }

    /// Reads until a row is complete; false when more bytes are needed, or none are left.
    private mutating func completeRow() -> Bool {
        let start = cursor
        let isComplete = splitter?.read(pending, from: &cursor) ?? false
        rowLength += fileLength(pending[start..<cursor])
        if isComplete { return true }
        guard isFinished, rowLength > 0, splitter != nil else { return false }
        splitter?.endOfFile()
        return true
    }

    private func fileLength(_ text: ArraySlice<UInt8>) -> Int {
        guard transcoder != nil else { return text.count }
        return text.reduce(0) { $0 + UTF16Transcoder.width(of: $1) }
    }

    /// Makes a record of the complete row and moves on; nil for a blank one.
    private mutating func record() -> CSVRecord? {
        guard let splitter, let dialect else { return nil }
        let start = position
        position.byteOffset += rowLength
        position.line += splitter.lines
        position.row += 1
        rowLength = 0
        if let refusal = splitter.cells.refusal {
            return .fault(CSVFault(refusal.kind, line: start.line + refusal.lines, start: start, end: position))
        }
        if splitter.cells.isBlank {
            blankRows += 1
            return nil
        }
        return decode(dialect.encoding, start: start)
    }

    private mutating func decode(_ encoding: CSVEncoding, start: CSVPosition) -> CSVRecord? {
        guard var (text, ends) = splitter?.takeRow() else { return nil }
        var encoding = encoding
        if text.contains(where: { $0 == 0 || $0 >= 0x80 }) {
            let cells = CellBytes(text: text, ends: ends)
            if encoding == .ascii { encoding = cells.encoding }
            dialect?.encoding = encoding
            if let kind = cells.fault(as: encoding) {
                return .fault(CSVFault(kind, line: start.line, start: start, end: position))
            }
            if encoding == .windows1252 { (text, ends) = Windows1252.decoded(text, ends: ends) }
        }
        return .row(CSVRow(start: start, end: position, text: text, ends: ends))
    }
}
