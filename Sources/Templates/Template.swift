/// One part of a mail, compiled: subject, text or HTML. Compile once, render for each recipient.
///
/// Values are data. They are inserted last and never read as template, whatever braces they hold.
package struct Template: Sendable {
    /// Its mode, with the detected syntax.
    let mode: TemplateMode
    let limits: TemplateLimits
    let nodes: [Node]
    let uses: [FieldUse]

    /// Reads a source. Any line ends; they become LF.
    ///
    /// Errors that do not depend on data are reported here: syntax, features the language leaves out, unknown filters, and exceeded
    /// size limits.
    package static func compile(
        _ source: String, mode: TemplateMode = .text, limits: TemplateLimits = TemplateLimits()
    ) throws(TemplateError) -> Template {
        guard source.utf8.count <= limits.source else {
            throw TemplateError(.limit("the source is longer than \(limits.source) bytes"), at: .start)
        }
        var mode = mode
        if mode.syntax == .automatic { mode.syntax = looksLikeJinja(source) ? .jinja : .placeholders }
        let text = SourceText(source, keepsLastLineBreak: mode.keepsLastLineBreak)
        let (nodes, uses) =
            mode.syntax == .jinja
            ? try JinjaParser.parse(text, trimsBlocks: mode.trimsBlocks, limits: limits)
            : try PlaceholderParser.parse(text, mode: mode, limits: limits)
        return Template(mode: mode, limits: limits, nodes: nodes, uses: uses)
    }

    /// Whether `automatic` takes a source for Jinja.
    static func looksLikeJinja(_ source: String) -> Bool {
        var previous: UInt8 = 0
        for byte in source.utf8 {
            if previous == UInt8(ascii: "{"), byte == UInt8(ascii: "{") || byte == UInt8(ascii: "%") { return true }
            previous = byte
        }
        return false
    }

    /// The names of all fields that the template may look at, as written, in alphabetical order.
    package var variables: [String] { Set(uses.map(\.name)).sorted() }

    /// The part for one recipient; the same arguments always give the same text.
    ///
    /// With `refused`, a field without a value is an error whose `missingVariable` names it, also in a condition.
    package func render(
        fields: TemplateFields, draw: TemplateDraw = TemplateDraw(seed: 0), missing policy: MissingPolicy = .refused
    ) throws(TemplateError) -> String {
        var renderer = Renderer(self, fields: fields, draw: draw, policy: policy)
        return try renderer.text(of: nodes)
    }
}
