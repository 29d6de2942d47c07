/// The text below every mail of a campaign: who writes, their address, and how to get no more mail. It may hold placeholders,
/// as the texts do.
struct CampaignFooter {
    private let words: String

    init(_ words: String) { self.words = words.trimmedAtEnd }

    func below(text: String) -> String { text.trimmedAtEnd + "\n\n" + words + "\n" }

    /// As a paragraph at the end of the document. Quotation marks are kept, since placeholders contain them.
    func below(html: String) -> String {
        let escaped = words.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
        let footer = "<p>\(escaped.replacing("\n", with: "<br>"))</p>\n"
        guard let end = html.firstRange(of: /<\/(body|html)>/.ignoresCase()) else {
            return html.trimmedAtEnd + "\n" + footer
        }
        return html[..<end.lowerBound] + footer + html[end.lowerBound...]
    }
}

extension String {
    fileprivate var trimmedAtEnd: String { String(reversed().drop(while: \.isWhitespace).reversed()) }
}
