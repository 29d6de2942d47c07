/// Writes header fields, folded between words (RFC 5322 section 2.2.3).
struct HeaderWriter {
    /// RFC 5322 section 2.1.1, and section 2 of RFC 2047 for lines with encoded words; without CR LF.
    static let maxLine = 76

    private(set) var bytes: [UInt8] = []

    /// Section 2.1.1: the limit for any line.
    private static let hardLimit = 998

    /// Adds `name: words`, with one space or one fold between words. The first word stays beside the name if possible, since some
    /// readers do not recognise a folded Message-ID. Words contain neither spaces nor line ends, except
    /// quoted strings, which contain spaces and are short.
    mutating func add(_ name: String, _ words: [String]) {
        bytes += Array("\(name):".utf8)
        var column = name.utf8.count + 1
        for (index, word) in words.enumerated() {
            if column + 1 + word.utf8.count > (index == 0 ? Self.hardLimit : Self.maxLine) {
                bytes += [0x0D, 0x0A]
                column = 0
            }
            bytes.append(0x20)
            bytes += Array(word.utf8)
            column += 1 + word.utf8.count
        }
        bytes += [0x0D, 0x0A]
    }
}
