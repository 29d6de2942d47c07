import Text

/// Draws templates from the grammar that Jinja and our subset share, most of them meaningful.
struct JinjaGenerator {
    private var state: UInt64
    /// How deep expressions and blocks may still go.
    private var depth = 0

    init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 | 1 }

    /// A row as `JinjaCase` and Jinja read it.
    mutating func row(_ number: Int) -> JSON {
        var template = ""
        for _ in 0...random(4) { template += piece(3) }
        return [
            "id": "generated-\(number)", "level": "core", "template": template, "context": Self.context,
            "autoescape": chance(2), "undefined": chance(3) ? "strict" : "default", "trim_blocks": chance(4),
            "keep_trailing_newline": chance(4),
        ]
    }

    static let context: JSON = [
        "first_name": "ada", "last_name": "O'Neil van-der BERG", "company": "Engine & <Sons>", "empty": "",
        "blank": " \t ",
        "greek": "ΟΔΟΣ ΑΣ", "accents": "ǆ ﬁ straße İ é e\u{301} 日本 🙂", "number": 3, "zero": 0, "half": 2.5, "yes": true,
        "no": false, "nothing": JSON.null, "digits": " 42 ", "words": "The quick brown fox jumps over the lazy dog",
        "url": "https://a.example/?x=1&y=ü b", "lines": "one\r\ntwo\n", "tags": ["a", "<b>", ""],
        "mixed": JSON.array([
            .string("x"), .int(1), .null, .bool(true), .double(0.5),
        ]), "lead": ["city": "Zürich", "zip": 8001, "Job Title": "CTO"] as JSON, "none_at_all": JSON.array([]),
    ]

    private static let names = context.members?.map(\.key) ?? []

    // MARK: Blocks

    private mutating func piece(_ depth: Int) -> String {
        switch random(depth > 0 ? 11 : 6) {
        case 0...2: return text()
        case 3...5: return open("{{") + expression(3) + close("}}")
        case 6, 7: return branch(depth)
        case 8: return loop(depth)
        case 9: return tag("set \(pick(["x", "y"])) = \(expression(2))")
        case 10 where chance(2): return tag("raw") + "{{ x }}{% y %}" + tag("endraw")
        default: return open("{#") + " {{ nothing }} " + close("#}")
        }
    }

    private mutating func body(_ depth: Int) -> String {
        var body = ""
        for _ in 0...random(2) { body += piece(depth - 1) }
        return body
    }

    private mutating func branch(_ depth: Int) -> String {
        var block = tag("if \(condition(2))") + body(depth)
        if chance(3) { block += tag("elif \(condition(2))") + body(depth) }
        if chance(2) { block += tag("else") + body(depth) }
        return block + tag("endif")
    }

    private mutating func loop(_ depth: Int) -> String {
        let items = pick(["tags", "tags", "mixed", "none_at_all", "nobody", "[1, \"<\", number]", "[tags, tags][0]"])
        let inner = pick([
            "{{ loop.index }}/{{ loop.length }} ", "{{ item }},", "{{ loop.first }}{{ loop.revindex0 }}",
            "{% if not loop.last %}-{% endif %}", "{{ item ~ loop.index0 }}", "{% set x = item %}{{ x }}",
        ])
        let otherwise = chance(3) ? tag("else") + body(depth) : ""
        return tag("for item in \(items)") + inner + body(depth) + otherwise + tag("endfor")
            + (chance(3) ? "{{ item }}" : "")
    }

    private mutating func tag(_ content: String) -> String { open("{%") + content + close("%}") }

    private mutating func open(_ mark: String) -> String {
        mark + (chance(6) ? "-" : mark == "{%" && chance(12) ? "+" : "") + pick([" ", "", "\n", "  "])
    }

    private mutating func close(_ mark: String) -> String { pick([" ", " ", "\n"]) + (chance(6) ? "-" : "") + mark }

    private mutating func text() -> String {
        pick([
            "Hi ", " ", "\n", "\n\n", "  \n  ", "a{b}c", "}}", "%}", "<p>", "&amp;", "é 🙂", "\r\n", "\t", "{ {",
            "\u{A0}",
            "# ", "100 %", "\u{2028}", "'",
        ])
    }

    // MARK: Expressions

    /// Jinja takes no `a if b` after `if` itself.
    private mutating func condition(_ depth: Int) -> String {
        let condition = expression(depth)
        return condition.contains(" if ") ? "(\(condition))" : condition
    }

    private mutating func expression(_ depth: Int) -> String {
        guard depth > 0 else { return atom() }
        let (a, b) = (expression(depth - 1), expression(depth - 1))
        switch random(16) {
        case 0...2: return atom()
        case 3...6: return filtered(operand(depth - 1))
        case 7: return "\(operand(depth - 1)) ~ \(operand(depth - 1))"
        case 8: return "\(operand(depth - 1)) \(pick(["==", "!=", "<", "<=", ">", ">="])) \(operand(depth - 1))"
        case 9:
            return "\(atom()) \(pick(["in", "not in"])) \(pick(["tags", "words", "lead", "mixed", "company", atom()]))"
        case 10: return "not \(a)"
        case 11: return "\(a) \(pick(["and", "or"])) \(b)"
        case 12: return "\(a) if \(b) else \(atom())"
        case 13: return "\(a) if \(b)"
        case 14: return "(\(atom()) is \(pick(["defined", "not defined", "none", "not none", "undefined"])))"
        case 15: return "1 < \(atom()) <= 3"
        default: return "(\(a))"
        }
    }

    private mutating func operand(_ depth: Int) -> String {
        chance(3) && depth > 0 ? "(\(expression(depth)))" : chance(3) ? filtered(atom()) : atom()
    }

    private mutating func atom() -> String {
        switch random(12) {
        case 0...5: return pick(Self.names)
        case 6: return pick(["nobody", "nothing_here", "x", "y"])
        case 7: return pick(["\"there\"", "'<i>'", "\"a\\nb\"", "\"\"", "\"\\u00e9\"", "'it\\'s'", "\"}}\"", "\"-\""])
        case 8: return pick(["0", "1", "3", "-1", "2.5", "42"])
        case 9: return pick(["true", "false", "none", "True", "None"])
        case 10:
            return pick(["lead.city", "lead.zip", "lead[\"Job Title\"]", "lead.nope", "nobody.city", "lead['city']"])
        case 11:
            return pick(["tags[0]", "tags[-1]", "tags[9]", "mixed[number]", "first_name.city", "[]", "[1, \"b\"]"])
        default: return "(\(pick(Self.names)))"
        }
    }

    private mutating func filtered(_ value: String) -> String {
        var result = value
        for _ in 0...random(1) { result += pick(["|", " | ", "|\n"]) + filter() }
        return result
    }

    private mutating func filter() -> String {
        pick([
            "default(\"there\")", "default(first_name, true)", "d", "default(nobody)", "default('<', boolean=true)",
            "e",
            "escape", "safe", "upper", "lower", "title", "capitalize", "trim", "trim(\"a \")", "trim(chars='<')",
            "replace(\"a\", \"<b>\")", "replace(\"\", \"-\")", "replace(\"o\", \"0\", 1)", "replace('&', company)",
            "length", "count", "join(\", \")", "join", "join('<')", "join(d='&')", "first", "last", "truncate(10)",
            "truncate(9, true)", "truncate(12, end=\"…\")", "truncate(5, leeway=0)", "truncate(8, False, '', 1)",
            "urlencode", "int", "int(7)", "int(default=none)",
        ])
    }

    // MARK: Chance

    private mutating func next() -> UInt64 {
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        return state
    }

    /// From 0 to `most`.
    private mutating func random(_ most: Int) -> Int { Int(next() >> 33) % (most + 1) }

    /// True once in `count` times.
    private mutating func chance(_ count: Int) -> Bool { random(count - 1) == 0 }

    private mutating func pick(_ items: [String]) -> String { items[random(items.count - 1)] }
}
