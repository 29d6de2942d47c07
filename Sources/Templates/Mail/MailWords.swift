import Text

/// The text of a mail for one recipient.
package struct MailWords: Sendable, Hashable {
    /// On one line.
    package let subject: String
    /// Line ends as in the template, LF, and as in values.
    package let text: String
    /// Nil for a mail in plain text.
    package let html: String?

    /// Mail programs show less of a subject; more than this is hardly intended as one.
    static let longSubject = 150

    /// Longer subjects deserve a warning where templates are checked.
    var hasLongSubject: Bool { subject.unicodeScalars.count > Self.longSubject }
}

extension MailTemplate {
    /// The mail for one recipient; the same arguments always give the same mail.
    ///
    /// With `refused`, as mails are sent, nothing is left blank: a field without a value, a part without a word and a link that leads
    /// nowhere are errors. The signature goes below the mail unless the template contains it.
    package func render(
        fields: TemplateFields, draw: TemplateDraw, missing policy: MissingPolicy = .refused
    ) throws(MailTemplateError) -> MailWords {
        let body = draw.apart(2)
        let subject = try render(.subject, self.subject, fields, draw.apart(1), policy)
        let html = try self.html.map { html throws(MailTemplateError) in try render(.html, html, fields, body, policy) }
        let text = try self.text.map { text throws(MailTemplateError) in try render(.text, text, fields, body, policy) }
        let mail = MailWords(subject: subject, text: text ?? PlainText.text(of: html ?? ""), html: html)
        guard !hasSignature, let signature = Signature(fields) else { return mail }
        return signature.appended(to: mail)
    }

    private func render(
        _ part: Part, _ template: Template, _ fields: TemplateFields, _ draw: TemplateDraw, _ policy: MissingPolicy
    ) throws(MailTemplateError) -> String {
        try MailTemplateError.inPart(part) { () throws(TemplateError) in
            let rendered = try template.render(fields: fields, draw: draw, missing: policy)
            guard policy == .refused else { return rendered }
            let words = part == .html ? PlainText.text(of: rendered) : rendered
            guard !TemplateValue.string(words).isBlank else { throw TemplateError(.blank, at: .start) }
            if part == .html, let problem = LinkCheck.problem(in: rendered) { throw problem }
            return rendered
        }
    }
}

/// The sending account's signature, below a mail whose template does not place it.
struct Signature {
    private let text: String
    private let html: String

    /// Nil where the account has none.
    init?(_ fields: TemplateFields) {
        guard let value = fields.values[MailTemplate.signatureField], !value.isBlank,
            let text = value.withoutMarkup.printed, let written = value.printed
        else { return nil }
        self.text = PythonText.strippedAtEnd(text)
        html = if case .markup = value { written } else { written.htmlEscaped.replacing("\n", with: "<br>\n") }
    }

    func appended(to mail: MailWords) -> MailWords {
        MailWords(
            subject: mail.subject, text: PythonText.strippedAtEnd(mail.text) + "\n\n" + text + "\n",
            html: mail.html.map(appended(toHTML:)))
    }

    /// Before the end of the body, if there is one.
    private func appended(toHTML body: String) -> String {
        let block = "<br>\n<div>\(html)</div>\n"
        let bytes = Array(body.asciiLowercased.utf8)
        let ends = ["</body>", "</html>"].lazy.compactMap { ByteSearch($0).places(in: bytes).last }
        guard let end = ends.first else { return body + block }
        let written = Array(body.utf8)
        return String(decoding: written[..<end] + Array(block.utf8) + written[end...], as: UTF8.self)
    }
}
