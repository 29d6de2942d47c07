/// The beginning of a row, for the file, for an editor and for a spreadsheet.
public struct CSVPosition: Hashable, Sendable, Codable {
    /// Bytes before it, in the file as it lies on disk.
    public var byteOffset: Int
    /// The physical line, 1 for the first. A cell that holds line ends makes a row take several.
    public var line: Int
    /// The row's number as a spreadsheet shows it: 1 for the headings. Blank rows count, Excel's `sep=` line does not.
    public var row: Int

    public init(byteOffset: Int, line: Int, row: Int) {
        self.byteOffset = byteOffset
        self.line = line
        self.row = row
    }
}
