/// How a text is carried in a mail body (RFC 2045 section 6).
package enum TransferEncoding: Hashable, Sendable {
    /// 7bit where the text allows it, else quoted-printable.
    case automatic
    case quotedPrintable
    case base64

    /// The header's word and the encoded body, with CRLF line ends.
    func encode(_ text: String) -> (name: String, bytes: [UInt8]) {
        let lines = Self.lines(of: text)
        switch self {
        case .automatic where lines.allSatisfy(Self.isPlain): return ("7bit", Self.joined(lines))
        case .automatic, .quotedPrintable: return ("quoted-printable", Self.joined(lines.map(Self.quotedPrintable)))
        case .base64: return ("base64", Self.wrapped(Base64.encode(Self.joined(lines))))
        }
    }

    private static func lines(of text: String) -> [[UInt8]] {
        text.utf8.split(separator: Ascii.lf, omittingEmptySubsequences: false).map { line in
            Array(line.last == Ascii.cr ? line.dropLast() : line)
        }
    }

    private static func isPlain(_ line: [UInt8]) -> Bool {
        line.count <= 998 && line.allSatisfy { $0 >= 32 && $0 < 127 || $0 == 9 }
    }

    private static func joined(_ lines: [[UInt8]]) -> [UInt8] { Array(lines.joined(separator: Ascii.crlf)) }

    private static func wrapped(_ text: [UInt8]) -> [UInt8] {
        joined(stride(from: 0, to: text.count, by: 76).map { Array(text[$0..<min($0 + 76, text.count)]) })
    }

    /// One line, with soft breaks that keep it within 76 characters (RFC 2045 section 6.7).
    private static func quotedPrintable(_ line: [UInt8]) -> [UInt8] {
        var encoded: [UInt8] = []
        var column = 0
        for (index, byte) in line.enumerated() {
            let isTrailingBlank = Ascii.isBlank(byte) && index == line.count - 1
            let isLiteral = (byte >= 32 && byte < 127 && byte != UInt8(ascii: "=") || byte == 9) && !isTrailingBlank
            let piece = isLiteral ? [byte] : [UInt8(ascii: "="), hex[Int(byte >> 4)], hex[Int(byte & 15)]]
            if column + piece.count > 75 {
                encoded += [UInt8(ascii: "=")] + Ascii.crlf
                column = 0
            }
            encoded += piece
            column += piece.count
        }
        return encoded
    }

    private static let hex = Array("0123456789ABCDEF".utf8)

    /// The bytes behind a body with this Content-Transfer-Encoding; unknown ones are taken as they are.
    static func decode(_ body: ArraySlice<UInt8>, named name: String) -> [UInt8] {
        switch name.lowercased() {
        case "base64": Base64.decode(body.filter { $0 > 32 }) ?? Array(body)
        case "quoted-printable": decodeQuotedPrintable(body)
        default: Array(body)
        }
    }

    private static func decodeQuotedPrintable(_ body: ArraySlice<UInt8>) -> [UInt8] {
        var decoded: [UInt8] = []
        var index = body.startIndex
        while index < body.endIndex {
            guard body[index] == UInt8(ascii: "=") else {
                decoded.append(body[index])
                index += 1
                continue
            }
            let next = body[(index + 1)...].prefix(2)
            if let high = next.first.flatMap(hexValue), let low = next.dropFirst().first.flatMap(hexValue) {
                decoded.append(high << 4 | low)
                index += 3
            } else if next.first == Ascii.lf {
                index += 2
            } else if next.elementsEqual(Ascii.crlf) {
                index += 3
            } else {
                decoded.append(body[index])
                index += 1
            }
        }
        return decoded
    }

    private static func hexValue(_ digit: UInt8) -> UInt8? {
        switch digit {
        case 48...57: digit - 48
        case 65...70: digit - 55
        case 97...102: digit - 87
        default: nil
        }
    }
}
