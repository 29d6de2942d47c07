import CSV
import Testing

/// A master file goes to a spreadsheet, is saved there, and comes back.
@Suite struct SpreadsheetTests {
    private static let rows = [
        ["email", "Vorname", "phone", "plz", "note", "mosaic_row"],
        ["a@x.example", "Zoë", "+41795550132", "01067", "two\nlines; and \"quotes\"", "1"],
        ["b@x.example", "=cmd()", "0049301234567", "1E5", "'tis", "2"],
        ["c@x.example", "-", "491512345678", "", "''=x", "3"],
    ]

    /// What a spreadsheet shows of a cell, and saves: numbers without leading zeros, long ones shortened, formulas run.
    private func shown(_ cell: String) -> String {
        if let first = cell.first, "=+-@".contains(first) { return "#NAME?" }
        if cell.count > 1, cell.first == "0", cell.allSatisfy(\.isNumber) { return String(cell.drop { $0 == "0" }) }
        return cell.count >= 12 && cell.allSatisfy(\.isNumber) || cell == "1E5" ? "1.00E+05" : cell
    }

    /// As Excel saves where the comma is the decimal mark: `;`, quotes only where they must be.
    private func saved(_ rows: [[String]]) -> String {
        rows.map { row in
            row.map(shown).map { cell in
                let needsQuotes = cell.contains { ";\"\n\r\r\n".contains($0) }
                return needsQuotes ? "\"" + cell.replacing("\"", with: "\"\"") + "\"" : cell
            }.joined(separator: ";") + "\r\n"
        }.joined()
    }

    @Test(arguments: [CSVEncoding.windows1252, .utf8, .utf16LittleEndian])
    func aGuardedFileComesBackUnharmed(encoding: CSVEncoding) {
        var writer = CSVWriter(.spreadsheet)
        let sent = Self.rows.reduce(into: []) { writer.append($1, to: &$0) }
        // A spreadsheet sees the cells with their guards.
        let opened = read(sent).records.compactMap { $0.row?.guardedCells }
        let back = encoded(saved(opened), encoding, mark: encoding != .windows1252)
        let (records, reader) = read(back)
        #expect(cells(records) == Self.rows)
        #expect(reader.dialect == CSVDialect(encoding: encoding, delimiter: .semicolon))
    }

    @Test func withoutGuardsItWouldNot() {
        #expect(cells(read(saved(Self.rows))) != Self.rows)
    }
}
