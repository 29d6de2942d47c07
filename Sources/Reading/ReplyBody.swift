import Correspondence
import MIME

/// Chooses between the plain and the HTML body of a mail, and divides it into zones.
enum ReplyBody {
    /// The plain text, unless there is none, it only says that there is HTML, or it shows no quote where the HTML marks one: some
    /// clients drop the marks when they write the plain part.
    ///
    /// - Parameter writer: the mail's writer, if known.
    static func zones(of mail: ParsedMail, by writer: Writer?) -> ZonedText {
        let plain = mail.text.flatMap { isSubstitute($0) ? nil : $0 }
        guard let html = mail.html else { return QuoteStripper.zones(in: plain ?? mail.text ?? "", by: writer) }
        guard let plain else { return QuoteStripper.zones(in: HTMLText(html), by: writer) }
        let fromPlain = QuoteStripper.zones(in: plain, by: writer)
        guard !fromPlain.segments.contains(where: { $0.zone == .quoted }) else { return fromPlain }
        let fromHTML = QuoteStripper.zones(in: HTMLText(html), by: writer)
        return fromHTML.segments.contains { $0.zone == .quoted } ? fromHTML : fromPlain
    }

    /// White space, or the sentence that some clients send instead of a plain part.
    private static func isSubstitute(_ text: String) -> Bool {
        guard text.utf8.count < 400 else { return false }
        let folded = text.foldedForMatching
        return folded.isEmpty || substitutes.occurs(in: folded)
    }

    private static let substitutes = PhraseSet([
        "html enabled", "html-enabled", "does not support html", "html email", "view this message in html",
    ])
}
