import Testing

@testable import Templates

struct MailTemplateTests {
    private static let fields: TemplateFields = [
        "first_name": "Ada", "company_name": "Engine & Sons", "website": "https://a.example/?x=1&y=2",
    ]

    private static func render(
        _ source: MailTemplate.Source, _ fields: TemplateFields = fields, missing: MissingPolicy = .refused,
        seed: UInt64 = 0
    ) throws(MailTemplateError) -> MailWords {
        try MailTemplate.compile(source).render(fields: fields, draw: TemplateDraw(seed: seed), missing: missing)
    }

    private static func failure(_ source: MailTemplate.Source, _ fields: TemplateFields = fields) -> MailTemplateError?
    {
        do throws(MailTemplateError) {
            _ = try render(source, fields)
            return nil
        } catch {
            return error
        }
    }

    @Test func eachPartIsRenderedByItsRules() throws {
        let mail = try Self.render(
            .init(
                subject: "For {{ company_name }}\n now", text: "Hi {{ first_name }} of {{ company_name }}",
                html: "<p>Hi {{ first_name }} of {{ company_name }}</p>"))
        #expect(mail.subject == "For Engine & Sons now")
        #expect(mail.text == "Hi Ada of Engine & Sons")
        #expect(mail.html == "<p>Hi Ada of Engine &amp; Sons</p>")
    }

    @Test func theTextOfAMailInHTMLComesFromIt() throws {
        let mail = try Self.render(
            .init(
                subject: "Hi", html: "<p>Hi {{ first_name }},</p><p>see <a href=\"{{ website }}\">our shop</a>.</p>"))
        #expect(mail.text == "Hi Ada,\n\nsee our shop <https://a.example/?x=1&y=2>.\n")
    }

    @Test func aMailInPlainTextHasNoHTML() throws {
        let mail = try Self.render(.init(subject: "Hi", text: "Hi {first}"))
        #expect(mail == MailWords(subject: "Hi", text: "Hi Ada", html: nil))
    }

    @Test func onePartInJinjaMakesAllPartsJinja() throws {
        let mail = try Self.render(.init(subject: "{first} [gap:1]", text: "{{ first_name }}"))
        #expect(mail.subject == "{first} [gap:1]")
        let problems = try MailTemplate.compile(
            .init(subject: "{first} {x} {Hi|Ho}", text: "a\n{{ first_name }} b\n[gap:1]")
        )
        .problems(knownFields: ["first_name"])
        #expect(problems.map(\.part) == [.subject, .subject, .text])
        #expect(problems.map(\.error.position.column) == [1, 13, 1])
        #expect(problems.last?.error.position.line == 3)
    }

    @Test(arguments: [
        (MailTemplate.Source(subject: "{{ x }}", text: "a"), MailTemplate.Part.subject),
        (.init(subject: "a", text: "{{ x }}"), .text),
        (.init(subject: "a", text: "b", html: "{{ x }}"), .html),
    ])
    func aMissingValueNamesVariableAndPart(_ source: MailTemplate.Source, _ part: MailTemplate.Part) throws {
        let error = try #require(Self.failure(source))
        #expect(error.missingVariable == "x")
        #expect(error.part == part)
        #expect(error.description.hasPrefix("\(part.rawValue), line 1, column 4"))
    }

    @Test(arguments: [
        (MailTemplate.Source(subject: " {{ first_name|replace('Ada', '') }}", text: "a"), MailTemplate.Part.subject),
        (.init(subject: "a", text: "{% if false %}x{% endif %}\n \u{A0}"), .text),
        (.init(subject: "a", text: "b", html: "<p>&nbsp;</p><style>a{}</style>"), .html),
        (.init(subject: "a", html: ""), .html),
    ])
    func aPartWithoutAWordIsNotSent(_ source: MailTemplate.Source, _ part: MailTemplate.Part) throws {
        let error = try #require(Self.failure(source))
        #expect(error.error.problem == .blank)
        #expect(error.part == part)
        #expect(throws: Never.self) { try Self.render(source, missing: .blank) }
    }

    @Test func aMailWithoutBodyIsRefused() {
        #expect(throws: MailTemplateError.self) { try MailTemplate.compile(.init(subject: "a")) }
    }

    @Test(arguments: [
        "www.a.example", "javascript:alert(1)", " java\nscript:alert(1)", "JaVaScRiPt:x", "data:text/html,x",
        "//a.example", "",
        "https:", "ftp://a.example",
    ])
    func aLinkThatLeadsNowhereIsNotSent(_ address: String) throws {
        let source = MailTemplate.Source(
            subject: "a", html: "<p>x</p>\n<a class=y href=\"{{ link|default('') }}\">our page</a>")
        let error = try #require(Self.failure(source, ["link": .string(address)]))
        guard case .link = error.error.problem else {
            Issue.record("\(error)")
            return
        }
        #expect(error.error.position.line == 2)
    }

    @Test(arguments: [
        "https://a.example/", "HTTP://a.example", "mailto:ann@shop.example", "tel:+41441234567", "#top",
    ])
    func wholeAddressesAreSent(_ address: String) throws {
        let source = MailTemplate.Source(
            subject: "a", html: "<a href='{{ link }}'>our page</a><img src=cid:logo alt=logo>")
        #expect(Self.failure(source, ["link": .string(address)]) == nil)
    }

    // MARK: Signatures

    @Test func theSignatureOfTheAccountGoesBelow() throws {
        let signed = Self.fields.merging(["account_signature": .markup("<b>Sam</b><br>Acme &amp; Co")])
        let both = MailTemplate.Source(subject: "a", text: "Hi\n", html: "<body><p>Hi</p></BODY></html>")
        let mail = try Self.render(both, signed)
        #expect(mail.text == "Hi\n\nSam\nAcme & Co\n")
        #expect(mail.html == "<body><p>Hi</p><br>\n<div><b>Sam</b><br>Acme &amp; Co</div>\n</BODY></html>")
        let derived = try Self.render(.init(subject: "a", html: "<p>Hi</p>"), signed)
        #expect(derived.text == "Hi\n\nSam\nAcme & Co\n")
    }

    @Test func aSignatureInTheTemplateIsNotPutBelowAgain() throws {
        let signed = Self.fields.merging(["account_signature": "Sam <sales>"])
        let mail = try Self.render(
            .init(subject: "a", text: "{{ account_signature }}\nP.S.", html: "<p>{{ account_signature }}</p>"), signed)
        #expect(mail.text == "Sam <sales>\nP.S.")
        #expect(mail.html == "<p>Sam &lt;sales&gt;</p>")
    }

    @Test func aSignatureOfPlainTextIsEscapedInHTML() throws {
        let signed = Self.fields.merging(["account_signature": "Sam\n<Acme>"])
        #expect(
            try Self.render(.init(subject: "a", html: "<p>Hi</p>"), signed).html
                == "<p>Hi</p><br>\n<div>Sam<br>\n&lt;Acme&gt;</div>\n")
    }

    // MARK: Draws

    @Test func textAndHTMLSayTheSameAndTheSubjectDrawsForItself() throws {
        let source = MailTemplate.Source(subject: "{a|b}", text: "{a|b}", html: "<p>{a|b}</p>")
        let mails = try (0..<64).map { try Self.render(source, seed: $0) }
        #expect(mails.allSatisfy { $0.html == "<p>\($0.text)</p>" })
        let equal = mails.count { $0.subject == $0.text }
        #expect((10...54).contains(equal))
    }

    @Test func longSubjectsAreNoticed() throws {
        let mail = try Self.render(.init(subject: String(repeating: "é", count: 151), text: "a"))
        #expect(mail.hasLongSubject)
        #expect(!(try Self.render(.init(subject: String(repeating: "é", count: 150), text: "a")).hasLongSubject))
    }

    // MARK: Cache

    @Test func aTemplateIsCompiledOnceAndTheOldestLeaves() throws {
        let cache = TemplateCache(capacity: 2)
        for subject in ["a", "b", "a", "c", "a"] { _ = try cache.template(.init(subject: subject, text: "x")) }
        #expect(cache.count == 2)
        #expect(throws: MailTemplateError.self) { try cache.template(.init(subject: "{{", text: "x")) }
        #expect(cache.count == 2)
    }
}
