/// Writes rows as RFC 4180 in UTF-8, with CR LF after each.
///
/// `CSVReader` returns the same cells, with any delimiter and without being told which, when the format is guarded or no cell looks
/// guarded. It skips rows of only blanks.
public struct CSVWriter: Sendable {
    public let format: CSVFormat
    private var isAtStart: Bool

    /// - Parameter isAtStart: false when the rows are added to a file that has rows already.
    public init(_ format: CSVFormat, isAtStart: Bool = true) {
        self.format = format
        self.isAtStart = isAtStart
    }

    /// The bytes of one row, and before the first the byte order mark. A row without cells is an empty line.
    public mutating func row(_ cells: some Sequence<String>) -> [UInt8] {
        var bytes: [UInt8] = []
        append(cells, to: &bytes)
        return bytes
    }

    /// Adds the bytes of one row to `bytes`.
    public mutating func append(_ cells: some Sequence<String>, to bytes: inout [UInt8]) {
        if isAtStart, format.hasByteOrderMark { bytes += ByteOrderMark.utf8 }
        var count = 0
        let start = bytes.count
        for cell in cells {
            if count > 0 { bytes.append(format.delimiter.rawValue) }
            append(cell, isFirstOfFile: isAtStart && count == 0, to: &bytes)
            count += 1
        }
        // One empty cell: without quotes the row would be an empty line.
        if count == 1, bytes.count == start { bytes += [.quote, .quote] }
        bytes += [.carriageReturn, .lineFeed]
        isAtStart = false
    }

    private func append(_ cell: String, isFirstOfFile: Bool, to bytes: inout [UInt8]) {
        let text = Array(cell.utf8)
        let guarding = format.isGuarded && SpreadsheetGuard.needsMark(text) ? [SpreadsheetGuard.mark] : []
        guard needsQuotes(text) || (isFirstOfFile && isTakenForMore(text)) else {
            bytes += guarding
            bytes += text
            return
        }
        bytes.append(.quote)
        bytes += guarding
        for byte in text {
            if byte == .quote { bytes.append(.quote) }
            bytes.append(byte)
        }
        bytes.append(.quote)
    }

    /// Every common delimiter is quoted, so that only the real one occurs outside quotes.
    private func needsQuotes(_ text: [UInt8]) -> Bool {
        guard let first = text.first, let last = text.last else { return false }
        return first == 0x20 || last == 0x20
            || text.contains { byte in
                switch byte {
                case .quote, .lineFeed, .carriageReturn, UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "\t"),
                    UInt8(ascii: "|"), format.delimiter.rawValue:
                    true
                default: false
                }
            }
    }

    /// At the very beginning a byte order mark or `sep=` would not be read as a cell.
    private func isTakenForMore(_ text: [UInt8]) -> Bool {
        text.starts(with: ByteOrderMark.utf8) || SeparatorLine.isBegun(by: text)
    }
}
