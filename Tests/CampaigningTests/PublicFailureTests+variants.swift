import Correspondence
import Outreach
import Storage
import Testing
import Timing

@testable import Campaigning

extension PublicFailureTests {
    private static let twoWays = [
        CampaignDraft.Step(
            name: "intro", delay: .after(.zero), subject: "Hello", text: "a",
            variants: ["a", "b"].map { CampaignDraft.Variant(name: $0, weight: 1, subject: "Hello", text: $0) },
            trial: 400),
        CampaignDraft.Step(name: "reminder", delay: .after(.seconds(86_400)), text: "again"),
    ]

    /// mautic#14098, #14535, ThirdSet#27: one person got both variants, and the winner took the step away from whoever
    /// still waited for it.
    @Test func aWinnerInTheMiddleChangesNothingThatWasDrawn() async throws {
        try await CampaignRun.with(accounts: ["one"], dailyLimit: 1_000) { run in
            try await run.apply(
                CampaignRun.draft(
                    rules: Self.rules { $0.minWait = .seconds(600) }, accounts: ["one"], steps: Self.twoWays))
            let leads = (1...40).map { $0 % 4 == 0 ? ["p\($0)", "q\($0)"] : ["p\($0)"] }
            try await run.add(leads)
            try await run.begin()
            try await run.run(until: run.clock.now + Self.days(1), stride: .seconds(60)) { run.sent.count >= 20 }
            let drawn = try await Self.drawn(in: run)
            #expect(Set(drawn.values) == ["intro/a", "intro/b"])
            let whole = try await run.whole()
            let winner = try #require(whole.steps[0].openVariants.first { $0.name == "b" }).variant.id
            #expect(try await run.store.campaigns.setWinner(winner, of: whole.steps[0].step.id, in: whole.campaign))
            try await run.run(until: run.clock.now + Self.days(5))

            let mails = Dictionary(grouping: run.sent, by: \.recipient.localPart).mapValues { $0.map(\.text) }
            for people in leads {
                let arm = people.compactMap { drawn[$0] }.first == "intro/a" ? "a" : "b"
                for person in people { #expect(mails[person] == [arm, "again"], "\(person)") }
            }
            #expect(Set(try await run.leads().values) == [.finished])
        }
    }

    /// The variant of everybody to whom the first step is planned or was sent.
    private static func drawn(in run: CampaignRun) async throws -> [String: String] {
        try await run.mails().reduce(into: [:]) { $0[$1.recipient.localPart] = $1.step }
    }
}
