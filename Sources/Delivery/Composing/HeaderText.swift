/// Free text prepared for a header.
enum HeaderText {
    /// One line: every run of white space and control characters is one space, none at the ends. Line and paragraph
    /// separators of Unicode count, since some readers break lines there.
    static func clean(_ text: String) -> String {
        var cleaned = String.UnicodeScalarView()
        var wantsSpace = false
        for scalar in text.unicodeScalars {
            if scalar.properties.isWhitespace || scalar.properties.generalCategory == .control {
                wantsSpace = true
                continue
            }
            if wantsSpace, !cleaned.isEmpty { cleaned.append(" ") }
            wantsSpace = false
            cleaned.append(scalar)
        }
        return String(cleaned)
    }

    /// Printable ASCII and spaces, short words, and nothing that a reader would take for an encoded word.
    static func isPlain(_ cleaned: String) -> Bool {
        cleaned.utf8.allSatisfy { (0x20...0x7E).contains($0) } && !cleaned.contains("=?")
            && cleaned.utf8.split(separator: 0x20).allSatisfy { $0.count <= EncodedWord.maxLength }
    }
}
