import Correspondence
import Outreach
import Storage
import Testing
import Text

@testable import Operations

/// Variants as a campaign's file says them, and as people see them.
@Suite struct VariantFileTests {
    private static let yaml = """
        name: spring
        accounts: [team@mosaic.test]
        footer: "-- Example Ltd"
        steps:
          - id: intro
            subject: "An idea"
            text: "Hi {{ first_name }}"
            variants:
              - {id: plain}
              - {id: question, weight: 2, subject: "A question, {{ first_name }}"}
              - {id: short, text: "Yo {{ first_name }}, {{ nickname }}"}
            trial: 200
          - id: reminder
            after: 3 days
            text: "Again, {{ first_name }}"
        """

    @Test func whatAVariantDoesNotSayItHasFromTheStep() async throws {
        let draft = try CampaignFile.draft(Self.yaml)
        let step = draft.steps[0]
        #expect(step.variants.map(\.name) == ["plain", "question", "short"])
        #expect(step.variants.map(\.weight) == [1, 2, 1])
        #expect(step.variants.map(\.subject) == ["An idea", "A question, {{ first_name }}", "An idea"])
        #expect(step.variants[1].text == step.text)
        #expect(step.variants.allSatisfy { $0.text?.contains("Example Ltd") == true })
        #expect(step.trial == 200 && draft.steps[1].variants.isEmpty && draft.steps[1].trial == nil)
        let checked = TemplateCheck(of: draft).steps.map(\.name)
        #expect(checked == ["intro/plain", "intro/question", "intro/short", "reminder"])
        try await CampaignDesk.with(Self.yaml) { desk in
            #expect(desk.campaign.draft == draft, "what was applied is what is edited")
            _ = try await Interventions(desk.store).apply(desk.campaign.draft, over: .any)
            let again = try await WholeCampaign.of("spring", in: desk.store)
            #expect(again.steps[0].variants.map(\.template.version) == [1, 1, 1])
        }
    }

    @Test(arguments: [
        ("variants: [{id: a}]", "variants are at least two"), ("variants: [{id: a}, {weight: 2}]", "is to have an id"),
        ("variants: [{id: a}, {id: a}]", "variant a is there twice"), ("trial: 200", "there are none"),
        ("variants: [{id: a}, {id: b}]\n    trial: 99", "trial is to be at least 100 leads"),
        ("variants: [{id: a, weight: 0}, {id: b, weight: 0}]", "a weight above 0"),
        ("variants: [{id: a}, {id: b, size: 2}]", "there is no \"size\""),
    ])
    func eachFaultHasItsSentence(lines: String, sentence: String) {
        let yaml = """
            name: a
            accounts: [team@mosaic.test]
            steps:
              - id: intro
                subject: s
                text: t
            """
        do {
            _ = try CampaignFile.draft("\(yaml)\n    \(lines)")
            Issue.record("\(lines) was read")
        } catch {
            #expect(error.description.contains(sentence), "\(error)")
        }
    }

    @Test func aCheckWritesEveryVariant() async throws {
        try await CampaignDesk.with(Self.yaml) { desk in
            _ = try await desk.importing(
                Array("email,first_name,nickname\na@creators.example,Ann,A\nb@creators.example,Bo,\n".utf8)
            ).run()
            let check = try await CampaignCheck.of(desk.campaign, in: desk.store)
            #expect(check.unwritable == 1)
            #expect(check.examples.map(\.step) == ["intro/short"])
            let rendered = try await RenderedLead.of(LeadID(rawValue: 1), in: desk.store)
            #expect(rendered.mails.count == 2 && rendered.mails[0].step.hasPrefix("intro/"))
        }
    }

    @Test func peopleSeeHowVariantsStandAndChooseOne() async throws {
        try await CampaignDesk.with(Self.yaml) { desk in
            let report = try await CampaignReport.of("spring", in: desk.store)
            let step = report.whole.steps[0]
            #expect(report.variants(of: step).map(\.result.finding) == Array(repeating: "nobody got it yet", count: 3))
            #expect(report.trial(of: step)?.hasPrefix("no winner yet, judged 0 of 4 times") == true)
            let acts = Interventions(desk.store)
            await #expect(throws: OperationFailure.self) {
                try await acts.setWinner("loud", of: "intro", in: "spring")
            }
            _ = try await acts.setWinner("short", of: "intro", in: "spring")
            let after = try await CampaignReport.of("spring", in: desk.store)
            #expect(after.trial(of: after.whole.steps[0])?.hasPrefix("short is the best") == true)
            let steps = after.json["steps"]?.items ?? []
            #expect(steps.first?["variants"]?.items?.map { $0["winner"] } == [.bool(false), .bool(false), .bool(true)])
            #expect(steps.last?["variants"]?.items?.isEmpty == true)
        }
    }

    @Test func aResultIsSaidWithItsDoubt() {
        let result = VariantResult(leads: 140, successes: 12, harms: 2)
        #expect(result.finding == "12 of 140 leads want more (5.0 % to 14.4 %), harm to 2")
        #expect(VariantResult().finding == "nobody got it yet")
    }
}
