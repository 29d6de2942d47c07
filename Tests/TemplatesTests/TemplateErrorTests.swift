import Testing

@testable import Templates

struct TemplateErrorTests {
    private static func error(_ source: String, _ mode: TemplateMode = TemplateMode(syntax: .jinja)) -> TemplateError? {
        do throws(TemplateError) {
            _ = try Template.compile(source, mode: mode)
            return nil
        } catch {
            return error
        }
    }

    @Test(arguments: [
        ("Hi {{ first_name", 1, 4), ("é🙂{{ ! }}", 1, 6), ("{% if x %}\nA", 1, 1), ("A{% endif %}", 1, 2),
        ("A\n{% else %}", 2, 1), ("{% for x in y %}{% endif %}", 1, 17), ("\r\n\r\n{{ }}", 3, 4), ("a\n{# x", 2, 1),
        ("{% raw %}x", 1, 1), ("{{ \"abc }}", 1, 4), ("{{ \"a\\qb\" }}", 1, 6), ("{{ \"\\u00g0\" }}", 1, 5),
        ("{{ 007 }}", 1, 4), ("{{ 1x }}", 1, 4), ("{{ x }", 1, 1), ("{{ x|replace(\"a\") }}", 1, 13),
        ("{{ x|upper(1) }}", 1, 12), ("{{ x|default(1, default_value=2) }}", 1, 17), ("{% set true = 1 %}", 1, 8),
        ("{% set x %}", 1, 1), ("{% if %}{% endif %}", 1, 7), ("{{ a b }}", 1, 6), ("{{ (a }}", 1, 7),
        ("{{ [a, }}", 1, 8), ("{{ a is }}", 1, 9), ("{{ a. }}", 1, 7), ("{% endif x %}", 1, 1),
    ])
    func faultsAreNamedWithTheirPlace(_ source: String, _ line: Int, _ column: Int) throws {
        let error = try #require(Self.error(source))
        #expect(error.position == TemplatePosition(line: line, column: column), "\(error)")
    }

    @Test(arguments: [
        ("{% include \"x\" %}", 1, 1), ("{% import \"x\" as y %}", 1, 1), ("{% extends \"x\" %}", 1, 1),
        ("{% macro m() %}", 1, 1), ("{% call m() %}", 1, 1), ("{% block b %}", 1, 1), ("{{ range(3) }}", 1, 9),
        ("{{ nobody() }}", 1, 10), ("{{ a.b() }}", 1, 7), ("{{ lead.items }}", 1, 9), ("{{ x.__class__ }}", 1, 6),
        ("{{ __builtins__ }}", 1, 4), ("{{ a + 1 }}", 1, 6), ("{{ {} }}", 1, 4), ("{{ -x }}", 1, 4),
        ("{{ (1, 2) }}", 1, 6),
        ("{{ a[1:2] }}", 1, 7), ("{% for a, b in c %}", 1, 9), ("{% for a in b if a %}", 1, 15),
        ("{% set x %}y{% endset %}", 1, 1),
    ])
    func whatIsLeftOutIsNamedWithItsPlace(_ source: String, _ line: Int, _ column: Int) throws {
        let error = try #require(Self.error(source))
        guard case .unsupported = error.problem else {
            Issue.record("\(error)")
            return
        }
        #expect(error.position == TemplatePosition(line: line, column: column), "\(error)")
    }

    @Test(arguments: [
        ("a\nb {{ x|shout }}", "filter", "shout", [], 2, 8), ("{{ x|uper }}", "filter", "uper", ["upper"], 1, 6),
        ("{{ x|tittle }}", "filter", "tittle", ["title"], 1, 6), ("{% iff x %}", "tag", "iff", ["if"], 1, 1),
        ("{{ x is defind }}", "test", "defind", ["defined"], 1, 9),
        ("{{ x|default(boolen=true) }}", "argument", "boolen", ["boolean"], 1, 14),
    ])
    func unknownNamesComeWithTheNearest(
        _ source: String, _ kind: String, _ name: String, _ nearest: [String], _ line: Int, _ column: Int
    ) throws {
        let error = try #require(Self.error(source))
        #expect(error.problem == .unknown(kind: kind, name: name, nearest: nearest))
        #expect(error.position == TemplatePosition(line: line, column: column))
    }

    @Test(arguments: [
        ("Hi {frist_name}", nil as String?), ("Hi {first", "never closed"), ("Hi first}", "opens"),
        ("a {{first}}", "one brace"),
        ("[gap:11]", "[gap:0] to [gap:10]"), ("[gap]", "[gap:0]"), ("[gap:two]", "[gap:0]"), ("[GAP:2]", "[gap:0]"),
        ("[gab:2]", "gap"), ("{first|there}", "{first}"), ("{Hi|{First Name|you}}", "{First Name}"),
        ("{a|{b|{c|{d|{e|{f|g}}}}}}", "choices"),
    ])
    func placeholdersHaveFaultsOfTheirOwn(_ source: String, _ expected: String?) throws {
        let error = Self.error(source, TemplateMode(syntax: .placeholders))
        guard let expected else {
            #expect(error == nil, "whether a field exists is known later")
            return
        }
        #expect(try #require(error).description.contains(expected), "\(String(describing: error))")
    }

    @Test func aGapHasNoPlaceInASubject() {
        #expect(Self.error("Hi[gap:1]", TemplateMode(syntax: .placeholders, output: .subject)) != nil)
    }

    @Test(arguments: ["{{ a }}", "{% if a %}b{% endif %}", "{a}", "plain", "{a|b}", "{ not a tag %}"])
    func automaticTakesWhatLooksLikeJinjaForJinja(_ source: String) throws {
        let template = try Template.compile(source, mode: .text)
        #expect((template.mode.syntax == .jinja) == (source.contains("{{") || source.contains("{%")))
    }
}
