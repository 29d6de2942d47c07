import CSV
import Testing
import Timing

/// Written and read again, every table is the same.
@Suite struct RoundTripTests {
    private static let pieces = [
        "", "a", "Ada", " ", "\t", ",", ";", "|", "\"", "\"\"", "'", "=", "+", "-", "@", "0", "12", "491512345678",
        "E+",
        "\r", "\n", "\r\n", "sep=;", "\u{FEFF}", "é", "😀", "\u{301}", "\u{200D}", "\u{2028}", "＝", "1E5", "^",
    ]

    private func table(_ random: inout SplitMix64) -> [[String]] {
        (0..<Int.random(in: 1...6, using: &random)).map { _ in
            (0..<Int.random(in: 1...5, using: &random)).map { column in
                let length = Int.random(in: 0...4, using: &random)
                let cell = (0..<length).map { _ in Self.pieces.randomElement(using: &random) ?? "" }.joined()
                // A row of nothing but blanks is passed over.
                return column == 0 ? cell + "x" : cell
            }
        }
    }

    private func scalars(_ rows: [[String]]) -> [[[Unicode.Scalar]]] {
        rows.map { $0.map { Array($0.unicodeScalars) } }
    }

    @Test(arguments: CSVDelimiter.usual + [CSVDelimiter(rawValue: UInt8(ascii: "^"))!], [true, false])
    func everyTableComesBack(delimiter: CSVDelimiter, mark: Bool) {
        var random = SplitMix64(state: 7)
        for _ in 0..<2_000 {
            let rows = table(&random)
            var writer = CSVWriter(CSVFormat(delimiter: delimiter, hasByteOrderMark: mark, isGuarded: true))
            let bytes = rows.reduce(into: []) { writer.append($1, to: &$0) }
            let given = CSVReader(delimiter: delimiter)
            let records = read(bytes, inChunksOf: Int.random(in: 1...40, using: &random), reader: given).records
            #expect(scalars(cells(records)) == scalars(rows))
        }
    }

    /// A table like those of people: headings, and as many cells in each row.
    @Test(arguments: CSVDelimiter.usual)
    func theDelimiterNeedNotBeTold(delimiter: CSVDelimiter) {
        var random = SplitMix64(state: 8)
        for _ in 0..<1_000 {
            let rows = table(&random).map { row in ["h", "i", "j"].enumerated().map { $0.element + (row.first ?? "") } }
            var writer = CSVWriter(CSVFormat(delimiter: delimiter, hasByteOrderMark: false, isGuarded: true))
            let bytes = rows.reduce(into: []) { writer.append($1, to: &$0) }
            let (records, reader) = read(bytes)
            #expect(reader.dialect?.delimiter == delimiter)
            #expect(scalars(cells(records)) == scalars(rows))
        }
    }

    @Test func aPlainFileKeepsWhatLooksGuarded() {
        var writer = CSVWriter(.plain)
        let row = read(writer.row(["'=1", "x"])).records.first?.row
        #expect(row?.guardedCells == ["'=1", "x"])
    }
}
