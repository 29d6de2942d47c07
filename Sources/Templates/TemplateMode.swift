/// How a source is read, and the kind of its output.
package struct TemplateMode: Sendable, Hashable {
    /// The language a template is written in.
    package enum Syntax: Sendable, Hashable {
        /// Jinja if the source contains `{{` or `{%`, otherwise placeholders.
        case automatic
        /// The subset of Jinja: `{{ first_name | default("there") }}`, `{% if %}`, `{% for %}`.
        case jinja
        /// `{first}`, `[gap:2]` and spintax, `{Hi|Hello}`.
        case placeholders
    }

    /// The part of a mail that the result becomes.
    package enum Output: Sendable, Hashable {
        /// Values are inserted as they are.
        case text
        /// Values are escaped, except those marked as HTML.
        case html
        /// As text, on one line.
        case subject
    }

    package var syntax: Syntax
    package var output: Output
    /// Whether a line break after a block tag, and white space before it on its line, are dropped (Jinja's `trim_blocks`
    /// and `lstrip_blocks`).
    package var trimsBlocks: Bool
    /// Whether a line break at the very end stays (Jinja's `keep_trailing_newline`).
    var keepsLastLineBreak: Bool
    /// Placeholder language only: the number of blank lines between paragraphs; nil leaves them as written.
    package var paragraphGap: Int?

    package init(
        syntax: Syntax = .automatic, output: Output = .text, trimsBlocks: Bool = false,
        keepsLastLineBreak: Bool = false, paragraphGap: Int? = nil
    ) {
        self.syntax = syntax
        self.output = output
        self.trimsBlocks = trimsBlocks
        self.keepsLastLineBreak = keepsLastLineBreak
        self.paragraphGap = paragraphGap
    }

    package static let text = TemplateMode(output: .text)
    package static let html = TemplateMode(output: .html)
    package static let subject = TemplateMode(output: .subject)
}

/// The treatment of a name without a value.
package enum MissingPolicy: Sendable, Hashable {
    /// An error that names it. Mails are rendered this way, always.
    case refused
    /// Prints nothing, and is false in `if`, as in Jinja by default: for previews and comparisons.
    case blank
}
