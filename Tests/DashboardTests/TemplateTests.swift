import FoundationEssentials
import Testing

@testable import Dashboard

@Suite struct TemplateTests {
    static let templates: [(name: String, text: String)] = {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "Sources/Dashboard/Templates")
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        return names.sorted().map { name in
            let content = FileManager.default.contents(atPath: folder.appending(path: name).path) ?? Data()
            return (name, String(decoding: content, as: UTF8.self))
        }
    }()

    @Test func noTemplateLeavesEscapingOut() {
        #expect(Self.templates.count > 10)
        for (name, text) in Self.templates {
            #expect(!text.contains("{{{") && !text.contains("{{&") && !text.contains("CONTENT_TYPE"), "\(name)")
        }
    }

    /// An attribute without quotes would end at a space, whatever is escaped.
    @Test func everyValueInATagIsQuoted() {
        for (name, text) in Self.templates {
            #expect(text.firstMatch(of: /\s[a-z-]+=\{\{/) == nil, "\(name)")
            #expect(!text.contains(" on") || text.firstMatch(of: /<[^>]* on[a-z]+=/) == nil, "\(name)")
            #expect(!text.contains("style=") && !text.contains("<style"), "\(name)")
        }
    }

    @Test func everyFormThatChangesSomethingCarriesTheToken() {
        for (name, text) in Self.templates
        where !["login.mustache", "welcome.mustache", "optout.mustache"].contains(name) {
            let forms = text.split(separator: "<form").dropFirst()
            for form in forms where !form.prefix(while: { $0 != ">" }).contains("method=\"get\"") {
                let whole = form.prefix { $0 != "\u{0}" }.split(separator: "</form>").first ?? ""
                #expect(whole.contains("name=\"token\" value=\"{{token}}\""), "\(name): \(whole.prefix(60))")
            }
        }
    }

    @Test func everyFieldHasAName() {
        for (name, text) in Self.templates {
            for field in text.matches(of: /<(input|select)[^>]*>/) where !field.0.contains("type=\"hidden\"") {
                let id = field.0.firstMatch(of: /[ ]id="([a-z]+)"/)?.1
                let isLabelled = id.map { text.contains("<label for=\"\($0)\">") } ?? field.0.contains("aria-label=")
                #expect(isLabelled, "\(name): \(field.0.prefix(80))")
            }
        }
    }

    @Test func scriptsAndStylesStaySmall() {
        #expect(AssetRoutes.size(of: "desk.js") <= 15 * 1_024)
        #expect(AssetRoutes.size(of: "desk.css") <= 20 * 1_024)
    }
}
