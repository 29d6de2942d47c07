/// Splits bytes into the cells of one row after another: RFC 4180 section 2, and common deviations from it.
///
/// Any byte may be the last of a chunk; the result is the same. Only ASCII bytes have a meaning here, so the bytes may be UTF-8,
/// Windows-1252 or any other superset of ASCII. Each byte is looked at once.
struct RowSplitter {
    /// The state before the next byte.
    private enum Place {
        /// A cell with only blanks so far: a quote still opens it.
        case cellStart
        /// A cell without quotes, in which a quote is text.
        case plain
        case quoted
        /// After a quote in a quoted cell: another quote makes it text, anything else has closed the cell.
        case quoteInQuoted
        /// Blanks after a closing quote.
        case blankAfterQuote
        /// After a row that ended in CR, which a LF may follow.
        case afterCR
        case complete
    }

    private let delimiter: UInt8
    private var place = Place.cellStart
    private(set) var cells: RowCells
    /// Line ends passed since the row began.
    private(set) var lines = 0
    private var lastIsCR = false
    /// Line ends before the quote that opened last.
    private var quoteLine = 0

    init(delimiter: CSVDelimiter, limits: CSVLimits) {
        self.delimiter = delimiter.rawValue
        cells = RowCells(limits: limits)
    }

    /// Drops the row; the next byte begins another.
    mutating func beginRow() {
        place = .cellStart
        lines = 0
        cells.removeAll()
    }

    /// Moves the complete row's text and ends of cells out.
    mutating func takeRow() -> (text: [UInt8], ends: [Int]) { cells.take() }

    /// Reads on from `index` and advances it; true when the row is complete, false when more bytes are needed.
    mutating func read(_ bytes: [UInt8], from index: inout Int) -> Bool {
        while index < bytes.count {
            switch place {
            case .cellStart: openCell(bytes, &index)
            case .plain: readPlain(bytes, &index)
            case .quoted: readQuoted(bytes, &index)
            case .quoteInQuoted, .blankAfterQuote: readBehindQuote(bytes, &index)
            case .afterCR:
                if bytes[index] == .lineFeed { index += 1 }
                place = .complete
            case .complete: return true
            }
        }
        return place == .complete
    }

    /// The last row of a file needs no line end.
    mutating func endOfFile() {
        switch place {
        case .quoted: cells.refuseOpenQuote(lines: quoteLine)
        case .cellStart, .plain, .quoteInQuoted, .blankAfterQuote: cells.endCell()
        case .afterCR, .complete: break
        }
        place = .complete
    }
}

extension RowSplitter {
    private mutating func openCell(_ bytes: [UInt8], _ index: inout Int) {
        let byte = bytes[index]
        if byte == .quote {
            // Blanks before an opening quote are not part of the cell: only people write them.
            cells.clearCell()
            quoteLine = lines
            lastIsCR = false
            place = .quoted
            index += 1
        } else if byte != delimiter, byte.isBlank {
            cells.append(bytes[index..<index + 1])
            index += 1
        } else {
            place = .plain
        }
    }

    private mutating func readPlain(_ bytes: [UInt8], _ index: inout Int) {
        let start = index
        while index < bytes.count, bytes[index] != delimiter, bytes[index] != .lineFeed,
            bytes[index] != .carriageReturn
        {
            index += 1
        }
        if index > start { cells.append(bytes[start..<index]) }
        if index < bytes.count { endCell(at: bytes[index], &index) }
    }

    private mutating func readQuoted(_ bytes: [UInt8], _ index: inout Int) {
        let start = index
        while index < bytes.count, bytes[index] != .quote {
            let byte = bytes[index]
            if byte == .carriageReturn || (byte == .lineFeed && !lastIsCR) { lines += 1 }
            lastIsCR = byte == .carriageReturn
            index += 1
        }
        if index > start { cells.append(bytes[start..<index]) }
        if index < bytes.count {
            place = .quoteInQuoted
            index += 1
        }
    }

    private mutating func readBehindQuote(_ bytes: [UInt8], _ index: inout Int) {
        let byte = bytes[index]
        if byte == .quote, place == .quoteInQuoted {
            cells.append(bytes[index..<index + 1])
            lastIsCR = false
            place = .quoted
            index += 1
        } else if byte == delimiter || byte == .lineFeed || byte == .carriageReturn {
            endCell(at: byte, &index)
        } else if byte.isBlank {
            place = .blankAfterQuote
            index += 1
        } else {
            takeTextBehindQuote(byte)
            place = .plain
        }
    }

    private mutating func takeTextBehindQuote(_ byte: UInt8) {
        guard byte == UInt8(ascii: "<") else { return cells.refuse(.textAfterQuote, lines: lines) }
        // `"Ada L" <a@b.example>`, pasted from a mail (RFC 5322 section 3.4): only its quotes are lost.
        if place == .blankAfterQuote { cells.append([0x20]) }
    }

    /// Ends a cell at a delimiter, and the row at anything else.
    private mutating func endCell(at byte: UInt8, _ index: inout Int) {
        cells.endCell()
        index += 1
        place = .cellStart
        guard byte != delimiter else { return }
        lines += 1
        place = byte == .carriageReturn ? .afterCR : .complete
    }
}
