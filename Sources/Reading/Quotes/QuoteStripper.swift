package import Correspondence
package import MIME

/// Divides the body of a reply into its writer's own text, the signature, and quotes.
///
/// Recognises the quotes of mail clients in their languages (`quotes.txt` of each language), answers between quoted lines, and
/// quotes above the answer. Linear in the length of the text: every line is looked at a bounded number of times, and long lines
/// only at their start.
package enum QuoteStripper {
    /// The zones of a plain-text body (LF or CR LF line ends); they cover `plainText` in order.
    ///
    /// - Parameter writer: the mail's writer; a name alone is a signature only if the writer is known.
    package static func zones(in plainText: String, by writer: Writer? = nil) -> ZonedText {
        zones(in: plainText, quoted: [], signatures: [], rules: [], writer)
    }

    /// The zones of a body that was HTML: according to its markup and, where that says nothing, its words.
    package static func zones(in html: HTMLText, by writer: Writer? = nil) -> ZonedText {
        zones(in: html.text, quoted: html.quoted, signatures: html.signatures, rules: html.rules, writer)
    }

    private static func zones(
        in text: String, quoted: [Range<Int>], signatures: [Range<Int>], rules: [Int], _ writer: Writer?
    ) -> ZonedText {
        var lines = BodyLines(text)
        lines.mark(quoted: quoted, signatures: signatures, rules: rules)
        lines.partBeforeAttributions()
        var zoning = Zoning(lines, writer: writer)
        zoning.run()
        return ZonedText(text: text, segments: zoning.segments)
    }
}
