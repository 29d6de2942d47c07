import Correspondence
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

/// From a file to a campaign that runs, by forms alone.
@Suite struct NewCampaignTests {
    static let people = """
        Kontakt;Vorname;Firma
        ada@one.example;Ada;One & Co
        nobody;Bea;Two
        cy@three.example;;Three
        """

    /// Sends a file up and says what its columns hold; its page's path.
    static func mapped(_ session: Session, _ text: String = people) async throws -> String {
        let path = try #require(try await session.upload(text).headers[.location])
        let columns = ["c0": "email", "c1": "first_name", "c2": "company_name"]
        #expect(try await session.post("\(path)/columns", columns).status == .seeOther)
        return path
    }

    static let written = [
        "name": "spring", "from:team@mosaic.test": "1", "zone": "UTC", "hours": "mon-fri 09:00-17:00", "steps": "2",
        "step1": "intro", "subject": "For {{ company_name }}", "text1": "Hi {{ first_name | default('there') }}",
        "html1": "<p style=\"color:red\">Hi {{ first_name | default('there') }}</p>", "step2": "reminder",
        "delay2": "3 days", "text2": "Again, {{ first_name | default('there') }}", "act": "keep", "lead": "1",
        "footer": "Example Ltd", "ramp_start": "20", "ramp_step": "10",
    ]

    @Test func aFileBecomesACampaignThatRuns() async throws {
        try await DeskScene.with { scene in
            _ = try await scene.store.accounts.register(account: Samples.team, displayName: "Team", dailyLimit: 50)
            let session = try await scene.enter()
            let path = try await Self.mapped(session)
            let looked = try await session.get(path).text
            #expect(looked.contains("semicolon") || looked.contains(";"))
            #expect(
                looked.contains("&quot;nobody&quot; is no mail address") && looked.contains("What becomes of 3 rows"))
            let faults = try await session.get("\(path)/faults.csv")
            #expect(faults.text.contains("nobody,Bea,Two,") && faults.text.contains("Kontakt,Vorname,Firma,problem"))

            let kept = try await session.post("\(path)/write", Self.written)
            #expect(kept.status == .seeOther, "\(kept.text)")
            let imported = try await session.get(path)
            let check = try #require(imported.headers[.location])
            let page = try await session.get(check).text
            #expect(
                page.contains("2 leads imported.")
                    && page.contains("2 people, up to 2 mails each, from 1 account"))
            let campaign = try #require(try await scene.store.campaigns.list().first)
            #expect(campaign.rules.rampUp == RampUp(start: 20, step: 10))
            let started = try await session.post("/campaigns/\(campaign.id)/start")
            #expect(started.status == .seeOther)
            #expect(try await scene.store.campaigns.list().map(\.state) == [.active])
            let actors = try await scene.store.audit.events().filter {
                [.campaignApplied, .leadsImported, .campaignStarted].contains($0.event)
            }.map(\.actor)
            #expect(actors == ["anna", "anna", "anna"])
            #expect(try await session.get(path).status == .seeOther, "the file is gone")
            #expect(scene.desk.parts.uploads.list().isEmpty)
        }
    }

    @Test func aNewCampaignHasTheGapsOfTheSettings() async throws {
        let pacing = Pacing(gap: .seconds(90)...(.seconds(180)), mailsBeforePause: 7)
        var options = DeskOptions()
        options.pacing = pacing
        try await DeskScene.with(options) { scene in
            _ = try await scene.store.accounts.register(account: Samples.team, displayName: "Team", dailyLimit: 50)
            let session = try await scene.enter()
            let path = try await Self.mapped(session)
            #expect(try await session.post("\(path)/write", Self.written).status == .seeOther)
            _ = try await session.get(path)
            let campaign = try #require(try await scene.store.campaigns.list().first)
            #expect(campaign.rules.pacing == pacing)
        }
    }

    @Test func aPreviewIsWhatTheRowWouldGet() async throws {
        try await DeskScene.with { scene in
            _ = try await scene.store.accounts.register(account: Samples.team, displayName: "Team", dailyLimit: 50)
            let session = try await scene.enter()
            let path = try await Self.mapped(session)
            let first = try await session.post("\(path)/preview", Self.written)
            #expect(first.text.contains("For One &amp; Co") && first.text.contains("Hi Ada"))
            #expect(first.text.contains("Example Ltd"))
            #expect(first.text.contains("sandbox=\"\" srcdoc=\"&lt;p style="))
            #expect(first.headers[.contentSecurityPolicy] == HeaderRules.previewPolicy)
            #expect(first.headers[.frameOptions] == "SAMEORIGIN" && !HeaderRules.previewPolicy.contains("script-src"))
            let third = try await session.post("\(path)/preview", Self.written.merging(["lead": "3"]) { $1 })
            #expect(third.text.contains("Hi there"))
            let faulty = try await session.post("\(path)/preview", Self.written.merging(["lead": "2"]) { $1 })
            #expect(faulty.text.contains("Row 2 of the file makes no lead"))
        }
    }

    @Test func whatIsTypedIsKeptWhereSomethingIsWrong() async throws {
        try await DeskScene.with { scene in
            _ = try await scene.store.accounts.register(account: Samples.team, displayName: "Team", dailyLimit: 50)
            let session = try await scene.enter()
            let path = try await Self.mapped(session)
            let wrong = [
                ["text1": "Hi {{ first_name "], ["hours": "always"], ["from:team@mosaic.test": "0"], ["name": " "],
                ["subject": ""], ["delay2": "soon"], ["text2": ""], ["zone": "Europe/Nowhere"], ["daily_limit": "-3"],
                ["ramp_start": ""],
            ]
            for change in wrong {
                let answer = try await session.post("\(path)/write", Self.written.merging(change) { $1 })
                #expect(answer.status == .unprocessableContent, "\(change)")
                #expect(
                    answer.text.contains("Example Ltd</textarea>") && answer.text.contains("role=\"alert\""),
                    "\(change)")
            }
            #expect(try await scene.store.campaigns.list().isEmpty)
            let more = try await session.post("\(path)/write", Self.written.merging(["act": "add"]) { $1 })
            #expect(more.status == .ok && more.text.contains("name=\"text3\""))
            let fewer = try await session.post("\(path)/write", Self.written.merging(["act": "remove"]) { $1 })
            #expect(!fewer.text.contains("name=\"text2\""))
        }
    }

    @Test func aCampaignIsEditedUnlessSomebodyElseWasFaster() async throws {
        try await DeskScene.with { scene in
            _ = try await scene.store.accounts.register(account: Samples.team, displayName: "Team", dailyLimit: 50)
            let session = try await scene.enter()
            let path = try await Self.mapped(session)
            _ = try await session.post("\(path)/write", Self.written)
            let taken = try await Self.mapped(session, Self.people + "\ndan@four.example;Dan;Four")
            let again = try await session.post("\(taken)/write", Self.written)
            #expect(again.text.contains("there is a campaign called spring already"))

            let id = try #require(try await scene.store.campaigns.list().first?.id)
            let page = try await session.get("/campaigns/\(id)/edit").text
            #expect(page.contains("value=\"mon-fri 09:00-17:00\"") && page.contains("value=\"3 days\""))
            var fields = Self.written.merging(["text2": "Anew", "version": "1", "footer": "", "act": "apply"]) { $1 }
            #expect(try await session.post("/campaigns/\(id)/edit", fields).status == .seeOther)
            let whole = try #require(try await scene.store.campaigns.whole(id))
            #expect(whole.steps.map(\.template.text) == ["Hi {{ first_name | default('there') }}", "Anew"])
            #expect(whole.steps.map(\.name) == ["intro", "reminder"] && whole.campaign.version == 2)
            fields["text2"] = "Late"
            fields["hours"] = "always"
            let faulty = try await session.post("/campaigns/\(id)/edit", fields)
            #expect(faulty.text.contains("name=\"version\" value=\"1\""), "the version that its writer has seen")
            fields["hours"] = Self.written["hours"]
            let late = try await session.post("/campaigns/\(id)/edit", fields)
            #expect(late.status == .unprocessableContent && late.text.contains("somebody else has changed"))
            #expect(late.text.contains("name=\"version\" value=\"1\""), "nor does sending it again overwrite")
        }
    }

    @Test func anEditKeepsTheVariantsThatThePageDoesNotShow() async throws {
        try await DeskScene.with { scene in
            _ = try await scene.store.accounts.register(account: Samples.team, displayName: "Team", dailyLimit: 50)
            let variants = ["plain", "short"].map {
                CampaignDraft.Variant(name: $0, weight: 3, subject: "Hi", text: "Hello \($0)")
            }
            let steps = [
                CampaignDraft.Step(
                    name: "intro", delay: .after(.zero), subject: "Hi", text: "Hello plain", variants: variants,
                    trial: 400), CampaignDraft.Step(name: "reminder", delay: .days(3), text: "Again"),
            ]
            let draft = CampaignDraft(
                name: "spring", rules: CampaignRules(), senders: [CampaignDraft.Sender(Samples.team)], steps: steps)
            let id = try await scene.store.campaigns.apply(draft).campaign
            let session = try await scene.enter()
            #expect(try await session.get("/campaigns/\(id)/edit").text.contains("other ways (short)"))
            #expect(try await session.get("/campaigns/\(id)").text.contains("nobody got it yet"))
            let fields = Self.written.merging(
                ["subject": "Hello", "text1": "Dear", "html1": "", "version": "1", "footer": "", "act": "apply"]) { $1 }
            #expect(try await session.post("/campaigns/\(id)/edit", fields).status == .seeOther)
            let step = try #require(try await scene.store.campaigns.whole(id)?.draft.steps.first)
            #expect(step.variants.map(\.text) == ["Dear", "Hello short"] && step.variants.map(\.weight) == [3, 3])
            #expect(step.variants.map(\.subject) == ["Hello", "Hi"] && step.trial == 400)
        }
    }

    @Test func morePeopleJoinACampaign() async throws {
        try await DeskScene.with { scene in
            _ = try await scene.store.accounts.register(account: Samples.team, displayName: "Team", dailyLimit: 50)
            let session = try await scene.enter()
            _ = try await session.post("\(try await Self.mapped(session))/write", Self.written)
            let id = try #require(try await scene.store.campaigns.list().first?.id)
            let more = "email,first_name\nada@one.example,Ada\neve@five.example,Eve\n"
            let path = try #require(
                try await session.upload(more, to: "/uploads?campaign=\(id)").headers[.location])
            let columns = ["c0": "email", "c1": "first_name"]
            _ = try await session.post("\(path)/columns", columns)
            let page = try await session.get(path).text
            #expect(page.contains("Import into spring") && page.contains("are leads of the campaign already"))
            #expect(try await session.post("\(path)/import").status == .seeOther)
            #expect(try await scene.store.campaigns.counts(of: id).allLeads == 3)
        }
    }

    @Test func nothingIsKeptOfAFileThatIsNotOurs() async throws {
        try await DeskScene.with { scene in
            let session = try await scene.enter()
            #expect(try await session.upload(Self.people, token: "x").status == .conflict)
            #expect(try await session.upload("").status == .unprocessableContent)
            #expect(try await session.upload(Self.people, to: "/uploads?campaign=7").status == .notFound)
            #expect(try await scene.client.execute(uri: "/uploads", method: .post).status == .conflict)
            #expect(scene.desk.parts.uploads.list().isEmpty)
            for id in ["0", "../../etc/passwd", "..%2f..", String(repeating: "0", count: 32)] {
                #expect(try await session.get("/uploads/\(id)").status == .notFound)
            }
        }
    }

    @Test func aColumnIsChosenOnceAndAddressesMustStandSomewhere() async throws {
        try await DeskScene.with { scene in
            let session = try await scene.enter()
            let path = try #require(try await session.upload(Self.people).headers[.location])
            #expect(try await session.get(path).text.contains("ada@one.example"))
            let twice = try await session.post("\(path)/columns", ["c0": "email", "c1": "email", "c2": "name"])
            #expect(twice.status == .unprocessableContent && twice.text.contains("choose one"))
            let none = try await session.post("\(path)/columns", ["c0": "kontakt", "c1": "first_name"])
            #expect(none.status == .unprocessableContent && none.text.contains("Say which column holds the addresses"))
            #expect(try await session.get("\(path)/write").status == .conflict)
            #expect(try await session.post("\(path)/discard").status == .seeOther)
            #expect(try await session.get(path).status == .notFound)
        }
    }
}
