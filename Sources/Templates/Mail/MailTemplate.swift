/// A whole mail as written by its author: subject, and text or HTML or both.
package struct MailTemplate: Sendable {
    package enum Part: String, Sendable, Hashable, CaseIterable {
        case subject, text, html
    }

    /// The author's source. Equal sources give equal templates, so this is also the key for caching.
    package struct Source: Sendable, Hashable {
        package var subject: String
        package var text: String?
        package var html: String?
        /// One syntax for all parts; `automatic` chooses Jinja if any part looks like it.
        package var syntax: TemplateMode.Syntax
        /// Placeholder language: blank lines between paragraphs; nil leaves them as written.
        package var paragraphGap: Int?

        package init(
            subject: String, text: String? = nil, html: String? = nil, syntax: TemplateMode.Syntax = .automatic,
            paragraphGap: Int? = nil
        ) {
            self.subject = subject
            self.text = text
            self.html = html
            self.syntax = syntax
            self.paragraphGap = paragraphGap
        }
    }

    /// The field that holds an account's signature.
    package static let signatureField = "account_signature"

    let subject: Template
    let text: Template?
    let html: Template?

    /// Compiles each part; a mail without text and HTML is an error of its text.
    package static func compile(
        _ source: Source, limits: TemplateLimits = TemplateLimits()
    ) throws(MailTemplateError) -> MailTemplate {
        let parts = [source.subject, source.text, source.html].compactMap(\.self)
        let isJinja = source.syntax == .automatic && parts.contains(where: Template.looksLikeJinja)
        let syntax = source.syntax != .automatic ? source.syntax : isJinja ? .jinja : .placeholders
        let part = { (part: Part, source: String, gap: Int?) throws(MailTemplateError) -> Template in
            let mode = TemplateMode(syntax: syntax, output: part.output, paragraphGap: gap)
            return try MailTemplateError.inPart(part) { () throws(TemplateError) in
                try Template.compile(source, mode: mode, limits: limits)
            }
        }
        let subject = try part(.subject, source.subject, nil)
        let text = try source.text.map { text throws(MailTemplateError) in try part(.text, text, source.paragraphGap) }
        let html = try source.html.map { html throws(MailTemplateError) in try part(.html, html, source.paragraphGap) }
        guard text != nil || html != nil else {
            throw MailTemplateError(part: .text, error: TemplateError(.blank, at: .start))
        }
        return MailTemplate(subject: subject, text: text, html: html)
    }

    var parts: [(part: Part, template: Template)] {
        [(.subject, subject)] + [text.map { (.text, $0) }, html.map { (.html, $0) }].compactMap(\.self)
    }

    /// The names of all fields that any part may look at, in alphabetical order.
    package var variables: [String] { Set(parts.flatMap(\.template.variables)).sorted() }

    /// Fields whose absence is handled everywhere, so that a missing one goes unnoticed.
    package var optionalFields: [String] {
        Set(parts.flatMap(\.template.uses).filter(\.isOptional).map(\.name)).sorted()
    }

    /// Whether the author placed the signature; otherwise it goes below the mail.
    var hasSignature: Bool { variables.contains(Self.signatureField) }

    /// The problems of a mail with only these fields: missing values, and constructs that would be sent literally. To be shown when a
    /// template is saved; rendering refuses the same for each recipient.
    package func problems(knownFields known: Set<String>) -> [MailTemplateError] {
        parts.flatMap { part, template in
            (template.unknownFields(among: known) + template.unreadPlaceholders(among: known))
                .map { MailTemplateError(part: part, error: $0) }
        }
    }
}

extension MailTemplate.Part {
    var output: TemplateMode.Output {
        switch self {
        case .subject: .subject
        case .text: .text
        case .html: .html
        }
    }
}

/// A fault of a mail's template, or of one recipient's data, and its part.
package struct MailTemplateError: Error, Hashable, CustomStringConvertible {
    package let part: MailTemplate.Part
    package let error: TemplateError

    /// The name that a lead waiting as `needs_data` shows; nil where more data would not help.
    package var missingVariable: String? { error.missingVariable }

    package var description: String { "\(part.rawValue), \(error)" }

    static func inPart<Value>(
        _ part: MailTemplate.Part, _ body: () throws(TemplateError) -> Value
    ) throws(MailTemplateError) -> Value {
        do {
            return try body()
        } catch {
            throw MailTemplateError(part: part, error: error)
        }
    }
}
