/// A row's cells before they are known to be text.
struct CellBytes {
    private let cells: [ArraySlice<UInt8>]

    init(text: [UInt8], ends: [Int]) {
        var start = 0
        cells = ends.map { end in
            defer { start = end }
            return text[start..<end]
        }
    }

    /// The evidence of this row alone for the file's encoding.
    var encoding: CSVEncoding { UTF8Census.sum(cells).encoding }

    /// The first cell that contains U+0000 or is invalid in `encoding`; nil when there is none.
    func fault(as encoding: CSVEncoding) -> CSVFault.Kind? {
        for (index, cell) in cells.enumerated() {
            if cell.contains(0) { return .nul(cell: index + 1) }
            // Every byte is a character of Windows-1252.
            if encoding != .windows1252, UTF8Census(cell).invalid > 0 {
                return .invalidText(cell: index + 1, encoding)
            }
        }
        return nil
    }
}
