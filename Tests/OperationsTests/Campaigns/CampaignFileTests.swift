import Correspondence
import Outreach
import Storage
import Testing
import Timing

@testable import Operations

@Suite struct CampaignFileTests {
    @Test func theExampleIsACampaign() throws {
        let draft = try CampaignFile.draft(CampaignFile.example)
        #expect(draft.name == "spring")
        #expect(draft.senders.map(\.address.text) == ["you@example.com"])
        #expect(draft.rules.zone == "Europe/Zurich")
        #expect(draft.rules.hours.text.hasPrefix("mon-fri 09:00-12:00,13:00-17:00"))
        #expect(draft.rules.holidays.map(\.text).sorted() == ["2026-12-25", "2026-12-26"])
        #expect(draft.rules.dailyLimit == 100)
        #expect(draft.rules.pacing == Pacing())
        #expect(draft.rules.maxLateness == .seconds(7 * 86_400))
        #expect(draft.steps.map(\.name) == ["intro", "reminder"])
        #expect(draft.steps[1].delay == .days(3))
        #expect(TemplateCheck(of: draft).isGood)
    }

    @Test(arguments: [
        ("batch_size: 0", "batch_size is to be a number from 1"),
        ("nmae: a", "there is no \"nmae\""), ("hours: {funday: 9-17}", "\"funday\" is no day of the week"),
        ("hours: {mon: 9-9}", "\"9-9\" is no span of hours"), ("gap: 2m-1m", "gap is to be two spans of time"),
        ("reply: shout", "reply is to be \"answer\" or \"hand_off\""), ("stop: world", "stop is to be \"lead\" or"),
        ("guardrails: {bounces: 5}", "bounces is to be a share such as 5%"),
        ("guardrails: off", "guardrails is to be {"),
        ("guardrails: {opens: 5%}", "there is no \"opens\""), ("holidays: [25.12.2026]", "\"25.12.2026\" is no date"),
        ("accounts: [nobody]", "\"nobody\" is no mail address"),
    ])
    func eachFaultHasItsLineAndSentence(line: String, sentence: String) {
        let rest = """
            \(line)
            steps:
              - {id: a, subject: s, text: t}
            """
        do {
            _ = try CampaignFile.draft(rest)
            Issue.record("\(line) was read")
        } catch {
            #expect(error.description.contains("Line 1: "))
            #expect(error.description.contains(sentence))
        }
    }

    @Test func guardrailsRepliesAndFootersAreRead() throws {
        let yaml = """
            name: a
            accounts: [team@mosaic.test]
            reply: hand_off
            stop: company
            guardrails: {after: 20, bounces: 2.5%, complaints: none}
            footer: |
              {{ sender_name }} & Sons, "1 Street"
            steps:
              - {id: a, subject: s, text: "Hi ", html: "<html><body>Hi</body></html>"}
            """
        let draft = try CampaignFile.draft(yaml)
        #expect(draft.rules.replies == .handOff)
        #expect(draft.rules.stopScope == .company)
        #expect(draft.rules.guardrails == Guardrails(leastMails: 20, bounces: 25, complaints: nil, optOuts: 30))
        #expect(draft.steps[0].text == "Hi\n\n{{ sender_name }} & Sons, \"1 Street\"\n")
        #expect(
            draft.steps[0].html
                == "<html><body>Hi<p>{{ sender_name }} &amp; Sons, \"1 Street\"</p>\n</body></html>")
        let unguarded = try CampaignFile.draft(
            yaml.replacing("{after: 20, bounces: 2.5%, complaints: none}", with: "none"))
        #expect(unguarded.rules.guardrails == nil)
    }

    @Test func aFollowUpHasNoSubjectAndATime() {
        let yaml = """
            name: a
            accounts: [team@mosaic.test]
            steps:
              - {id: a, text: t}
              - {id: b, subject: s, text: t}
            """
        do {
            _ = try CampaignFile.draft(yaml)
            Issue.record("it was read")
        } catch {
            #expect(error.description.contains("the first step has no subject"))
            #expect(error.description.contains("only the first step has a subject"))
            #expect(error.description.contains("a follow-up says after which time"))
        }
    }

    @Test(arguments: [("team@mosaic.test", "other@mosaic.test"), ("zone: UTC", "zone: Europe/Zurch")])
    func anAccountOrAZoneThatNobodyKnowsChangesNothing(_ known: String, _ unknown: String) async throws {
        try await CampaignDesk.with { desk in
            let yaml = CampaignDesk.yaml.replacing(known, with: unknown)
            await #expect(throws: OperationFailure.self) {
                try await Interventions(desk.store).apply(CampaignFile.draft(yaml), over: .any)
            }
            let versions = try await desk.store.campaigns.list().map(\.version)
            #expect(versions == [1])
        }
    }

    @Test func anEditKeepsStepsByTheirNames() async throws {
        try await CampaignDesk.with { desk in
            let yaml = CampaignDesk.yaml.replacing("id: reminder", with: "id: last")
                .replacing("Hi {{ first_name }}", with: "Dear {{ first_name }}")
            _ = try await Interventions(desk.store).apply(CampaignFile.draft(yaml), over: .any)
            let whole = try await WholeCampaign.of("spring", in: desk.store)
            #expect(whole.campaign.version == 2)
            #expect(whole.steps.first?.step.id == desk.campaign.steps.first?.step.id)
            #expect(whole.steps.first?.template.version == 2)
            #expect(whole.steps.filter(\.step.isRetired).map(\.name) == ["reminder"])
        }
    }
}
