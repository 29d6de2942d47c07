import Correspondence
import Crypto
import Text

/// The content of a mail with the fields that describe it: one text, or text and HTML as alternatives (RFC 2046 section
/// 5.1.4).
struct MailBody {
    let fields: [(name: String, words: [String])]
    let bytes: [UInt8]

    init(_ letter: Letter) {
        let text = TextPart(letter.text, subtype: "plain")
        guard let html = letter.html else {
            (fields, bytes) = (text.fields, text.bytes)
            return
        }
        let boundary = Self.boundary(for: letter)
        fields = [("Content-Type", ["multipart/alternative;", "boundary=\"\(boundary)\""])]
        var bytes: [UInt8] = []
        for part in [text, TextPart(html, subtype: "html")] {
            var header = HeaderWriter()
            for (name, words) in part.fields { header.add(name, words) }
            bytes += Array("--\(boundary)\r\n".utf8) + header.bytes + [0x0D, 0x0A] + part.bytes
            // The line end before a boundary belongs to the boundary.
            bytes += [0x0D, 0x0A]
        }
        self.bytes = bytes + Array("--\(boundary)--\r\n".utf8)
    }

    /// Derived from the letter alone, so that rendering stays pure. `--=_` begins no line of a part: quoted-printable has no
    /// `=_` (RFC 2045 section 6.7), and a 7-bit part no line that begins with two hyphens.
    private static func boundary(for letter: Letter) -> String {
        "=_" + Hexadecimal.encoded(SHA256.hash(data: Array(letter.messageID.text.utf8)).prefix(12))
    }
}

/// One text in UTF-8 with the plainest encoding that carries it unchanged.
struct TextPart {
    let fields: [(name: String, words: [String])]
    let bytes: [UInt8]

    init(_ text: String, subtype: String) {
        let lines = Self.lines(of: Array(text.utf8))
        let isPlain = lines.allSatisfy(Self.isPlain)
        fields = [
            ("Content-Type", ["text/\(subtype);", "charset=utf-8"]),
            ("Content-Transfer-Encoding", [isPlain ? "7bit" : "quoted-printable"]),
        ]
        bytes = isPlain ? lines.flatMap { $0 + [0x0D, 0x0A] } : QuotedPrintable.encoded(lines)
    }

    /// The lines between CR LF, LF or CR; empty ones at the end are left off.
    static func lines(of text: [UInt8]) -> [ArraySlice<UInt8>] {
        var lines: [ArraySlice<UInt8>] = []
        var (start, index) = (0, 0)
        while index < text.count {
            let byte = text[index]
            index += 1
            guard byte == 0x0D || byte == 0x0A else { continue }
            lines.append(text[start..<index - 1])
            if byte == 0x0D, index < text.count, text[index] == 0x0A { index += 1 }
            start = index
        }
        if start < text.count { lines.append(text[start...]) }
        while lines.last?.isEmpty == true { lines.removeLast() }
        return lines
    }

    /// At most 78 characters (RFC 5322 section 2.1.1), and nothing that gets lost or changed on the way: no white space at the end,
    /// no `From `, dot or boundary at the start.
    private static func isPlain(_ line: ArraySlice<UInt8>) -> Bool {
        guard line.count <= 78, line.allSatisfy({ (0x20...0x7E).contains($0) || $0 == 0x09 }) else { return false }
        guard let first = line.first, let last = line.last else { return true }
        return last != 0x20 && last != 0x09 && first != UInt8(ascii: ".")
            && !line.starts(with: "--".utf8) && !line.starts(with: "From ".utf8)
    }
}
