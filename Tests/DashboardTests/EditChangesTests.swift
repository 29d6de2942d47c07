import Correspondence
import Database
import Events
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Operations
import Outreach
import Storage
import Testing
import Text

@testable import Dashboard

/// An edit is shown before it counts, and what is shown is what is applied.
@Suite struct EditChangesTests {
    private static let edit = NewCampaignTests.written.merging([
        "text2": "Again, {{ first_name | default('there') }}\n<script>alert(1)</script>", "zone": "Europe/Zurich",
        "daily_limit": "20", "version": "1", "footer": "",
    ]) { $1 }

    private static func with(_ body: @escaping @Sendable (DeskScene, Session, CampaignID) async throws -> Void)
        async throws
    {
        try await DeskScene.with { scene in
            _ = try await scene.store.accounts.register(account: Samples.team, displayName: "Team", dailyLimit: 50)
            let session = try await scene.enter()
            _ = try await session.post("\(try await NewCampaignTests.mapped(session))/write", NewCampaignTests.written)
            try await body(scene, session, try #require(try await scene.store.campaigns.list().first?.id))
        }
    }

    /// The fields of a page's form, as a browser sends them with one of its buttons.
    private static func fields(_ page: String, act: String) -> [String: String] {
        page.matches(of: /<input type="hidden" name="([^"]+)" value="([^"]*)">/).reduce(into: ["act": act]) {
            $0[$1.1.unescaped] = $1.2.unescaped
        }
    }

    @Test func anEditIsShownFirstAndThenApplied() async throws {
        try await Self.with { scene, session, id in
            let shown = try await session.post("/campaigns/\(id)/edit", Self.edit)
            #expect(shown.status == .ok)
            let page = shown.text
            #expect(page.contains("<del>UTC</del>") && page.contains("<ins>Europe/Zurich</ins>"))
            #expect(page.contains("not set</span>") && page.contains("<ins>20</ins>"))
            #expect(
                page.contains("<ins>&lt;script&gt;alert(1)&lt;/script&gt;</ins>") && !page.contains("<script>alert"))
            #expect(page.contains("None: whoever gets the next mail"))
            let before = try #require(try await scene.store.campaigns.whole(id))
            #expect(before.campaign.version == 1 && before.campaign.rules.zone == "UTC", "nothing counts yet")

            let again = try await session.post("/campaigns/\(id)/edit", Self.fields(page, act: "edit"))
            #expect(again.status == .ok && again.text.contains("value=\"Europe/Zurich\""))
            let applied = try await session.post("/campaigns/\(id)/edit", Self.fields(page, act: "apply"))
            #expect(applied.status == .seeOther, "\(applied.text)")
            let whole = try #require(try await scene.store.campaigns.whole(id))
            #expect(whole.campaign.version == 2 && whole.campaign.rules.zone == "Europe/Zurich")
            #expect(whole.campaign.rules.dailyLimit == 20)
            #expect(whole.steps.last?.template.text == Self.edit["text2"])
            let template = try #require(whole.steps.last?.template.id)
            let versions = try await session.get("/templates/\(template)").text
            #expect(
                versions.contains("What it says otherwise than version 1") && versions.contains("<ins>&lt;script&gt;"))
            let line = try await scene.store.audit.events().last { $0.event == .campaignApplied }
            #expect(line?.actor == "anna" && line?.detail.contains("version 2") == true)
            let late = try await session.post("/campaigns/\(id)/edit", Self.fields(page, act: "apply"))
            #expect(late.status == .unprocessableContent && late.text.contains("somebody else has changed"))
        }
    }

    @Test func theSameAgainChangesNothing() async throws {
        try await Self.with { scene, session, id in
            let whole = try #require(try await scene.store.campaigns.whole(id))
            let text = { (step: Int) in whole.steps[step].template.text ?? "" }
            let same = NewCampaignTests.written.merging([
                "version": "1", "footer": "", "text1": text(0), "text2": text(1),
                "html1": whole.steps[0].template.html ?? "",
            ]) { $1 }
            let page = try await session.post("/campaigns/\(id)/edit", same).text
            #expect(page.contains("Nothing: it says all this already.") && !page.contains("value=\"apply\""))
        }
    }

    @Test func plannedMailsAreNamed() async throws {
        try await Self.with { scene, session, id in
            _ = try await scene.store.sequences.register(
                .collectContact(secondDelay: .seconds(3_600), thirdDelay: .seconds(7_200)))
            let mail = try await Samples.planned(in: scene.store)
            try await scene.database.transaction { database in
                _ = try await database.execute(
                    """
                    UPDATE outbox SET campaign_id = \(id), campaign_step_id =
                        (SELECT MIN(id) FROM campaign_steps WHERE campaign_id = \(id)) WHERE id = \(mail)
                    """)
            }
            let page = try await session.post("/campaigns/\(id)/edit", Self.edit).text
            #expect(page.contains("<p>1 mail is written and timed anew.</p>"))
            #expect(page.contains("creator@creators.example") && page.contains("<td data-name=\"Mail\">intro</td>"))
        }
    }

    @Test func programsSeeAndApplyAnEditByItsFile() async throws {
        try await Self.with { scene, session, id in
            let file = try await session.get("/campaigns/\(id)/file.yaml").text
            let edited = ["file": file.replacing("\"UTC\"", with: "\"Europe/Zurich\"")]
            let shown = try await session.post("/api/v1/campaigns/\(id)/changes", edited)
            let json = try JSON(reading: Array(shown.text.utf8))
            let fact: JSON = ["name": "zone", "before": "UTC", "after": "Europe/Zurich"]
            #expect(json["facts"] == [fact].json && json["texts"]?.items == [] && json["version"] == .int(1))
            let stale = edited.merging(["version": "7"]) { $1 }
            #expect(try await session.post("/api/v1/campaigns/\(id)/edit", stale).status == .conflict)
            let path = "/api/v1/campaigns/\(id)/edit"
            #expect(try await session.post(path, edited.merging(["version": "1"]) { $1 }).status == .ok)
            #expect(try await scene.store.campaigns.whole(id)?.campaign.rules.zone == "Europe/Zurich")
            for wrong in ["", "name: other\nsteps: []", file.replacing("\"spring\"", with: "\"summer\"")] {
                #expect(try await session.post(path, ["file": wrong]).status == .unprocessableContent, "\(wrong)")
            }
        }
    }
}

extension Substring {
    /// Without the escapes of HTML.
    fileprivate var unescaped: String {
        let escapes = [("&quot;", "\""), ("&#39;", "'"), ("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&")]
        return escapes.reduce(String(self)) { $0.replacing($1.0, with: $1.1) }
    }
}
