/// The first row, as names for the cells of all others.
public struct CSVHeadings: Hashable, Sendable {
    public let columns: [CSVColumn]
    private let indexByKey: [String: Int]

    /// Reads the first record of a file; nil means that there is none.
    public init(_ record: CSVRecord?) throws(CSVError) {
        switch record {
        case .row(let row): try self.init(row.cells)
        case .fault(let fault): throw .unreadableHeadings(fault)
        case nil: throw .emptyFile
        }
    }

    /// An empty heading is named after its place; equal names are an error, since one would win.
    public init(_ cells: [String]) throws(CSVError) {
        columns = cells.enumerated().map { CSVColumn(index: $0.offset, heading: $0.element) }
        let alike = Dictionary(grouping: columns, by: \.key)
        let repeated = alike.values.filter { $0.count > 1 }.sorted { $0[0].index < $1[0].index }
        guard repeated.isEmpty else { throw .repeatedHeadings(repeated) }
        indexByKey = alike.compactMapValues { $0.first?.index }
    }

    /// The column named `key`.
    public subscript(key: String) -> CSVColumn? { indexByKey[key].map { columns[$0] } }

    /// The content of `row` under `key`, trimmed; nil when empty or missing.
    public func value(_ key: String, in row: CSVRow) -> String? {
        guard let index = indexByKey[key], let cell = row[index] else { return nil }
        let text = CSVCell.trimmed(cell)
        return text.isEmpty ? nil : text
    }

    /// All content of `row`, in the order of the columns and trimmed; empty cells are left out.
    public func values(in row: CSVRow) -> [(column: CSVColumn, text: String)] {
        columns.compactMap { column in
            guard let text = row[column.index].map(CSVCell.trimmed), !text.isEmpty else { return nil }
            return (column, text)
        }
    }

    /// Columns missing from a `row` that ends too early, which deserves a warning.
    public func missing(in row: CSVRow) -> ArraySlice<CSVColumn> { columns.dropFirst(row.count) }

    /// The fault of a row with content after the last heading, usually because quotes are missing; nil when it
    /// fits.
    public func fault(in row: CSVRow) -> CSVFault? {
        guard row.count > columns.count,
            (columns.count..<row.count).contains(where: { !CSVCell.trimmed(row[$0] ?? "").isEmpty })
        else { return nil }
        return CSVFault(
            .moreCellsThanHeadings(cells: row.count, headings: columns.count), line: row.start.line, start: row.start,
            end: row.end)
    }
}
