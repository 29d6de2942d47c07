/// How much of a file a reader is willing to hold. A row beyond the limits is skipped and reported.
public struct CSVLimits: Hashable, Sendable {
    /// Bytes of all cells of one row, as in the file (UTF-16 counted as UTF-8).
    public let rowBytes: Int
    /// Bytes of one cell.
    public let cellBytes: Int
    /// Cells of one row.
    public let cells: Int

    /// Values below 1 count as 1. A spreadsheet's cell holds at most 32,767 characters.
    public init(rowBytes: Int = 1_048_576, cellBytes: Int = 262_144, cells: Int = 1_000) {
        self.rowBytes = max(1, rowBytes)
        self.cellBytes = max(1, cellBytes)
        self.cells = max(1, cells)
    }
}
