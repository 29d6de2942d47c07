import Testing

@testable import Templates

struct PlaceholderTests {
    private static let fields: TemplateFields = [
        "first_name": "Ada", "last_name": "Lovelace", "company_name": "Engine & Sons", "Job Title": "CTO", "größe": "M",
        "note": "{first} {{ 7*7 }} [gap:2] {a|b}",
    ]

    private static func render(
        _ source: String, _ output: TemplateMode.Output = .text, gap: Int? = nil, seed: UInt64 = 0
    ) throws -> String {
        let mode = TemplateMode(syntax: .placeholders, output: output, keepsLastLineBreak: true, paragraphGap: gap)
        return try Template.compile(source, mode: mode).render(fields: fields, draw: TemplateDraw(seed: seed))
    }

    @Test(arguments: [
        ("Hi {first_name},", "Hi Ada,"), ("{first} {last}", "Ada Lovelace"), ("{First Name}", "Ada"),
        ("{ first-name }", "Ada"),
        ("{FIRST.NAME}", "Ada"), ("{company}", "Engine & Sons"), ("{job title}", "CTO"), ("{Größe}", "M"), ("{}", "{}"),
        ("a{color:red} b{ color:blue }", "a{color:red} b{ color:blue }"), ("{\"a\": 1}", "{\"a\": 1}"), ("{1}", "{1}"),
        ("{\n}", "{\n}"), (":} :{ {", ":} :{ {"), ("{...}", "{...}"),
        ("@media print{a{color:red}}", "@media print{a{color:red}}"),
        ("100 % {# no comment #}", "100 % {# no comment #}"),
    ])
    func placeholdersAreFilledAndOtherBracesStay(_ source: String, _ expected: String) throws {
        #expect(try Self.render(source) == expected)
    }

    @Test func theColumnWithTheNormalNameGoesBeforeOthers() throws {
        let render = { (fields: TemplateFields) in try Template.compile("{first name}").render(fields: fields) }
        #expect(try render(["First Name": "a", "first_name": "b", "first": "c"]) == "b")
        #expect(try render(["First Name": "a", "First": "c"]) == "a")
        #expect(try render(["First": "c"]) == "c")
        #expect(throws: TemplateError.self) { try render(["last_name": "c"]) }
    }

    @Test func valuesAreNeverReadAsTemplate() throws {
        #expect(try Self.render("{note}") == "{first} {{ 7*7 }} [gap:2] {a|b}")
        let jinja = try Template.compile("{{ note }}").render(fields: Self.fields)
        #expect(jinja == "{first} {{ 7*7 }} [gap:2] {a|b}")
    }

    @Test func valuesAreEscapedInHTMLAlone() throws {
        #expect(try Self.render("<p>{company}</p>", .html) == "<p>Engine &amp; Sons</p>")
        #expect(try Self.render("<p>{company}</p>", .text) == "<p>Engine & Sons</p>")
    }

    // MARK: Gaps

    @Test(arguments: [
        ("A\n[gap:2]\nB", "A\n\n\nB"), ("A[gap:1]B", "A\n\nB"), ("A [gap:0] B", "A\nB"),
        ("A\n\n\n[gap:0]\n\nB", "A\nB"),
        ("[gap:1]B", "\nB"), ("A[gap:3]", "A\n\n\n\n"), ("{first}[gap:1]{last}", "Ada\n\nLovelace"),
        ("a [1] [see below] [Note: call] [x:y]", "a [1] [see below] [Note: call] [x:y]"),
    ])
    func aGapIsExactlyThatManyBlankLines(_ source: String, _ expected: String) throws {
        #expect(try Self.render(source) == expected)
    }

    @Test(arguments: [
        ("A[gap:2]B", "A<div style=\"height:2em;line-height:2em\">&nbsp;</div>B"), ("A[gap:0]B", "AB"),
        ("<p>A</p><p>[gap:1]</p><p>B</p>", "<p>A</p><div style=\"height:1em;line-height:1em\">&nbsp;</div><p>B</p>"),
        ("<div>[gap:0]</div>", ""),
    ])
    func inHTMLAGapIsABlockOfThatHeight(_ source: String, _ expected: String) throws {
        #expect(try Self.render(source, .html) == expected)
    }

    @Test(arguments: 0...10)
    func bothFormsOfAGapMeanTheSame(_ lines: Int) throws {
        let html = try Self.render("<div>A</div>[gap:\(lines)]<div>B</div>", .html)
        #expect(PlainText.text(of: html) == (try Self.render("A[gap:\(lines)]B")) + "\n")
    }

    @Test(arguments: [
        (0, "A\n\nB\n \n\nC\nD", "A\nB\nC\nD"), (2, "A\n\nB", "A\n\n\nB"),
        (1, "A\n\n[gap:3]\n\nB\n\n\nC", "A\n\n\n\nB\n\nC"),
    ])
    func allBlankParagraphsTakeTheGapOfTheCampaign(_ gap: Int, _ source: String, _ expected: String) throws {
        #expect(try Self.render(source, gap: gap) == expected)
    }

    @Test(arguments: ["<p></p>", "<p>&nbsp;</p>", "<p><br></p>", "<p><br/></p>", "<p>\u{A0}</p>"])
    func blankParagraphsOfHTMLToo(_ blank: String) throws {
        #expect(
            try Self.render("<p>A</p>\(blank)<p>B</p>", .html, gap: 2)
                == "<p>A</p><div style=\"height:2em;line-height:2em\">&nbsp;</div><p>B</p>")
    }

    // MARK: Spintax

    @Test func oneAlternativeIsTakenAndAllAreTakenSometimes() throws {
        let source = "{Hi|Hello {first}|{Dear|Good day} {last}|}!"
        let results = try (0..<200).map { try Self.render(source, seed: $0) }
        #expect(Set(results) == ["Hi!", "Hello Ada!", "Dear Lovelace!", "Good day Lovelace!", "!"])
    }

    @Test func theSameSeedGivesTheSameChoices() throws {
        let source = String(repeating: "{a|b|c|d}", count: 40)
        for seed in 0..<20 as Range<UInt64> {
            #expect(try Self.render(source, seed: seed) == Self.render(source, seed: seed))
        }
        #expect(Set(try (0..<20).map { try Self.render(source, seed: $0) }).count == 20)
    }

    @Test func eachAlternativeIsAsLikelyAsTheOthers() {
        for count in 2...7 {
            var taken = [Int](repeating: 0, count: count)
            for seed in 0..<7_000 as Range<UInt64> { taken[TemplateDraw(seed: seed).choice(of: count, group: 3)] += 1 }
            // Five standard deviations of a binomial distribution.
            let expected = 7_000 / Double(count)
            let tolerance = 5 * (expected * (1 - 1 / Double(count))).squareRoot()
            #expect(taken.allSatisfy { abs(Double($0) - expected) < tolerance }, "\(taken)")
        }
    }

    @Test func choicesOfOneMailDoNotDependOnEachOther() {
        var pairs = [Int](repeating: 0, count: 4)
        for seed in 0..<4_000 as Range<UInt64> {
            let draw = TemplateDraw(seed: seed)
            pairs[draw.choice(of: 2, group: 0) * 2 + draw.choice(of: 2, group: 1)] += 1
        }
        #expect(pairs.allSatisfy { (850...1_150).contains($0) }, "\(pairs)")
    }

    @Test func seedsOfTextKeysAreStable() {
        // Written down so that no later version draws other words for mails that are under way.
        let draw = TemplateDraw(key: "lead 7, step 2".utf8)
        #expect((0..<12).map { draw.choice(of: 10, group: $0) } == Self.choicesOfLeadSeven)
        #expect(TemplateDraw(key: "lead 8, step 2".utf8) != draw)
    }

    private static let choicesOfLeadSeven = [9, 4, 5, 5, 2, 9, 6, 8, 8, 5, 0, 3]
}
