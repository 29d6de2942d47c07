import Testing
import Text

@testable import Templates

struct MissingValueTests {
    private static let fields: TemplateFields = [
        "first_name": "Ada", "company_name": "Engine & Sons", "city": "", "zip": "  ", "tags": .list(["a"]),
        "lead": .dictionary(["city": "Zürich", "phone": ""]), "count": 3,
    ]

    private static func failure(_ source: String, _ fields: TemplateFields = fields) throws -> TemplateError? {
        let template = try Template.compile(source)
        do throws(TemplateError) {
            _ = try template.render(fields: fields)
            return nil
        } catch {
            return error
        }
    }

    @Test(arguments: [
        ("Hi {{ firstname }},", "firstname", ["first_name"], 1, 7), ("Hi {{ nickname }},", "nickname", [], 1, 7),
        ("\n{{ company }}", "company", ["company_name"], 2, 4), ("{{ lead.cty }}", "lead.cty", ["city"], 1, 4),
        ("{{ lead.phone }}", "lead.phone", [], 1, 4), ("{{ city }}", "city", [], 1, 4), ("{{ zip }}", "zip", [], 1, 4),
        ("{% if nickname %}a{% endif %}", "nickname", [], 1, 7), ("{{ nickname|upper }}", "nickname", [], 1, 4),
        ("{{ \"Hi \" ~ nickname }}", "nickname", [], 1, 12),
        ("{% for x in things %}{% endfor %}", "things", [], 1, 13),
        ("{{ nickname or \"there\" }}", "nickname", [], 1, 4), ("{{ tags[3] }}", "tags[3]", [], 1, 4),
        ("{{ nickname == \"a\" }}", "nickname", [], 1, 4), ("{{ nickname in lead }}", "nickname", [], 1, 4),
        ("{{ nickname in first_name }}", "nickname", [], 1, 4), ("{{ nickname not in tags }}", "nickname", [], 1, 4),
        ("{{ \"a\" in nickname }}", "nickname", [], 1, 11),
        ("Hi {nickname},", "nickname", [], 1, 4), ("a\nHi {Frist Name},", "Frist Name", ["first_name"], 2, 4),
    ])
    func aFieldWithoutValueIsNamedWithThePlaceAndTheNearest(
        _ source: String, _ name: String, _ nearest: [String], _ line: Int, _ column: Int
    ) throws {
        let error = try #require(try Self.failure(source))
        #expect(error.missingVariable == name)
        #expect(error.position == TemplatePosition(line: line, column: column))
        if case .missing(_, let found) = error.problem { #expect(found == nearest) }
    }

    @Test(arguments: [
        ("{{ nickname|default(\"there\") }}", "there"), ("{{ city|default(\"Paris\") }}", "Paris"),
        ("{{ zip|d('1000') }}", "1000"), ("{{ lead.phone|default(\"none\") }}", "none"),
        ("{{ first_name|default(nickname) }}", "Ada"), ("{{ \"a\" if nickname is defined else \"b\" }}", "b"),
        ("{% if city is defined %}{{ city }}{% endif %}!", "!"), ("{{ \"P.S.\" if count > 5 }}!", "!"),
    ])
    func aTemplateMaySayWhatToDoWithout(_ source: String, _ expected: String) throws {
        #expect(try Template.compile(source).render(fields: Self.fields) == expected)
    }

    @Test(arguments: [
        ("{{ \"3\" < count }}", ["text", "a number"]), ("{{ tags }}", ["a list"]), ("{{ lead }}", ["a dictionary"]),
        ("{% for c in first_name %}{% endfor %}", ["text"]), ("{{ first_name.city }}", ["text", "first_name.city"]),
        ("{{ tags == tags }}", ["a list"]), ("{{ 1 in first_name }}", ["a number", "text"]),
        ("{{ count|length }}", ["a number"]), ("{{ first_name|join }}", ["text"]),
    ])
    func whatCannotBeDoneNamesTheKinds(_ source: String, _ kinds: [String]) throws {
        let error = try #require(try Self.failure(source))
        guard case .wrongKind(let sentence) = error.problem else {
            Issue.record("\(error)")
            return
        }
        for kind in kinds { #expect(sentence.contains(kind)) }
        #expect(error.missingVariable == nil)
    }

    @Test func unknownFieldsAreFoundBeforeAnybodyIsMailed() throws {
        let known: Set<String> = ["first_name", "company_name"]
        let jinja = try Template.compile(
            "{{ frist_name }} {{ nickname|default('x') }} {% if city is defined %}{{ city }}{% endif %}\n{{ first_name }}"
        )
        #expect(jinja.unknownFields(among: known).map(\.position) == [TemplatePosition(line: 1, column: 4)])
        #expect(jinja.variables == ["city", "first_name", "frist_name", "nickname"])
        let loops = try Template.compile(
            "{% for t in tags %}{{ t }}{{ loop.index }}{% endfor %}{% set a = 1 %}{{ a }}{{ t }}")
        #expect(loops.variables == ["t", "tags"])
        let placeholders = try Template.compile("{First Name} {first} {company} {nick}")
        #expect(
            placeholders.unknownFields(among: known).map(\.problem) == [
                .unknown(kind: "field", name: "nick", nearest: [])
            ])
    }

    @Test func blankFieldsCountAsAbsentUnlessTheyAreTakenExactly() {
        let values: [String: TemplateValue] = [
            "a": "", "b": .none, "c": " \t\n\u{A0}", "d": "x", "e": .integer(0), "f": .bool(false),
            "g": .dictionary(["h": "", "i": "y"]),
        ]
        #expect(
            TemplateFields(values).values == [
                "d": "x", "e": .integer(0), "f": .bool(false), "g": .dictionary(["i": "y"]),
            ])
        #expect(TemplateFields(exactly: values).values.count == values.count)
    }

    @Test func laterFieldsGoBeforeEarlierOnes() {
        let campaign: TemplateFields = ["sender_name": "Sam", "city": "Bern"]
        #expect(campaign.merging(["city": "Zürich"]).values == ["sender_name": "Sam", "city": "Zürich"])
    }

    @Test func fieldsAreReadFromJSON() throws {
        let lead = try JSON(reading: #"{"a": "x", "b": null, "c": ""}"#.utf8)
        #expect(TemplateFields(json: lead).values == ["a": "x"])
        #expect(TemplateFields(json: .array([lead])).values.isEmpty)
        let json = try JSON(reading: #"{"a": [1, 2.5, true, null, "x"], "b": {"c": 1e3}}"#.utf8)
        #expect(
            TemplateValue(json)
                == .dictionary([
                    "a": .list([.integer(1), .double(2.5), .bool(true), .none, "x"]),
                    "b": .dictionary(["c": .double(1000)]),
                ]))
    }
}
