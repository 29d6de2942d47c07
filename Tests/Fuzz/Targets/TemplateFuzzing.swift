import Templates

/// The input is a template; its length chooses the part that it is, so that all are tried.
enum TemplateFuzzing {
    private static let modes = [
        TemplateMode(syntax: .jinja), TemplateMode(syntax: .jinja, output: .html, trimsBlocks: true),
        TemplateMode(syntax: .placeholders), TemplateMode(syntax: .placeholders, output: .html, paragraphGap: 1),
        TemplateMode(output: .subject),
    ]

    private static let fields: TemplateFields = [
        "first_name": "Ada", "html": .markup("<b>&amp;</b>"), "tags": .list(["a", "<", .integer(3), .none]),
        "lead": .dictionary(["city": "Zürich"]), "n": 3, "yes": .bool(true), "brace": "{{ n }}{first}[gap:1]",
    ]

    static func run(_ input: [UInt8]) {
        let source = String(decoding: input, as: UTF8.self)
        let mode = modes[input.count % modes.count]
        do throws(TemplateError) {
            let template = try Template.compile(source, mode: mode)
            _ = template.unknownFields(among: ["first_name"]) + template.unreadPlaceholders(among: ["first_name"])
            promise(template.variables == template.variables.sorted(), "variables in order")
            check(template)
        } catch {
            let lines = source.unicodeScalars.count { $0 == "\n" || $0 == "\r" } + 1
            promise((1...lines).contains(error.position.line), "\(error) within \(lines) lines")
        }
        // Whatever an author writes may also be the whole of a mail.
        if let mail = try? MailTemplate.compile(.init(subject: "a", html: source)),
            let rendered = try? mail.render(fields: fields, draw: TemplateDraw(seed: 1))
        {
            promise(!rendered.text.isEmpty, "words in both forms")
        }
    }

    private static func check(_ template: Template) {
        let draw = TemplateDraw(key: "fuzz".utf8)
        let strict = try? template.render(fields: fields, draw: draw)
        let lenient = try? template.render(fields: fields, draw: draw, missing: .blank)
        promise((lenient?.utf8.count ?? 0) <= TemplateLimits().output, "the limit of the output")
        promise(lenient == (try? template.render(fields: fields, draw: draw, missing: .blank)), "the same text again")
        guard let strict else { return }
        promise(lenient == strict, "what lacks nothing is the same under both policies")
    }
}
