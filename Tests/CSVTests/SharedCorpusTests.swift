import CSV
import FoundationEssentials
import Testing

/// Files that Python's `csv` has read, where that collection lies beside the project.
@Suite struct SharedCorpusTests {
    struct Case: Decodable {
        let id: String
        let base64: String
        let delimiter: String
        let encoding: String
        let rows: [[String]]
    }

    /// `../shared/corpora` from the project's root; nil where there is none.
    static func cases() -> [Case]? {
        // Tests may be built through a symbolic link to this folder.
        let file = URL(filePath: #filePath).resolvingSymlinksInPath()
        let root = file.path().split(separator: "/").dropLast(4).joined(separator: "/")
        // Absent beside most checkouts: then there is nothing to compare.
        guard let data = try? Data(contentsOf: URL(filePath: "/\(root)/shared/corpora/csv-cases.jsonl")) else {
            return nil
        }
        return data.split(separator: UInt8(ascii: "\n")).compactMap { line in
            try? JSONDecoder().decode(Case.self, from: Data(line))  // Counted below.
        }
    }

    /// Rows that Python reads somehow and we do not; there is one in each of these files, the second.
    static let faults = [
        "after-closing-quote": "textAfterQuote", "unterminated": "unterminatedQuote", "nul": "nul(cell: 2)",
    ]

    /// What we read: Excel's own line is no row, and blank rows are left out.
    static func expected(of file: Case) -> [[String]] {
        let rows = file.rows.filter { !$0.allSatisfy(\.isEmpty) }
        if let fault = faults[file.id] { return [rows[0], ["fault: \(fault)"]] }
        return file.id == "sep-line" ? Array(rows.dropFirst()) : rows
    }

    @Test(.enabled(if: cases() != nil))
    func everyFileIsReadAsExpected() throws {
        let cases = try #require(Self.cases())
        #expect(cases.count >= 44)
        for file in cases {
            let bytes = Array(try #require(Data(base64Encoded: file.base64)))
            let (records, reader) = read(bytes, inChunksOf: 3)
            let blank = file.rows.filter { $0.allSatisfy(\.isEmpty) }.count
            #expect(scalars(cells(records)) == scalars(Self.expected(of: file)), "\(file.id)")
            #expect(reader.blankRows == blank, "\(file.id)")
            let dialect = try #require(reader.dialect)
            let isSingleColumn = file.rows.allSatisfy { $0.count == 1 }
            #expect(isSingleColumn || dialect.delimiter.rawValue == file.delimiter.utf8.first, "\(file.id)")
            let encodings = [dialect.encoding.rawValue, dialect.encoding == .ascii ? "utf-8" : ""]
            #expect(encodings.contains(file.encoding.replacing("utf-16-", with: "utf-16")), "\(file.id)")
        }
    }

    @Test(.enabled(if: cases() != nil))
    func linesAreThoseThatPeopleSee() throws {
        let cases = try #require(Self.cases())
        let file = try #require(cases.first { $0.id == "newline-in-quotes" })
        let records = read(Array(try #require(Data(base64Encoded: file.base64)))).records
        #expect(records.dropFirst().map(\.start.line) == [2, 4])
    }

    private func scalars(_ rows: [[String]]) -> [[[Unicode.Scalar]]] {
        rows.map { $0.map { Array($0.unicodeScalars) } }
    }
}
