/// The part after the `=` of a line in a settings file.
///
/// In double quotes, a backslash makes `"`, `\`, `$` and `` ` `` literal, as in a shell, and is literal itself before anything
/// else. In single quotes everything is literal. Without quotes, a `#` after white space begins a comment.
struct EnvironmentValue: Sendable, Hashable {
    enum Fault: Error, Hashable {
        case unclosedQuote
        case textAfterQuote
        /// Word processors and web pages make “ ” of ".
        case typographicQuote

        /// A sentence's end, after the name of the setting.
        var sentence: String {
            switch self {
            case .unclosedQuote:
                "begins with a quotation mark that nothing closes in that line: close it, or put the whole value "
                    + "between '."
            case .textAfterQuote:
                "goes on after its closing quotation mark: put the whole value between quotation marks."
            case .typographicQuote:
                "begins with a typographic quotation mark: write \" or ' instead."
            }
        }
    }

    let text: String
    /// In single quotes.
    let isLiteral: Bool

    init(_ source: Substring) throws(Fault) {
        let rest = source.drop(while: \.isWhitespace)
        switch rest.first {
        case "\"", "'":
            (text, isLiteral) = (try Self.quoted(rest), rest.first == "'")
        case "“", "”", "„", "‘", "’", "‚":
            throw .typographicQuote
        case "#" where rest.startIndex != source.startIndex:
            (text, isLiteral) = ("", false)
        default:
            (text, isLiteral) = (String(Self.withoutComment(rest)).trimmed, false)
        }
    }

    private static func withoutComment(_ text: Substring) -> Substring {
        var previousIsSpace = false
        for index in text.indices {
            if previousIsSpace, text[index] == "#" { return text[..<index] }
            previousIsSpace = text[index].isWhitespace
        }
        return text
    }

    private static func quoted(_ source: Substring) throws(Fault) -> String {
        let quote = source.first
        var text = ""
        var index = source.index(after: source.startIndex)
        while index < source.endIndex, source[index] != quote {
            let next = source.index(after: index)
            if quote == "\"", source[index] == "\\", next < source.endIndex, "\"\\$`".contains(source[next]) {
                index = next
            }
            text.append(source[index])
            index = source.index(after: index)
        }
        guard index < source.endIndex else { throw .unclosedQuote }
        let rest = source[source.index(after: index)...]
        guard rest.allSatisfy(\.isWhitespace) || rest.drop(while: \.isWhitespace).first == "#" else {
            throw .textAfterQuote
        }
        return text
    }
}
