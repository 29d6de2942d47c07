/// Folding of long header fields (RFC 5322 section 2.2.3).
enum HeaderFolding {
    /// `Name: value` with line breaks put before blanks so that lines stay within 76 characters where they can.
    /// CR and LF in the value become blanks: a field cannot smuggle in another.
    static func field(_ name: String, _ value: String) -> [UInt8] {
        let words = value.utf8.split(whereSeparator: { $0 == Ascii.space || $0 == Ascii.cr || $0 == Ascii.lf })
        var line = Array("\(name):".utf8)
        var folded: [UInt8] = []
        for word in words {
            if line.count + 1 + word.count > 76, line.last != UInt8(ascii: ":") {
                folded += line + Ascii.crlf
                line = []
            }
            line.append(Ascii.space)
            line += word
        }
        return folded + line + Ascii.crlf
    }
}
