import Testing

@testable import Templates

/// What Jinja2 3.1.6 made of 130 templates.
struct JinjaOracleTests {
    private static let cases = Result { try JinjaCase.rows(of: "jinja-cases.jsonl") }

    private static func cases(_ level: JinjaCase.Level) -> [JinjaCase] {
        ((try? cases.get()) ?? []).filter { $0.level == level }
    }

    @Test func theOracleIsThere() throws {
        let levels = try Self.cases.get().map(\.level)
        #expect(levels.count == 130)
        #expect(levels.filter { $0 == .core }.count > 80)
    }

    @Test(arguments: cases(.core))
    func coreTemplatesGiveWhatJinjaGives(_ row: JinjaCase) throws {
        guard let output = row.output else {
            #expect(throws: TemplateError.self) { try row.rendered() }
            return
        }
        #expect(try row.rendered() == output)
    }

    @Test(arguments: cases(.reject))
    func whatIsLeftOutIsRefused(_ row: JinjaCase) {
        #expect(throws: TemplateError.self) { try row.rendered() }
    }

    /// Refused or the same: never something else.
    @Test(arguments: cases(.extended))
    func otherTemplatesGiveWhatJinjaGivesOrAreRefused(_ row: JinjaCase) throws {
        guard let rendered = try? row.rendered() else { return }
        #expect(rendered == row.output)
    }
}
