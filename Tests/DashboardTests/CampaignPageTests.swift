import Correspondence
import Database
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Operations
import Outreach
import Storage
import Testing
import Text
import Timing

@testable import Dashboard

/// What a campaign's page and the list say of what happens next, and what can be done with a campaign as a whole.
@Suite struct CampaignPageTests {
    /// A campaign of two people that is active.
    private static func active(_ scene: DeskScene, _ session: Session) async throws -> CampaignID {
        _ = try await scene.store.accounts.register(account: Samples.team, displayName: "Team", dailyLimit: 50)
        let open = NewCampaignTests.written.merging(["hours": ""]) { $1 }
        let file = try await NewCampaignTests.mapped(session)
        _ = try await session.post("\(file)/write", open)
        _ = try await session.get(file)
        let id = try #require(try await scene.store.campaigns.list().first?.id)
        #expect(try await session.post("/campaigns/\(id)/start").status == .seeOther)
        return id
    }

    private static func give(_ session: Session) async throws {
        let account = try #require(try await session.scene.store.accounts.all().first)
        _ = try #require(
            try await session.scene.store.leases.acquireRights(to: account.id, holder: "test", for: .seconds(3_600)))
    }

    @Test func aCampaignSaysThatNothingRunsAndThatItsNextMailIsDue() async throws {
        try await DeskScene.with { scene in
            let session = try await scene.enter()
            let id = try await Self.active(scene, session)
            for path in ["/campaigns/\(id)", "/campaigns"] {
                #expect(try await session.get(path).text.contains("mosaic run"), "\(path)")
            }
            #expect(try await session.get("/campaigns/\(id)").text.contains("<dt>Next mail</dt><dd>due"))
            let shown = try await JSON(reading: Array(session.get("/api/v1/campaigns/\(id)").text.utf8))
            #expect(shown["next_mail_at"] != .null && shown["waits"] == JSON.array([]))
        }
    }

    @Test func whatRunsIsNotCalledIdle() async throws {
        try await DeskScene.with { scene in
            let session = try await scene.enter()
            let id = try await Self.active(scene, session)
            try await Self.give(session)
            for path in ["/campaigns/\(id)", "/campaigns"] {
                #expect(try await !session.get(path).text.contains("mosaic run"), "\(path)")
            }
        }
    }

    @Test func aCampaignSaysWhatItWaitsFor() async throws {
        try await DeskScene.with { scene in
            let session = try await scene.enter()
            let id = try await Self.active(scene, session)
            let now = SystemWallClock().now
            let days = [now, now + .seconds(86_400)].map { $0.rfc3339.prefix(10) }.joined(separator: " ")
            try await scene.database.transaction { session in
                _ = try await session.execute("UPDATE campaigns SET holidays = \(days)")
            }
            _ = try await session.post("/accounts/act", ["act": "pause", "account": Samples.team.text, "hours": "2"])
            let page = try await session.get("/campaigns/\(id)").text
            #expect(page.contains("It sends nothing until <time"))
            #expect(page.contains("team@mosaic.test sends nothing until <time"))
            #expect(try await session.get("/campaigns").text.contains("It sends nothing until <time"))
        }
    }

    @Test func whatNeedsAPersonAndWhatCameBackIsCounted() async throws {
        try await DeskScene.with { scene in
            let session = try await scene.enter()
            let id = try await Self.active(scene, session)
            try await scene.database.transaction { session in
                _ = try await session.execute("UPDATE campaign_leads SET state = 'needs_data' WHERE id = 1")
                _ = try await session.execute("UPDATE lead_recipients SET status = 'opted_out' WHERE lead_id = 2")
                _ = try await session.execute(
                    """
                    INSERT INTO email_threads (account_id, contact_id, message_id, subject, state, created_at, updated_at)
                    SELECT 1, contact_id, 'root@mosaic.test', 'Hello', 'stopped', 0, 0 FROM lead_recipients WHERE lead_id = 2
                    """)
                _ = try await session.execute(
                    "UPDATE lead_recipients SET thread_id = (SELECT MAX(id) FROM email_threads) WHERE lead_id = 2")
            }
            let page = try await session.get("/campaigns/\(id)").text
            #expect(page.contains("leads?state=needs_data\">1 lead</a> without a value of their texts"))
            #expect(page.contains("<td data-name=\"What\">want no more mail</td>"))
            #expect(try await session.get("/campaigns").text.contains("1 want no more mail"))
        }
    }

    @Test func aCampaignIsClonedAndExported() async throws {
        try await DeskScene.with { scene in
            let session = try await scene.enter()
            let id = try await Self.active(scene, session)
            let path = "/campaigns/\(id)/clone"
            #expect(try await session.post(path, ["name": " "]).status == .unprocessableContent)
            #expect(try await session.post(path, ["name": "spring"]).status == .conflict)
            let done = try await session.post(path, ["name": "summer", "move_leads": "1"])
            let page = try await session.get(try #require(done.headers[.location])).text
            #expect(page.contains("<h1>summer</h1>") && page.contains("This is the new one"))
            let made = try #require(try await scene.store.campaigns.whole(named: "summer")?.campaign)
            #expect(made.state == .draft)
            #expect(try await scene.store.campaigns.counts(of: made.id).leads[.pending] == 2)
            let file = try await session.get("/campaigns/\(id)/file.yaml")
            #expect(file.headers[.contentDisposition]?.contains("attachment") == true)
            let spring = try await WholeCampaign.of("spring", in: scene.store)
            #expect(try file.text == CampaignFile.yaml(of: spring.draft))
        }
    }

    @Test func aWinnerIsChosenAtTheDesk() async throws {
        try await DeskScene.with { scene in
            _ = try await scene.store.accounts.register(account: Samples.team, displayName: "Team", dailyLimit: 50)
            let variants = ["plain", "short"].map {
                CampaignDraft.Variant(name: $0, subject: "Hi", text: "Hello \($0)")
            }
            let step = CampaignDraft.Step(
                name: "intro", delay: .after(.zero), subject: "Hi", text: "Hello plain", variants: variants, trial: 400)
            let draft = CampaignDraft(
                name: "spring", rules: CampaignRules(), senders: [CampaignDraft.Sender(Samples.team)], steps: [step])
            let id = try await scene.store.campaigns.apply(draft).campaign
            let session = try await scene.enter()
            #expect(try await session.get("/campaigns/\(id)").text.contains("aria-label=\"intro/short is the best\""))
            let path = "/campaigns/\(id)/winner"
            #expect(try await session.post(path, ["step": "intro", "variant": "long"]).status == .notFound)
            #expect(try await session.post(path, ["step": "intro", "variant": "short"]).status == .seeOther)
            let page = try await session.get("/campaigns/\(id)").text
            #expect(page.contains("the best") && !page.contains("It is the best"))
        }
    }

    @Test func manyCampaignsComeInPages() async throws {
        try await DeskScene.with { scene in
            _ = try await scene.store.accounts.register(account: Samples.team, displayName: "Team", dailyLimit: 50)
            let step = CampaignDraft.Step(name: "intro", delay: .after(.zero), subject: "Hi", text: "Hello")
            for number in 100...(100 + CampaignRoutes.page) {
                let draft = CampaignDraft(
                    name: "campaign \(number)", rules: CampaignRules(),
                    senders: [CampaignDraft.Sender(Samples.team)], steps: [step])
                _ = try await scene.store.campaigns.apply(draft)
            }
            let session = try await scene.enter()
            let first = try await session.get("/campaigns").text
            #expect(first.contains("campaign 100<") && !first.contains("campaign \(100 + CampaignRoutes.page)<"))
            let next = try #require(first.firstMatch(of: /href="(\/campaigns\?after=[^"]+)"/)?.1)
            let second = try await session.get(String(next)).text
            #expect(second.contains("campaign \(100 + CampaignRoutes.page)<") && !second.contains(">More</a>"))
        }
    }

    @Test func anAccountThatNobodyLooksAfterIsNotCalledWatched() async throws {
        try await DeskScene.with { scene in
            let session = try await scene.enter()
            _ = try await scene.store.accounts.register(account: Samples.team, displayName: "Team", dailyLimit: 50_000)
            let account = try #require(try await scene.store.accounts.all().first)
            try await scene.store.accounts.report(.watching, detail: nil, checked: true, of: account.id)
            let idle = try await session.get("/accounts").text
            #expect(idle.contains("not running") && idle.contains("No account is looked after"))
            #expect(idle.contains("0 of 50,000"))
            try await Self.give(session)
            let running = try await session.get("/accounts").text
            #expect(running.contains("<span class=\"tag good\">watching</span>"))
            #expect(!running.contains("No account is looked after"))
        }
    }

    @Test func whatWaitsGoesOnBehindAPlace() async throws {
        try await DeskScene.with { scene in
            _ = try await Samples.handoff(in: scene.store)
            _ = try await Samples.handoff(in: scene.store, from: "other@creators.example", number: 2)
            let first = try #require(try await scene.store.handoffs.list(onlyOpen: true, limit: 1).first)
            let session = try await scene.enter()
            let place = TimePlace(at: first.openedAt, key: first.id.rawValue).query
            let page = try await session.get("/?after=\(place)").text
            #expect(page.contains("other@creators.example") && !page.contains(">creator@creators.example"))
            let json = try await JSON(reading: Array(session.get("/api/v1/handoffs?after=\(place)").text.utf8))
            #expect(json.items?.count == 1)
        }
    }

    @Test func plannedMailsGoOnBehindAPlace() async throws {
        try await DeskScene.with { scene in
            _ = try await scene.store.sequences.register(
                .collectContact(secondDelay: .seconds(3_600), thirdDelay: .seconds(7_200)))
            let mail = try await Samples.planned(in: scene.store)
            let due = try #require(try await scene.store.outbox.record(mail)?.dueAt)
            let session = try await scene.enter()
            let places = [
                (due - .seconds(1), Int64.max, true), (due, mail.rawValue - 1, true), (due, mail.rawValue, false),
            ]
            for (at, key, isBehind) in places {
                let page = try await session.get("/followups?after=\(TimePlace(at: at, key: key).query)").text
                #expect(page.contains("creator@creators.example") == isBehind, "\(at) \(key)")
                #expect(page.contains("That was all.") != isBehind)
            }
        }
    }
}
