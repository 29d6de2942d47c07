import CSV
import Outreach

/// The beginning of a file of people: its headings, its first rows, and its dialect.
package struct LeadFileHead: Sendable {
    package struct Column: Sendable, Hashable {
        /// As it was written.
        package let heading: String
        /// The heading as a name, under which templates find the column's cells.
        package let key: String
        /// The field it is taken for; nil: a field of its own.
        package let guess: String?
    }

    /// Rows that are looked at to recognise the columns.
    private static let sampleSize = 20

    let headings: CSVHeadings
    package let columns: [Column]
    /// The first rows, cell by cell.
    package let sample: [[String]]
    package let encoding: String
    package let delimiter: String

    /// - Throws: an ``OperationFailure`` where the file cannot be read or its first row cannot be headings.
    package init(_ path: String) throws(OperationFailure) {
        var records: [CSVRecord] = []
        var dialect: CSVDialect?
        try LeadFile.read(path) { record, found in
            records.append(record)
            dialect = found ?? dialect
            return records.count <= Self.sampleSize
        }
        do { headings = try CSVHeadings(records.first) } catch {
            throw OperationFailure(.unusable, "\(path.lastComponent): \(error)")
        }
        sample = records.dropFirst().compactMap { if case .row(let row) = $0 { row.cells } else { nil } }
        encoding = dialect?.encoding.rawValue ?? CSVEncoding.ascii.rawValue
        delimiter = dialect.map { "\($0.delimiter)" } ?? ""
        columns = headings.columns.map {
            Column(heading: $0.heading, key: $0.key, guess: LeadMapping.fieldName(meantBy: $0.key))
        }
    }
}

extension String {
    /// The part of a path after the last slash.
    var lastComponent: String { split(separator: "/").last.map(String.init) ?? self }
}
