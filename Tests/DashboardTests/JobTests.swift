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
import Timing

@testable import Dashboard

/// Jobs at the desk: each act is the command's.
@Suite struct JobTests {
    private static let released = NewCampaignTests.written.merging(["release": "jobs", "delay2": ""]) { $1 }

    /// A campaign that a person releases, with two people.
    private static func with(
        _ body: @escaping @Sendable (DeskScene, Session, CampaignID) async throws -> Void
    ) async throws {
        try await DeskScene.with { scene in
            _ = try await scene.store.accounts.register(account: Samples.team, displayName: "Team", dailyLimit: 50)
            let session = try await scene.enter()
            let path = try await NewCampaignTests.mapped(session)
            let written = try await session.post("\(path)/write", released)
            #expect(written.status == .seeOther, "\(written.text)")
            let id = try #require(try await scene.store.campaigns.list().first?.id)
            try await body(scene, session, id)
        }
    }

    @Test func aStepIsReleasedWatchedAndTakenBack() async throws {
        try await Self.with { scene, session, campaign in
            #expect(try await scene.store.campaigns.list().map(\.rules.release) == [.jobs])
            let page = try await session.get("/campaigns/\(campaign)").text
            #expect(page.contains("href=\"/campaigns/\(campaign)/jobs\"") && !page.contains("Check and start"))
            let form = try await session.get("/campaigns/\(campaign)/jobs").text
            #expect(form.contains("<option value=\"intro\">") && form.contains("No job was made yet."))
            #expect(JobSelection.allCases.allSatisfy { form.contains("value=\"\($0.rawValue)\"") })
            let made = try await session.post(
                "/campaigns/\(campaign)/jobs", ["step": "intro", "what": "draft_all", "busy": "fail"])
            let path = try #require(made.headers[.location])
            #expect(made.status == .seeOther && path == "/jobs/1?done=made")
            let waiting = try await session.get(path).text
            #expect(waiting.contains("The job is made") && waiting.contains("It has no leads yet"))
            #expect(try await scene.store.jobs.beginDue().count == 1)
            let running = try await session.get("/jobs/1").text
            #expect(running.contains("ada@one.example") && running.contains(">waiting"))
            let report = try await session.get("/jobs/1/report.csv").text
            #expect(report.contains("mosaic_report") && report.contains("WAITING"))
            #expect(try await session.get("/jobs").text.contains("1: intro of spring"))
            #expect(try await session.post("/jobs/1/cancel").status == .seeOther)
            #expect(try await session.get("/jobs/1").text.contains("cancelled"))
            #expect(try await session.post("/jobs/1/cancel").status == .conflict)
            let actors = try await scene.store.audit.events().filter { [.jobMade, .jobEnded].contains($0.event) }
            #expect(actors.map(\.actor) == ["anna", "anna"])
        }
    }

    @Test func whatKeepsAJobFromBeingMadeIsToldBesideWhatWasChosen() async throws {
        try await Self.with { scene, session, campaign in
            let path = "/campaigns/\(campaign)/jobs"
            let whole = ["step": "reminder", "what": "send_all", "busy": "wait", "force": "1"]
            let wrong = [
                ["step": ""], ["step": "nowhere"], ["what": "everything"], ["busy": "never"],
                ["at": "tomorrow"], ["at": "2020-01-01T09:00"],
            ]
            for change in wrong {
                let answer = try await session.post(path, whole.merging(change) { $1 })
                #expect(answer.status == .unprocessableContent && answer.text.contains("role=\"alert\""), "\(change)")
                #expect(answer.text.contains(" checked>"), "\(change): what was chosen is kept")
            }
            #expect(try await scene.store.jobs.list(limit: 9).isEmpty)
            #expect(
                try await session.post(path, whole.merging(["at": "2031-05-06T09:00", "offset": "120"]) { $1 }).status
                    == .seeOther)
            let job = try #require(try await scene.store.jobs.list(limit: 9).first)
            #expect(job.startsAt.rfc3339.hasPrefix("2031-05-06T07:00:00") && job.force && job.busy == .wait)
            #expect(try await session.get("/jobs/7").status == .notFound)
            #expect(try await session.get("/jobs/7/report.csv").status == .notFound)
        }
    }

    @Test func aCampaignThatGoesByTimeTakesNone() async throws {
        try await DeskScene.with { scene in
            _ = try await scene.store.accounts.register(account: Samples.team, displayName: "Team", dailyLimit: 50)
            let session = try await scene.enter()
            _ = try await session.post("\(try await NewCampaignTests.mapped(session))/write", NewCampaignTests.written)
            let page = try await session.get("/campaigns/1/jobs").text
            #expect(page.contains("go by time") && !page.contains("Make the job"))
            let refused = try await session.post("/campaigns/1/jobs", ["step": "intro", "what": "send_all"])
            #expect(refused.status == .unprocessableContent && refused.text.contains("its steps go by time"))
        }
    }

    @Test func pagesOfJobsGoBackByKeyAndProgramsSeeTheSame() async throws {
        try await Self.with { scene, session, campaign in
            let api = "/api/v1/campaigns/\(campaign)/jobs"
            let made = try await session.post(api, ["step": "intro", "what": "send_all"])
            #expect(try JSON(reading: Array(made.text.utf8))["job"] == .int(1))
            let busy = try await session.post(api, ["step": "intro", "what": "send_all"])
            #expect(busy.status == .conflict && busy.text.contains("The earliest free time is"))
            #expect(try await session.post(api, ["step": "intro"]).status == .unprocessableContent)
            let listed = try JSON(reading: Array(try await session.get("/api/v1/jobs").text.utf8))
            let expected = try await JobReport.all(limit: 9, in: scene.store).json
            #expect(listed == (try JSON(reading: Array(expected.description.utf8))))
            #expect(try await session.get("/api/v1/jobs?before=1").text == "[]\n")
            #expect(try await session.get("/jobs?before=1").text.contains("There is no job."))
            #expect(try await session.post("/api/v1/jobs/1/cancel").status == .ok)
        }
    }
}

/// Leads at the desk.
@Suite struct LeadPageTests {
    @Test func leadsAreFoundByStateAndAddressAndChanged() async throws {
        try await DeskScene.with { scene in
            _ = try await scene.store.accounts.register(account: Samples.team, displayName: "Team", dailyLimit: 50)
            let session = try await scene.enter()
            _ = try await session.post("\(try await NewCampaignTests.mapped(session))/write", NewCampaignTests.written)
            let all = try await session.get("/campaigns/1/leads").text
            #expect(all.contains("ada@one.example") && all.contains("cy@three.example"))
            let held = try await session.get("/campaigns/1/leads?state=held").text
            #expect(held.contains("There is no such lead.") && held.contains("value=\"held\" selected"))
            let one = try await session.get("/campaigns/1/leads?q=Ada@One.example").text
            #expect(one.contains("ada@one.example") && !one.contains("cy@three.example"))
            #expect(try await session.get("/campaigns/1/leads?q=x").text.contains("Nobody here has the address x."))
            #expect(try await session.get("/leads/1").text.contains("Came from"))
            let empty = try await session.post("/leads/1/set", ["name": "first_name", "value": " "])
            #expect(empty.status == .unprocessableContent)
            let set = try await session.post("/leads/1/set", ["name": "first_name", "value": "Adele"])
            #expect(set.headers[.location] == "/leads/1?done=set")
            let story = try await LeadStory.of(LeadID(rawValue: 1), in: scene.store)
            #expect(story.lead.people.first?.fields.contains("Adele") == true)
            #expect(try await session.post("/leads/1/release").status == .conflict, "it goes on by itself")
            #expect(try await session.post("/leads/1/skip").status == .seeOther)
            #expect(try await scene.store.leads.record(LeadID(rawValue: 1))?.state == .stopped)
            #expect(try await session.post("/leads/1/skip").status == .conflict)
            #expect(try await session.get("/leads/9").status == .notFound)
            let skipped = try await scene.store.audit.events().last { $0.event == .leadSkipped }
            #expect(skipped?.actor == "anna")
        }
    }

    @Test func aPageGoesOnBehindTheLastLeadOfAllStates() async throws {
        try await DeskScene.with { scene in
            _ = try await scene.store.accounts.register(account: Samples.team, displayName: "Team", dailyLimit: 50)
            let session = try await scene.enter()
            let rows = (0..<120).map { "p\($0)@many.example;P;Many" }.joined(separator: "\n")
            let path = try await NewCampaignTests.mapped(session, "Kontakt;Vorname;Firma\n\(rows)\n")
            _ = try await session.post("\(path)/write", NewCampaignTests.written)
            let campaign = CampaignID(rawValue: 1)
            while try await scene.store.campaigns.counts(of: campaign).allLeads < 120 { await Task.yield() }
            for lead in [3, 60, 119] { _ = try await session.post("/leads/\(lead)/skip") }
            var seen: [String] = []
            var next: String? = "/campaigns/1/leads"
            while let path = next {
                let page = try await session.get(path).text
                seen += page.matches(of: /class="main" href="\/leads\/(\d+)"/).map { String($0.1) }
                next = page.firstMatch(of: /href="(\/campaigns\/1\/leads\?state=&amp;after=\d+)">More/).map {
                    String($0.1).replacing("&amp;", with: "&")
                }
            }
            #expect(seen == (1...120).map(String.init))
        }
    }
}
