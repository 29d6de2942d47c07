import CSV

/// The input is a file of rows. However it is cut and wherever it is resumed, the rows are the same; written, they come
/// back.
enum CSVFuzzing {
    /// Small, so that inputs reach them.
    private static let limits = CSVLimits(rowBytes: 200, cellBytes: 100, cells: 20)

    static func run(_ input: [UInt8]) {
        var reader = CSVReader(limits: limits)
        let whole = records([input[...]], &reader)
        var bytewise = CSVReader(limits: limits)
        promise(records(input.indices.map { input[$0...$0] }, &bytewise) == whole, "the same rows byte by byte")
        promise(bytewise.dialect == reader.dialect, "the same dialect byte by byte")
        promise(bytewise.blankRows == reader.blankRows, "as many blank rows byte by byte")
        expectOrder(whole, end: input.count)
        expectResumption(input, whole)
        expectReturn(whole.compactMap(cells))
        if case .row(let row)? = whole.first, let headings = try? CSVHeadings(row.cells) {
            promise(Set(headings.columns.map(\.key)).count == row.count, "one name for each column")
        }
    }

    private static func records(_ chunks: [ArraySlice<UInt8>], _ reader: inout CSVReader) -> [CSVRecord] {
        var records: [CSVRecord] = []
        for chunk in chunks {
            reader.append(chunk)
            while let record = reader.next() { records.append(record) }
        }
        reader.finish()
        while let record = reader.next() { records.append(record) }
        return records
    }

    private static func cells(_ record: CSVRecord) -> [String]? {
        guard case .row(let row) = record else { return nil }
        promise(row.count <= limits.cells, "no more cells than allowed")
        return row.cells
    }

    private static func expectOrder(_ records: [CSVRecord], end: Int) {
        var last = CSVPosition(byteOffset: 0, line: 1, row: 0)
        for record in records {
            promise(record.start.byteOffset >= last.byteOffset, "rows in order")
            promise(record.start.row > last.row && record.start.line >= last.line, "numbers that grow")
            promise(record.end.byteOffset > record.start.byteOffset, "a row of at least one byte")
            last = record.end
            last.row -= 1
        }
        promise(last.byteOffset <= end, "rows within the file")
    }

    /// A second reader goes on after the row in the middle.
    private static func expectResumption(_ input: [UInt8], _ whole: [CSVRecord]) {
        guard !whole.isEmpty else { return }
        var first = CSVReader(limits: limits)
        first.append(input)
        first.finish()
        var last: CSVRecord?
        for _ in 0...whole.count / 2 { last = first.next() ?? last }
        guard let end = last?.end, let dialect = first.dialect else { return }
        var second = CSVReader(resumingAt: end, dialect: dialect, limits: limits)
        let rest = records([input[end.byteOffset...]], &second)
        promise(rest == Array(whole.dropFirst(whole.count / 2 + 1)), "the same rows after \(end)")
    }

    private static func expectReturn(_ rows: [[String]]) {
        var writer = CSVWriter(.spreadsheet)
        let bytes = rows.reduce(into: []) { writer.append($1, to: &$0) }
        var reader = CSVReader(delimiter: .comma)
        let again = records([bytes[...]], &reader).compactMap(cells)
        // A guard alone can keep a cell from being blank, and the row with it.
        let full = rows.filter { row in
            row.contains { !SpreadsheetGuard.guarded($0).utf8.allSatisfy { $0 == 0x20 || $0 == 0x09 } }
        }
        promise(again.elementsEqual(full) { $0.elementsEqual($1) { $0.utf8.elementsEqual($1.utf8) } }, "the same again")
    }
}
