/// One row that could be read completely.
public struct CSVRow: Hashable, Sendable {
    /// Where it begins.
    public let start: CSVPosition
    /// Where the next one begins: with the reader's dialect, the place from which a later reader can continue.
    public let end: CSVPosition
    /// UTF-8 of all cells, one after the other.
    private let text: [UInt8]
    /// Where each cell ends in `text`.
    private let ends: [Int]

    init(start: CSVPosition, end: CSVPosition, text: [UInt8], ends: [Int]) {
        self.start = start
        self.end = end
        self.text = text
        self.ends = ends
    }

    /// Cells, at least one.
    public var count: Int { ends.count }

    /// The cell at `index`, without its quotes, otherwise as written; nil if missing. The mark that `SpreadsheetGuard` puts before
    /// text that a spreadsheet would run or rewrite is removed.
    public subscript(index: Int) -> String? {
        guard ends.indices.contains(index) else { return nil }
        return String(decoding: SpreadsheetGuard.removed(from: bytes(index)), as: UTF8.self)
    }

    /// All cells in order.
    public var cells: [String] {
        ends.indices.map { String(decoding: SpreadsheetGuard.removed(from: bytes($0)), as: UTF8.self) }
    }

    /// All cells in order with any guard before them.
    public var guardedCells: [String] { ends.indices.map { String(decoding: bytes($0), as: UTF8.self) } }

    func bytes(_ index: Int) -> ArraySlice<UInt8> { text[(index == 0 ? 0 : ends[index - 1])..<ends[index]] }
}

/// A reader's result for each row that is not blank.
public enum CSVRecord: Hashable, Sendable {
    case row(CSVRow)
    /// A row that was skipped; reading continues after it.
    case fault(CSVFault)

    /// Where the row begins.
    public var start: CSVPosition {
        switch self {
        case .row(let row): row.start
        case .fault(let fault): fault.start
        }
    }

    /// Where the next one begins.
    public var end: CSVPosition {
        switch self {
        case .row(let row): row.end
        case .fault(let fault): fault.end
        }
    }
}
