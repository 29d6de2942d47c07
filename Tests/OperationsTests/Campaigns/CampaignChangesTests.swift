import Correspondence
import Outreach
import Storage
import Testing

@testable import Operations

/// What an edit would change is told in full.
@Suite struct CampaignChangesTests {
    @Test(arguments: [
        ("a\nb\nc", "a\nx\nc", " a|-b|+x| c"), ("a", "", "-a"), ("", "a\nb", "+a|+b"), ("a\nb", "b\na", "-a| b|+a"),
        (
            "1\n2\n3\n4\n5\n6\n7\n8\n9", "1\n2\n3\n4\n5x\n6\n7\n8\n9",
            "…2 lines as before| 3| 4|-5|+5x| 6| 7|…2 lines as before"
        ),
        ("a\nb", "a\nb\n", " a| b|+"), ("a\na\na", "a\na", " a| a|-a"), ("a", "a", ""),
    ])
    func aTextIsComparedLineByLine(old: String, new: String, changes: String) {
        let signs: [LineChange.Kind: String] = [.same: " ", .removed: "-", .added: "+", .leftOut: "…"]
        let shown = LineChange.all(from: old, to: new).map { (signs[$0.kind] ?? "?") + $0.text }
        #expect(shown.joined(separator: "|") == changes)
    }

    /// Taking the new lines away from the changes gives the old text, and the other way round.
    @Test func nothingIsLostBetweenTexts() {
        var random = SystemRandomNumberGenerator()
        for _ in 0..<200 {
            let texts = (0..<2).map { _ in
                (0..<Int.random(in: 1...6, using: &random)).map { _ in
                    "abc".randomElement(using: &random).map(String.init)!
                }
            }
            let changes = LineChange.all(from: texts[0].joined(separator: "\n"), to: texts[1].joined(separator: "\n"))
            if changes.isEmpty || changes.contains(where: { $0.kind == .leftOut }) { continue }
            #expect(changes.filter { $0.kind != .added }.map(\.text) == texts[0])
            #expect(changes.filter { $0.kind != .removed }.map(\.text) == texts[1])
        }
    }

    /// A text of a megabyte that is wholly another one takes no time that grows with its square.
    @Test func aLongTextIsComparedToo() {
        let old = (0..<60_000).map { "old \($0)" }.joined(separator: "\n")
        let new = (0..<60_000).map { "new \($0)" }.joined(separator: "\n")
        #expect(LineChange.all(from: old, to: new).count == 120_000)
    }

    @Test(arguments: [
        ("zone: UTC", "zone: Europe/Zurich", ["zone"]), ("gap: 60s-60s", "gap: 60s-90s", ["gap"]),
        ("zone: UTC", "zone: UTC\nhours: {mon: 9:00-10:00}", ["hours"]),
        (
            "zone: UTC", "zone: UTC\ndaily_limit: 5\nnew_leads_per_day: 2\nbatch_size: 1",
            ["daily limit", "new leads per day", "batch size"]
        ),
        ("zone: UTC", "zone: UTC\nstop: company\nreply: hand_off\nguardrails: none", ["reply", "stop", "guardrails"]),
        ("after: 3 days", "after: 4 days", ["reminder: after"]),
        ("Again, {{ first_name }}", "Once more", ["reminder: text"]),
        ("id: reminder", "id: bump", ["steps", "bump: after", "bump: text", "reminder: after", "reminder: text"]),
        ("accounts: [team@mosaic.test]", "accounts: [{address: team@mosaic.test, weight: 3}]", ["accounts"]),
        ("    text: \"Hi", "    variants: [{id: a}, {id: b, text: Ho}]\n    text: \"Hi", ["intro: variants"]),
        ("zone: UTC", "zone: UTC", []),
    ])
    func eachMemberOfTheFileIsCompared(old: String, new: String, names: [String]) async throws {
        try await CampaignDesk.with { desk in
            let draft = try CampaignFile.draft(CampaignDesk.yaml.replacing(old, with: new))
            let changes = try await CampaignChanges.of(draft, over: desk.campaign, in: desk.store)
            let told = changes.facts.map(\.name) + changes.texts.map(\.name)
            #expect(Set(told).isSuperset(of: names) && names.isEmpty == changes.isEmpty, "\(told)")
            #expect(try await WholeCampaign.of("spring", in: desk.store).campaign.version == 1)
        }
    }

    @Test func whatSomebodyElseHasChangedMeanwhileIsNotCompared() async throws {
        try await CampaignDesk.with { desk in
            let draft = try CampaignFile.draft(CampaignDesk.yaml)
            await #expect(throws: OperationFailure.self) {
                try await CampaignChanges.of(draft, basis: .version(7), over: desk.campaign, in: desk.store)
            }
        }
    }
}
