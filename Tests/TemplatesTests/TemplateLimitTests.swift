import Testing

@testable import Templates

struct TemplateLimitTests {
    private static func `repeat`(_ text: String, _ count: Int) -> String { String(repeating: text, count: count) }

    private static func isLimit(
        _ source: String, _ fields: TemplateFields = [:], limits: TemplateLimits = TemplateLimits()
    ) -> Bool {
        do throws(TemplateError) {
            _ = try Template.compile(source, mode: TemplateMode(syntax: .jinja), limits: limits).render(fields: fields)
            return false
        } catch {
            if case .limit = error.problem { return error.position.line > 0 }
            return false
        }
    }

    @Test(arguments: [
        ("a source of 64 KiB", "x", 64 << 10), ("nodes", "{{ 1 }}", 2_500),
        ("blocks within each other", "{% if 1 %}", 20), ("parentheses", "(", 19),
    ])
    func sizesAreBounded(_ what: String, _ piece: String, _ most: Int) {
        let make = { (count: Int) in
            switch piece {
            case "(": "{{ " + Self.repeat("(", count) + "1" + Self.repeat(")", count) + " }}"
            case "{% if 1 %}": Self.repeat(piece, count) + Self.repeat("{% endif %}", count)
            default: Self.repeat(piece, count)
            }
        }
        #expect(!Self.isLimit(make(most)))
        #expect(Self.isLimit(make(most + 1)))
    }

    @Test(arguments: ["not ", "1 if 1 else ", "[", "x[", "1|default("])
    func nestedExpressionsAreBounded(_ piece: String) {
        #expect(Self.isLimit("{{ " + Self.repeat(piece, 5_000) + "1 }}"))
    }

    @Test func loopsAreBoundedInAll() {
        let fields: TemplateFields = [
            "a": .list(Array(repeating: "x", count: 100)), "b": .list(Array(repeating: "x", count: 99)),
        ]
        let loop = { (body: String) in "{% for x in a %}\(body){% endfor %}" }
        #expect(!Self.isLimit(loop(""), fields))
        // A hundred outer turns and 9,900 inner ones are 10,000.
        #expect(!Self.isLimit(loop("{% for y in b %}{% endfor %}"), fields))
        #expect(Self.isLimit(loop("{% for y in a %}{% endfor %}"), fields))
    }

    @Test(arguments: [
        "{% for x in a %}{{ long }}{% endfor %}",
        "{{ long|replace(\"a\", long) }}",
        "{% set b = long ~ long %}{% set b = b ~ b %}{% set b = b ~ b %}{% set b = b ~ b %}{% set b = b ~ b %}",
        "{{ a|join(long) }}", "{{ long|replace(\"\", long) }}",
    ])
    func whatIsRenderedIsBounded(_ source: String) {
        let fields: TemplateFields = [
            "a": .list(Array(repeating: "x", count: 100)), "long": .string(Self.repeat("a", 50_000)),
        ]
        #expect(Self.isLimit(source, fields))
    }

    @Test(arguments: [
        "{% if \"b\" in long %}{% endif %}", "{% if long|upper == long|lower %}{% endif %}", "{% set y = long ~ x %}",
        "{% set y = [1, 2, 3, 4, 5, 6, 7, 8]|join(long)|length %}",
        "{% if x == 1 or x == 2 or x == 3 or x == 4 %}{% endif %}",
    ])
    func workIsBoundedWhateverIsPrinted(_ body: String) {
        let fields: TemplateFields = [
            "a": .list(Array(repeating: "x", count: 400)), "long": .string(Self.repeat("a", 1_000)),
        ]
        let loop = "{% for x in a %}\(body){% endfor %}"
        #expect(!Self.isLimit(loop, fields))
        #expect(Self.isLimit(loop, fields, limits: TemplateLimits(work: 30_000)))
    }
}
