import CSV
import Correspondence
package import Storage

/// The rows of a file that cannot become leads, as CSV for a spreadsheet: their own cells, followed by the fault. Corrected and
/// without that column, it is a file that can be imported.
package struct FaultyRows: Sendable {
    private let path: String
    private let renamed: [String: String]
    private let store: Store

    package init(of path: String, renamed: [String: String], in store: Store) {
        self.path = path
        self.renamed = renamed
        self.store = store
    }

    /// - Parameter write: called with the bytes, in order.
    /// - Returns: the number of rows written.
    @discardableResult
    package func write(to write: ([UInt8]) async throws -> Void) async throws -> Int {
        let own = Set(try await store.accounts.all().map(\.address.key))
        let file = try LeadFile(path, renamed: renamed, own: own)
        let headings = file.headings.columns.map(\.heading)
        var writer = CSVWriter(.spreadsheet)
        try await write(writer.row(headings + ["problem"]))
        var count = 0
        try await file.rows { row, record, _ in
            guard case .fault(let sentence) = row else { return }
            var cells = if case .row(let row) = record { row.cells } else { [String]() }
            cells += Array(repeating: "", count: max(0, headings.count - cells.count))
            try Task.checkCancellation()
            try await write(writer.row(cells + [sentence]))
            count += 1
        }
        return count
    }
}
