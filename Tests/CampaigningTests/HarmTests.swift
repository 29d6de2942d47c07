import Correspondence
import Outreach
import Storage
import Testing
import Timing

@testable import Campaigning

/// Harm pauses a campaign, and an answer may end it for a company.
@Suite struct HarmTests {
    private static let quick = Pacing(gap: .seconds(1)...(.seconds(1)), mailsBeforePause: nil)
    private static let intro = [CampaignRun.twoSteps[0]]

    private static func rules(_ rails: Guardrails? = Guardrails(leastMails: 10), stop: StopScope = .lead)
        -> CampaignRules
    {
        CampaignRules(pacing: quick, stopScope: stop, guardrails: rails)
    }

    /// craft-campaign#331: one address that was refused stalled all that stood behind it.
    @Test func refusedAddressesStallNobodyAndManyPauseTheCampaign() async throws {
        try await CampaignRun.with { run in
            run.refused = [CampaignRun.lead("p2")]
            try await run.apply(
                CampaignRun.draft(rules: Self.rules(Guardrails(leastMails: 20, bounces: 100)), steps: Self.intro))
            try await run.add((1...20).map { ["p\($0)"] })
            try await run.begin()
            try await run.run(until: CampaignRun.start + .seconds(900))
            #expect(run.sent.count == 19)
            try await run.plan()
            #expect(try await run.leads()["p2"] == .failed)
            #expect(try await run.record().state == .completed)
        }
        try await CampaignRun.with { run in
            run.refused = Set((1...5).map { CampaignRun.lead("p\($0)") })
            try await run.apply(CampaignRun.draft(rules: Self.rules(), steps: Self.intro))
            try await run.add((1...40).map { ["p\($0)"] })
            try await run.begin()
            try await run.run(until: CampaignRun.start + .seconds(900))
            #expect(run.sent.count < 12)
            let record = try await run.record()
            #expect(record.state == .paused)
            #expect(record.reason?.contains("5 bounces after 1") == true, "\(record.reason ?? "")")
        }
    }

    @Test func whoStartsAnewHasSeenTheHarm() async throws {
        try await CampaignRun.with { run in
            let id = try await run.apply(CampaignRun.draft(rules: Self.rules(), steps: Self.intro))
            try await run.add((1...30).map { ["p\($0)"] })
            try await run.begin()
            try await run.run(until: CampaignRun.start + .seconds(3_600)) { run.sent.count >= 12 }
            try await run.answer(from: "p1", .optOut)
            try await run.plan()
            let record = try await run.record()
            #expect(record.state == .paused)
            #expect(record.reason?.contains("1 opt-out after 12 mails") == true, "\(record.reason ?? "")")
            #expect(try await run.store.campaigns.change(id, .started, reason: nil))
            try await run.run(until: CampaignRun.start + .seconds(7_200))
            #expect(run.sent.count == 30)
            #expect(try await run.record().state == .completed)
        }
    }

    @Test func aPersonsPauseForgetsNoHarm() async throws {
        try await CampaignRun.with { run in
            let id = try await run.apply(CampaignRun.draft(rules: Self.rules(), steps: Self.intro))
            try await run.add((1...30).map { ["p\($0)"] })
            try await run.begin()
            try await run.run(until: CampaignRun.start + .seconds(3_600)) { run.sent.count >= 9 }
            try await run.answer(from: "p1", .optOut)
            #expect(try await run.store.campaigns.change(id, .paused, reason: "by a person"))
            #expect(try await run.store.campaigns.change(id, .started, reason: nil))
            try await run.run(until: CampaignRun.start + .seconds(7_200))
            #expect(try await run.record().state == .paused)
            #expect(run.sent.count < 12)
        }
    }

    @Test func aComplaintIsNoOptOutBesides() async throws {
        try await CampaignRun.with { run in
            let rails = Guardrails(leastMails: 10, bounces: nil, complaints: 1, optOuts: nil)
            try await run.apply(CampaignRun.draft(rules: Self.rules(rails), steps: Self.intro))
            try await run.add((1...14).map { ["p\($0)"] })
            try await run.begin()
            try await run.run(until: CampaignRun.start + .seconds(3_600)) { run.sent.count >= 12 }
            try await run.answer(from: "p1", .optOut)
            try await run.plan()
            #expect(try await run.record().state == .active)
            try await run.answer(
                from: "p2", .optOut, machine: MachineMail(kind: .abuseReport, evidence: "Feedback-Type: abuse"))
            try await run.plan()
            #expect(try await run.record().reason?.hasPrefix("1 complaint after 12 mails") == true)
        }
    }

    @Test func anAnswerStopsColleaguesAndNobodyElse() async throws {
        try await CampaignRun.with { run in
            try await run.apply(CampaignRun.draft(rules: Self.rules(nil, stop: .company)))
            try await run.add(
                [
                    "a@acme.example", "b@sales.acme.example", "c@other.example", "a@gmail.example", "b@gmail.example",
                ].map { [$0] })
            try await run.begin()
            try await run.run(until: CampaignRun.start + .seconds(1_800))
            #expect(run.sent.count == 5)
            try await run.answer(from: "a@acme.example")
            try await run.answer(from: "a@gmail.example", .complete)
            // A colleague who comes later is not written to at all.
            try await run.add([["d@acme.example"], ["d@other.example"]])
            try await run.run(until: CampaignRun.start + .seconds(5 * 86_400))
            func mails(_ name: String) -> Int { run.sent.count { $0.recipient.text == name } }
            #expect(mails("a@acme.example") == 1)
            #expect(mails("b@sales.acme.example") == 1)
            #expect(mails("d@acme.example") == 0)
            #expect(mails("c@other.example") == 2)
            #expect(mails("d@other.example") == 2)
            #expect(mails("b@gmail.example") == 2)
            let colleague = try await run.lead("b@sales.acme.example")
            #expect(colleague.state == .stopped)
            #expect(colleague.reason == "somebody at the same company answered")
        }
    }

    @Test func anOptOutStopsColleaguesOnlyWhereTheCampaignSaysSo() async throws {
        for scope in StopScope.allCases {
            try await CampaignRun.with { run in
                try await run.apply(CampaignRun.draft(rules: Self.rules(nil, stop: scope)))
                try await run.add([["a@acme.example"], ["b@acme.example"]])
                try await run.begin()
                try await run.run(until: CampaignRun.start + .seconds(1_800))
                try await run.answer(from: "a@acme.example", .optOut)
                try await run.run(until: CampaignRun.start + .seconds(5 * 86_400))
                #expect(run.sent.count == (scope == .lead ? 3 : 2))
            }
        }
    }

    @Test func whoIsTakenOutGetsNothingMore() async throws {
        try await CampaignRun.with { run in
            try await run.apply(CampaignRun.draft(rules: Self.rules(nil)))
            try await run.add([["a"], ["b"]])
            try await run.begin()
            try await run.plan()
            #expect(try await run.store.leads.skip(try await run.lead("a").id) == .done)
            try await run.run(until: CampaignRun.start + .seconds(5 * 86_400))
            #expect(run.sent.map(\.recipient.localPart) == ["b", "b"])
            #expect(try await run.lead("a").reason == "skipped by a person")
        }
    }
}
