/// Why one row could not be used, in words for the owner of the file.
public struct CSVFault: Error, Hashable, Sendable {
    public enum Kind: Hashable, Sendable {
        /// A quoted cell continues after its closing quote, `"Ada" L`.
        case textAfterQuote
        /// A quote that is never closed: everything after it, to the end of the file, belongs to this row.
        case unterminatedQuote
        /// A cell, counted from 1, with U+0000, which no database's text can hold.
        case nul(cell: Int)
        /// A cell, counted from 1, whose bytes mean nothing in the file's encoding.
        case invalidText(cell: Int, CSVEncoding)
        /// More bytes than `CSVLimits` allows.
        case rowTooLong(limit: Int)
        case cellTooLong(limit: Int)
        case tooManyCells(limit: Int)
        /// Cells after the last heading that are not empty.
        case moreCellsThanHeadings(cells: Int, headings: Int)
    }

    public let kind: Kind
    /// The physical line to look at; the row may have begun before it.
    public let line: Int
    /// Where the row begins.
    public let start: CSVPosition
    /// Where the next one begins.
    public let end: CSVPosition

    init(_ kind: Kind, line: Int, start: CSVPosition, end: CSVPosition) {
        self.kind = kind
        self.line = line
        self.start = start
        self.end = end
    }
}

extension CSVFault: CustomStringConvertible {
    /// One or two sentences: where, what, and what to do.
    public var description: String { "Line \(line) (row \(start.row)): \(sentence)\(extent)" }

    private var sentence: String {
        switch kind {
        case .textAfterQuote:
            "text stands behind a closing quote. Write a quote inside a quoted cell twice."
        case .unterminatedQuote:
            "the quote that opens here is never closed. Close it, or write it twice inside quotes."
        case .nul(let cell):
            "cell \(cell) holds a NUL character. Remove it."
        case .invalidText(let cell, let encoding):
            "cell \(cell) is not \(encoding) as the rest of the file is. Save the file as UTF-8."
        case .rowTooLong(let limit):
            "the row is longer than \(limit) bytes. A quote that is not closed may be the reason."
        case .cellTooLong(let limit):
            "a cell is longer than \(limit) bytes. A quote that is not closed may be the reason."
        case .tooManyCells(let limit):
            "the row has more than \(limit) cells."
        case .moreCellsThanHeadings(let cells, let headings):
            "the row has \(cells) cells for \(headings) headings. Put a cell that holds the delimiter in quotes."
        }
    }

    /// Lines lost with the row.
    private var extent: String {
        let last = max(start.line, end.line - 1)
        return last > start.line ? " Lines \(start.line) to \(last) were passed over." : ""
    }
}
