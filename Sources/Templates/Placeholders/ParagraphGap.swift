import Text

/// The space between the paragraphs of a whole mail: `[gap:n]` for each of them. What follows is in either language.
package enum ParagraphGap {
    /// Blank lines that it may have.
    package static var lines: ClosedRange<Int> { BracketTag.lines }

    /// A text whose paragraphs have exactly this many blank lines between them.
    package static func applied(_ lines: Int, toText text: String) -> String {
        replacing(text, with: String(repeating: "\n", count: lines + 1), Gap.blankLines)
    }

    /// HTML whose blank paragraphs are as high as this many lines.
    package static func applied(_ lines: Int, toHTML html: String) -> String {
        replacing(html, with: Gap.html(lines), Gap.blankParagraph)
    }

    private static func replacing(
        _ text: String, with gap: String, _ length: (ArraySlice<UInt8>) -> Int?
    ) -> String {
        let bytes = Array(text.utf8)
        var result: [UInt8] = []
        var index = 0
        while index < bytes.count {
            // Both begin with one of these, so nothing else is looked at.
            if bytes[index] == ASCII.lineFeed || bytes[index] == ASCII.lessThan, let blank = length(bytes[index...]) {
                result += gap.utf8
                index += blank
            } else {
                result.append(bytes[index])
                index += 1
            }
        }
        return String(decoding: result, as: UTF8.self)
    }
}
