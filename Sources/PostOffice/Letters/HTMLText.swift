/// Plain text as HTML.
enum HTMLText {
    static func escaped(_ text: String) -> String {
        String(
            decoding: text.utf8.flatMap { byte -> [UInt8] in
                switch byte {
                case UInt8(ascii: "&"): Array("&amp;".utf8)
                case UInt8(ascii: "<"): Array("&lt;".utf8)
                case UInt8(ascii: ">"): Array("&gt;".utf8)
                default: [byte]
                }
            }, as: UTF8.self)
    }

    /// Escaped, with `<br>` at line ends.
    static func lines(_ text: String) -> String {
        escaped(text).split(separator: "\n", omittingEmptySubsequences: false).joined(separator: "<br>\n")
    }

    static func paragraphs(_ text: String) -> String { "<p>\(lines(text))</p>" }
}
