import Correspondence
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Operations
import Storage
import Testing

@testable import Dashboard

/// What axe would look for, in the pages as they are served: names, roles, headings, focus, and contrast of the tokens.
@Suite struct AccessibilityTests {
    /// Every page with something in it.
    private static func pages(_ scene: DeskScene, _ session: Session) async throws -> [(String, String)] {
        _ = try await scene.store.accounts.register(account: Samples.team, displayName: "Team", dailyLimit: 50)
        let conversation = try await Samples.handoff(in: scene.store)
        let made = try await NewCampaignTests.mapped(session)
        _ = try await session.post("\(made)/write", NewCampaignTests.written)
        let released = NewCampaignTests.written.merging(["name": "by hand", "release": "jobs"]) { $1 }
        let second = try await NewCampaignTests.mapped(session, NewCampaignTests.people + "\neve@five.example;Eve;Five")
        _ = try await session.post("\(second)/write", released)
        _ = try await session.post("/campaigns/2/jobs", ["step": "intro", "what": "draft_selected_send_rest"])
        _ = try await scene.store.jobs.beginDue()
        let file = try await NewCampaignTests.mapped(session, NewCampaignTests.people + "\ndan@four.example;Dan;Four")
        _ = try await session.post("/alerts/add", ["kind": "slack", "url": "https://hooks.slack.com/services/x"])
        let paths = [
            "/", "/conversations/\(conversation)", "/followups", "/accounts", "/campaigns", "/campaigns/1",
            "/campaigns/1/check", "/campaigns/1/forecast", "/campaigns/1/edit", "/campaigns/1/jobs",
            "/campaigns/2/jobs", "/jobs", "/jobs/1",
            "/campaigns/1/leads", "/campaigns/1/leads?state=held", "/leads/1", "/campaigns/new", file, "\(file)/write",
            "/templates",
            "/templates/1", "/people", "/people/1", "/people/1/erase", "/reports", "/log", "/log?level=error&q=x",
            "/alerts", "/users", "/settings", "/help",
        ]
        var pages: [(String, String)] = []
        for path in paths {
            let answer = try await session.get(path)
            #expect(answer.status == .ok, "\(path)")
            pages.append((path, answer.text))
        }
        let edit = NewCampaignTests.written.merging(["text2": "Anew", "zone": "Europe/Zurich", "version": "1"]) { $1 }
        pages.append(("what an edit changes", try await session.post("/campaigns/1/edit", edit).text))
        let test = try await session.post("/accounts/test", ["account": Samples.team.text])
        pages.append(("the test of an account", test.text))
        return pages
    }

    @Test func everyPageHasNamesRolesAndHeadings() async throws {
        let settings = await SettingsPageTests.report(["POLLING_INTERVAL": "5m", "NO_SETTING": "x"])
        try await DeskScene.with(trial: AccountTestTests.trial(.failed), settings: { SettingsOverview(settings) }) {
            scene in
            let session = try await scene.enter("root", role: .admin)
            for (path, page) in try await Self.pages(scene, session) {
                for fault in Self.faults(of: page) { Issue.record("\(path): \(fault)") }
            }
        }
    }

    @Test func theCheckerSeesWhatIsWrong() {
        let good = "<html lang=\"en\"><title>x</title><nav aria-label=\"a\"></nav><main><h1>x</h1><h2>y</h2></main>"
        #expect(Self.faults(of: good).isEmpty)
        let faults = [
            "<input name=\"a\">", "<select name=\"a\"></select>", "<textarea name=\"a\"></textarea>",
            "<button></button>",
            "<a href=\"/x\"></a>", "<h3>deep</h3><h5>deeper</h5>", "<img src=\"x\">", "<iframe></iframe>",
            "<p id=\"a\"></p><p id=\"a\"></p>", "<a href=\"/x\" tabindex=\"3\">x</a>", "<th>x</th>",
            "<label for=\"nobody\">x</label>", "<p aria-labelledby=\"nobody\">x</p>",
        ]
        for fault in faults { #expect(!Self.faults(of: good + fault).isEmpty, "\(fault)") }
        #expect(!Self.faults(of: "<html><main></main>").isEmpty)
    }

    static func faults(of page: String) -> [String] {
        let ids = page.matches(of: /[ ]id="([^"]+)"/).map { String($0.1) }
        return pageFaults(page) + nameFaults(page, ids: Set(ids)) + headingFaults(page)
            + (Set(ids).count == ids.count ? [] : ["an id stands twice"])
    }

    private static func pageFaults(_ page: String) -> [String] {
        var faults: [String] = []
        if !page.contains("<html lang=\"") { faults.append("no language") }
        if page.firstMatch(of: /<title>[^<]+<\/title>/) == nil { faults.append("no title") }
        if page.matches(of: /<main[ >]/).count != 1 { faults.append("not one main") }
        if page.matches(of: /<h1[ >]/).count != 1 { faults.append("not one h1") }
        if page.contains("<nav>") { faults.append("a nav without a name") }
        if page.firstMatch(of: /tabindex="[1-9]/) != nil { faults.append("a tabindex that changes the order") }
        if page.firstMatch(of: /<img (?![^>]*alt=)/) != nil { faults.append("an image without alt") }
        if page.firstMatch(of: /<iframe(?![^>]*title=)/) != nil { faults.append("a frame without a title") }
        if page.firstMatch(of: /<th(?![a-z])(?![^>]*scope=)/) != nil { faults.append("a th without scope") }
        return faults
    }

    private static func nameFaults(_ page: String, ids: Set<String>) -> [String] {
        var faults: [String] = []
        for field in page.matches(of: /<(input|select|textarea)[^>]*>/) where !field.0.contains("type=\"hidden\"") {
            let id = field.0.firstMatch(of: /[ ]id="([^"]+)"/)?.1
            let isLabelled = id.map { page.contains("<label for=\"\($0)\"") } ?? false
            if !isLabelled, !field.0.contains("aria-label=\"") { faults.append("no name: \(field.0.prefix(90))") }
        }
        for element in page.matches(of: /<(button|a)(?:[ ][^>]*)?>(.*?)<\/\1>/.dotMatchesNewlines()) {
            let words = element.2.replacing(/<[^>]*>/, with: "")
            if words.allSatisfy(\.isWhitespace), !element.0.contains("aria-label=\"") {
                faults.append("no words: \(element.0.prefix(90))")
            }
        }
        let references = page.matches(of: /(?:<label for|aria-labelledby)="([^"]+)"/)
        faults += references.filter { !ids.contains(String($0.1)) }.map { "names nothing: \($0.0)" }
        return faults
    }

    private static func headingFaults(_ page: String) -> [String] {
        var last = 1
        var faults: [String] = []
        for heading in page.matches(of: /<h([1-6])[ >]/) {
            let level = Int(heading.1) ?? 0
            if level > last + 1 { faults.append("h\(level) behind h\(last)") }
            last = level
        }
        return faults
    }

    // MARK: Contrast

    /// WCAG 2.2, 1.4.3: 4.5 to 1 for text; 1.4.11: 3 to 1 for what shows where something is.
    @Test(arguments: ["light", "dark"])
    func theTokensContrastEnough(theme: String) throws {
        let style = String(decoding: PackageResources.desk_css, as: UTF8.self)
        let blocks = style.matches(of: /:root \{([^}]*)\}/).map { String($0.1) }
        try #require(blocks.count == 2)
        var tokens: [String: String] = [:]
        for block in theme == "light" ? [blocks[0]] : blocks {
            for token in block.matches(of: /--([a-z-]+): (#[0-9a-f]{6});/) { tokens[String(token.1)] = String(token.2) }
        }
        let texts = [
            ("ink", "ground"), ("ink", "paper"), ("soft", "ground"), ("soft", "paper"), ("accent", "ground"),
            ("accent", "paper"), ("on-accent", "accent"), ("ink", "mark"), ("bad", "paper"), ("bad", "bad-ground"),
            ("warn", "warn-ground"), ("good", "good-ground"), ("ink", "good-ground"), ("ink", "bad-ground"),
            ("ink", "warn-ground"),
        ]
        for (text, ground) in texts {
            let ratio = Self.contrast(try #require(tokens[text]), try #require(tokens[ground]))
            #expect(ratio >= 4.5, "\(text) on \(ground): \(ratio)")
        }
        for edge in ["accent", "soft"] {
            #expect(Self.contrast(try #require(tokens[edge]), try #require(tokens["ground"])) >= 3)
        }
        #expect(style.contains(":focus-visible { outline: 3px solid var(--accent)"))
        #expect(style.firstMatch(of: /outline: (0|none)/)?.0 == nil || style.contains("main:focus { outline: none; }"))
    }

    private static func contrast(_ one: String, _ other: String) -> Double {
        let (a, b) = (luminance(one), luminance(other))
        return (max(a, b) + 0.05) / (min(a, b) + 0.05)
    }

    private static func luminance(_ colour: String) -> Double {
        let number = Int(colour.dropFirst(), radix: 16) ?? 0
        let parts = [number >> 16, number >> 8 & 255, number & 255].map { value -> Double in
            let share = Double(value) / 255
            return share <= 0.03928 ? share / 12.92 : pow((share + 0.055) / 1.055, 2.4)
        }
        return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]
    }
}
