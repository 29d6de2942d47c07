import CSV

/// The records of `bytes` when they come in chunks of `length` bytes, and the reader after them.
func read(
    _ bytes: [UInt8], inChunksOf length: Int = .max, reader: CSVReader = CSVReader()
) -> (records: [CSVRecord], reader: CSVReader) {
    var reader = reader
    var records: [CSVRecord] = []
    var start = 0
    while start < bytes.count {
        let end = start + min(length, bytes.count - start)
        reader.append(bytes[start..<end])
        while let record = reader.next() { records.append(record) }
        start = end
    }
    reader.finish()
    while let record = reader.next() { records.append(record) }
    return (records, reader)
}

func read(_ text: String, reader: CSVReader = CSVReader()) -> [CSVRecord] {
    read(Array(text.utf8), reader: reader).records
}

/// The cells of all rows; a fault is a row with one cell that says so.
func cells(_ records: [CSVRecord]) -> [[String]] {
    records.map { record in
        switch record {
        case .row(let row): row.cells
        case .fault(let fault): ["fault: \(fault.kind)"]
        }
    }
}

func cells(_ text: String) -> [[String]] { cells(read(text)) }

extension CSVRecord {
    var row: CSVRow? {
        guard case .row(let row) = self else { return nil }
        return row
    }

    var fault: CSVFault? {
        guard case .fault(let fault) = self else { return nil }
        return fault
    }
}

/// The text in an encoding other than UTF-8; what Windows-1252 lacks may not occur.
func encoded(_ text: String, _ encoding: CSVEncoding, mark: Bool = false) -> [UInt8] {
    let units = (mark ? [0xFEFF] : []) + Array(text.utf16)
    switch encoding {
    case .utf16LittleEndian: return units.flatMap { [UInt8(truncatingIfNeeded: $0), UInt8($0 >> 8)] }
    case .utf16BigEndian: return units.flatMap { [UInt8($0 >> 8), UInt8(truncatingIfNeeded: $0)] }
    case .windows1252: return units.map { $0 == 0x20AC ? 0x80 : UInt8(truncatingIfNeeded: $0) }
    case .ascii, .utf8: return (mark ? [0xEF, 0xBB, 0xBF] : []) + Array(text.utf8)
    }
}
