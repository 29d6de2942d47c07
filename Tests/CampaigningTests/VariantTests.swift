import Correspondence
import Outreach
import Storage
import Testing
import Timing

@testable import Campaigning

/// A step that is said in several ways: each lead draws one, once.
@Suite struct CampaignVariantTests {
    private static let rules = CampaignRules(
        pacing: Pacing(gap: .seconds(60)...(.seconds(60)), mailsBeforePause: nil), minWait: .seconds(86_400))

    private static func draft(_ weights: [(String, Int)] = [("a", 1), ("b", 0)], words: String = "") -> CampaignDraft {
        let variants = weights.map { name, weight in
            CampaignDraft.Variant(
                name: name, weight: weight, subject: "Hello from \(name)",
                text: "{{ campaign_name }}|intro~\(name)|v1|{{ first_name }}\(words)")
        }
        return CampaignRun.draft(
            rules: rules, accounts: ["one"],
            steps: [
                CampaignDraft.Step(
                    name: "intro", delay: .after(.zero), subject: variants[0].subject, text: variants[0].text,
                    variants: variants, trial: 400)
            ])
    }

    private static func winner(_ name: String, of run: CampaignRun) async throws {
        let whole = try await run.whole()
        let variant = try #require(whole.steps[0].openVariants.first { $0.name == name })
        let step = whole.steps[0].step.id
        #expect(try await run.store.campaigns.setWinner(variant.variant.id, of: step, in: whole.campaign))
    }

    private static func texts(of run: CampaignRun) -> [String: String] {
        run.sent.reduce(into: [:]) { texts, mail in
            texts[mail.recipient.localPart] = mail.text.split(separator: "|").dropFirst().first.map(String.init)
        }
    }

    /// The second person of a lead gets what the first one got, though another variant has won in between.
    private static func story(_ sabotage: CampaignRun.Sabotage? = nil) async throws -> [String: String] {
        var texts: [String: String] = [:]
        try await CampaignRun.with(accounts: ["one"]) { run in
            run.sabotage = sabotage
            try await run.apply(draft())
            try await run.add([["ann", "bob"]])
            try await run.begin()
            try await run.run(until: run.clock.now + .seconds(3_600))
            #expect(run.sent.count == 1)
            try await winner("b", of: run)
            try await run.add([["cyd"]])
            try await run.run(until: run.clock.now + .seconds(3 * 86_400))
            texts = self.texts(of: run)
        }
        return texts
    }

    @Test func aWinnerIsForThoseWhoHaveDrawnNothing() async throws {
        #expect(try await Self.story() == ["ann": "intro~a", "bob": "intro~a", "cyd": "intro~b"])
    }

    @Test func aWinnerThatRedrawsIsNoticed() async throws {
        #expect(try await Self.story(.redrawsVariants)["bob"] == "intro~b", "the story shows nothing of it")
    }

    @Test func whatIsPlannedKeepsItsVariantThroughAnEdit() async throws {
        try await CampaignRun.with(accounts: ["one"]) { run in
            try await run.apply(Self.draft())
            try await run.add([["ann"], ["bob"], ["cyd"]])
            try await run.begin()
            try await run.plan()
            #expect(try await run.mails().map(\.step) == ["intro/a", "intro/a"])
            // Other words, and from now on everybody else draws the other one.
            try await run.apply(Self.draft([("a", 0), ("b", 1)], words: "!"))
            try await run.run(until: run.clock.now + .seconds(7_200))
            #expect(Self.texts(of: run) == ["ann": "intro~a", "bob": "intro~a", "cyd": "intro~b"])
            #expect(run.sent.allSatisfy { $0.text.hasSuffix("!") }, "\(run.sent.map(\.text))")
            #expect(
                run.sent.allSatisfy { $0.subject?.hasPrefix("Hello from ") == true }, "\(run.sent.map(\.subject))")
        }
    }

    @Test func aVariantThatIsTakenAwayIsSentToNobodyElse() async throws {
        try await CampaignRun.with(accounts: ["one"]) { run in
            try await run.apply(Self.draft())
            try await run.add([["ann", "bob"], ["cyd"]])
            try await run.begin()
            try await run.run(until: run.clock.now + .seconds(3_600), unless: { run.sent.count == 1 })
            try await run.plan()
            try await run.apply(Self.draft([("b", 1), ("c", 0)]))
            try await run.run(until: run.clock.now + .seconds(3 * 86_400))
            // The lead that has begun with it goes on with it; what was only planned is drawn anew.
            #expect(Self.texts(of: run) == ["ann": "intro~a", "bob": "intro~a", "cyd": "intro~b"])
        }
    }

    @Test func bothAreDrawnAndCounted() async throws {
        try await CampaignRun.with(accounts: ["one"]) { run in
            let id = try await run.apply(Self.draft([("a", 1), ("b", 1)]))
            try await run.add((1...24).map { ["p\($0)"] })
            try await run.begin()
            try await run.run(until: run.clock.now + .seconds(7_200))
            let (first, second) = (Self.people("intro~a", of: run), Self.people("intro~b", of: run))
            #expect(first.count > 5 && second.count > 5 && first.count + second.count == 24)
            try await run.answer(from: second[0], intent: .interested)
            try await run.answer(from: first[0], .optOut)
            let results = try await run.store.campaigns.results(of: id)
            let variants = try await run.whole().steps[0].variants.map(\.variant.id)
            #expect(results[variants[0]] == VariantResult(leads: first.count, successes: 0, harms: 1))
            #expect(results[variants[1]] == VariantResult(leads: second.count, successes: 1, harms: 0))
        }
    }

    private static func people(_ text: String, of run: CampaignRun) -> [String] {
        texts(of: run).filter { $0.value == text }.keys.sorted()
    }
}
