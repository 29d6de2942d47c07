import FoundationEssentials
import Testing
import Text

@testable import Templates

/// A template, its fields and what Jinja2 made of it: a row of `Fixtures/jinja-cases.jsonl`.
struct JinjaCase: Sendable, CustomTestStringConvertible {
    enum Level: String, Sendable {
        /// What we must do the same way.
        case core
        /// What we may refuse.
        case extended
        /// What we must refuse.
        case reject
    }

    let id: String
    let level: Level
    let template: String
    let fields: TemplateFields
    let mode: TemplateMode
    let policy: MissingPolicy
    /// Nil where Jinja2 ends with an error.
    let output: String?

    var testDescription: String { id }

    init?(_ row: JSON) {
        guard let id = row["id"]?.text, let level = row["level"]?.text.flatMap(Level.init),
            let template = row["template"]?.text, let context = row["context"]?.members
        else { return nil }
        self.id = id
        self.level = level
        self.template = template
        fields = TemplateFields(
            exactly: Dictionary(uniqueKeysWithValues: context.map { ($0.key, TemplateValue($0.value)) }))
        mode = TemplateMode(
            syntax: .jinja, output: row["autoescape"] == .bool(true) ? .html : .text,
            trimsBlocks: row["trim_blocks"] == .bool(true),
            keepsLastLineBreak: row["keep_trailing_newline"] == .bool(true))
        policy = row["undefined"]?.text == "strict" ? .refused : .blank
        output = row["output"]?.text
    }

    static func rows(of name: String) throws -> [JinjaCase] {
        let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Fixtures/\(name)")
        return try Data(contentsOf: file).split(separator: 0x0A).compactMap { JinjaCase(try JSON(reading: $0)) }
    }

    func rendered() throws(TemplateError) -> String {
        try Template.compile(template, mode: mode).render(fields: fields, missing: policy)
    }
}
