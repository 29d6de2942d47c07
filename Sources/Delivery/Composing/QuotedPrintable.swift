/// Quoted-printable of RFC 2045 section 6.7 for text.
enum QuotedPrintable {
    /// Rule 5: 76 characters a line, the soft break's `=` included.
    private static let maxLine = 76

    /// `lines` encoded, each ending in CR LF.
    static func encoded(_ lines: [ArraySlice<UInt8>]) -> [UInt8] {
        var bytes: [UInt8] = []
        for line in lines {
            append(line, to: &bytes)
            bytes += [0x0D, 0x0A]
        }
        return bytes
    }

    private static func append(_ line: ArraySlice<UInt8>, to bytes: inout [UInt8]) {
        var column = 0
        for index in line.indices {
            let isLast = index == line.endIndex - 1
            // A break may come right before this byte, which then starts a line on the wire.
            let mayStart = column == 0 || column > maxLine - 4
            let rest = line[index...]
            let token = isLiteral(rest, isLast: isLast, mayStart: mayStart) ? [line[index]] : escaped(line[index])
            if column + token.count > (isLast ? maxLine : maxLine - 1) {
                bytes += [UInt8(ascii: "="), 0x0D, 0x0A]
                column = 0
            }
            bytes += token
            column += token.count
        }
    }

    private static func isLiteral(_ rest: ArraySlice<UInt8>, isLast: Bool, mayStart: Bool) -> Bool {
        switch rest.first {
        case UInt8(ascii: "="), nil: false
        // Rule 3: white space at the end gets lost on the way.
        case 0x20, 0x09: !isLast
        // Characters that mbox files and careless relays change at the start of a line.
        case UInt8(ascii: "."): !mayStart
        case UInt8(ascii: "F"): !(mayStart && rest.starts(with: "From ".utf8))
        case let byte?: (0x21...0x7E).contains(byte)
        }
    }

    /// `=` and two hex digits in upper case.
    static func escaped(_ byte: UInt8) -> [UInt8] {
        let digits = Array("0123456789ABCDEF".utf8)
        return [UInt8(ascii: "="), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
    }
}
