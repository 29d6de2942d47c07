import Correspondence
import Outreach
import Settings
import Storage
import TestServers
import Testing
import Text
import Timing

@testable import Operations

/// What people do with whole campaigns, and the file that a campaign makes.
@Suite struct CampaignActTests {
    private static let people = Array("email,first_name\na@creators.example,Ann\nb@creators.example,Ben\n".utf8)

    private static let whole = """
        name: spring
        accounts:
          - team@mosaic.test
          - {address: second@mosaic.test, weight: 3, daily_limit: 40, signature: "Ada\\nExample \\"Ltd\\""}
        zone: Europe/Zurich
        hours: {mon-fri: "09:00-12:00, 13:00-17:00"}
        holidays: [2026-12-25]
        daily_limit: 100
        new_leads_per_day: 50
        batch_size: 20
        gap: 30s-2m
        long_pause: none
        min_wait: 10m
        max_lateness: 2d
        reply: calendar_link
        calendar_link: https://cal.example/team?x=1
        answer: "Pick a time: {{ calendar_link }}\\n"
        stop: company
        guardrails: {after: 20, bounces: 2.5%, complaints: none}
        footer: "Example Ltd: 1 Example Street"
        steps:
          - id: intro
            subject: "yes"
            text: |
              Hi {{ first_name }}: #1

                indented, 'quoted' and "quoted"
            html: "<p>Hi</p>"
            variants:
              - {id: plain}
              - {id: question, weight: 2, subject: "A question?"}
            trial: none
          - {id: bump, after: 3 days, text: "- one\\n- two"}
          - {id: last, after: 90 minutes, text: "2026-01-01"}
        """

    @Test func theFileThatIsWrittenMakesTheSameCampaign() throws {
        for yaml in [Self.whole, CampaignDesk.yaml, CampaignFile.example] {
            let draft = try CampaignFile.draft(yaml)
            let written = try CampaignFile.yaml(of: draft)
            #expect(try CampaignFile.draft(written) == draft, "\(written)")
        }
    }

    @Test func aCloneIsADraftThatSaysTheSame() async throws {
        try await CampaignDesk.with { desk in
            let acts = Interventions(desk.store)
            _ = try await desk.importing(Self.people).run()
            let done = try await acts.clone("spring", as: "summer", movingLeads: true)
            #expect(done.json["leads"] == .int(2))
            let copy = try await WholeCampaign.of("summer", in: desk.store)
            var draft = desk.campaign.draft
            draft.name = "summer"
            #expect(copy.draft == draft)
            #expect(copy.campaign.state == .draft)
            #expect(try await CampaignReport.of("spring", in: desk.store).counts.leads == [.stopped: 2])
            #expect(try await CampaignReport.of("summer", in: desk.store).counts.leads == [.pending: 2])
            let taken = "Nothing was changed: there is a campaign called summer already. Choose another name."
            await #expect(throws: OperationFailure(.refused, taken)) {
                _ = try await acts.clone("spring", as: "summer")
            }
        }
    }

    @Test func anArchivedCampaignTakesNobody() async throws {
        try await CampaignDesk.with { desk in
            let acts = Interventions(desk.store)
            _ = try await desk.importing(Self.people).run()
            let done = try await acts.archive("spring")
            #expect(
                done.sentence.hasPrefix(
                    "Campaign spring is archived for good: nothing of it leaves any more, and 2 leads"))
            await #expect(throws: OperationFailure.self) { _ = try await acts.start("spring") }
            await #expect(throws: OperationFailure.self) {
                _ = try await acts.apply(CampaignFile.draft(CampaignDesk.yaml), over: .any)
            }
            let path = "\(try TemporaryFile.folder())/late.csv"
            try TestFile.write(Array("email\nc@creators.example\n".utf8), to: path)
            let late = LeadImport(path, into: try await WholeCampaign.of("spring", in: desk.store), of: desk.store)
            await #expect(throws: OperationFailure.self) { _ = try await late.run() }
        }
    }

    @Test func aResetSaysWhoStaysAndWhy() async throws {
        try await CampaignDesk.with { desk in
            let acts = Interventions(desk.store)
            _ = try await desk.importing(Self.people).run()
            let lead = try #require(try await desk.store.leads.list(limit: 1).first)
            _ = try await acts.skip(lead.id)
            #expect(try await acts.reset("spring").sentence == "2 leads of campaign spring begin anew.")
            let counted = try await acts.carryOut(.skip, ofAll: "spring", confirmed: false)
            #expect(counted.sentence == "2 leads of campaign spring would be skipped. Do it: add --confirm")
            #expect(try await CampaignReport.of("spring", in: desk.store).counts.leads == [.pending: 2])
            let skipped = try await acts.carryOut(.skip, ofAll: "spring", confirmed: true)
            #expect(skipped.sentence == "2 leads of campaign spring get no further mail of it.")
        }
    }

    @Test func aLeadIsShownWithEverythingThatItsTextsFind() async throws {
        try await CampaignDesk.with { desk in
            _ = try await desk.importing(Self.people).run()
            let lead = try #require(try await desk.store.leads.list(limit: 1).first)
            let values = try #require(try await LeadStory.of(lead.id, in: desk.store).values.first)
            #expect(values.step == "intro")
            #expect(values.values["first_name"] == .string("Ann"))
            #expect(values.values["sender_name"] == .string("The Team"))
            #expect(values.values["sender_email"] == .string("team@mosaic.test"))
            #expect(values.values["step_order"] == .int(1))
            #expect(values.values["campaign_name"] == .string("spring"))
        }
    }

    @Test func whatTheFileDoesNotSayComesFromTheSettings() throws {
        let defaults = CampaignDefaults(
            gap: .seconds(90)...(.seconds(180)), mailsBeforePause: 7, pause: .seconds(600)...(.seconds(660)),
            calendarLink: "https://cal.example/us")
        let silent = try CampaignFile.draft(
            CampaignDesk.yaml.replacing("gap: 60s-60s\n", with: "").replacing("long_pause: none\n", with: ""),
            defaults: defaults)
        #expect(
            silent.rules.pacing
                == Pacing(
                    gap: .seconds(90)...(.seconds(180)), mailsBeforePause: 7, pause: .seconds(600)...(.seconds(660))))
        #expect(silent.rules.answer == nil)
        let spoken = try CampaignFile.draft(
            CampaignDesk.yaml.replacing("zone: UTC", with: "zone: UTC\nreply: calendar_link"), defaults: defaults)
        #expect(spoken.rules.pacing == Pacing(gap: .seconds(60)...(.seconds(60)), mailsBeforePause: nil))
        #expect(spoken.rules.answer?.contains("https://cal.example/us") == true)
    }

    @Test func oneGapHoldsForEveryParagraphOfTheCampaign() throws {
        let yaml = """
            name: a
            accounts: [team@mosaic.test]
            paragraph_gap: 2
            footer: "One\\n\\nTwo"
            steps:
              - {id: a, subject: s, text: "Hi\\n\\n\\n\\nyou\\nthere", html: "<p>Hi</p><p></p><p>you</p>"}
            """
        let step = try CampaignFile.draft(yaml).steps[0]
        #expect(step.text == "Hi\n\n\nyou\nthere\n\nOne\n\nTwo\n")
        #expect(
            step.html?.contains("<p>Hi</p><div style=\"height:2em;line-height:2em\">&nbsp;</div><p>you</p>") == true)
        #expect(throws: OperationFailure.self) {
            try CampaignFile.draft(yaml.replacing("paragraph_gap: 2", with: "paragraph_gap: 11"))
        }
    }
}
