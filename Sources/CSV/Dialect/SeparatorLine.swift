/// Excel's own first line, `sep=;`: it names the delimiter and is no row.
struct SeparatorLine {
    let delimiter: CSVDelimiter
    /// Bytes of the line with its end.
    let length: Int

    init?(_ text: [UInt8]) {
        guard Self.isBegun(by: text), text.count >= 5, let delimiter = CSVDelimiter(rawValue: text[4]) else {
            return nil
        }
        let rest = text[5...]
        if rest.isEmpty {
            length = 5
        } else if rest.starts(with: [.carriageReturn, .lineFeed]) {
            length = 7
        } else if rest.first == .carriageReturn || rest.first == .lineFeed {
            length = 6
        } else {
            return nil
        }
        self.delimiter = delimiter
    }

    /// Whether `text` begins with `sep=`, in capitals or not.
    static func isBegun(by text: [UInt8]) -> Bool {
        text.count >= 4 && text[3] == UInt8(ascii: "=") && text[..<3].elementsEqual("sep".utf8) { $0 | 0x20 == $1 }
    }
}
