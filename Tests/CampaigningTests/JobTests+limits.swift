import Correspondence
import Outreach
import Storage
import Testing
import Timing

extension JobTests {
    @Test func aTimeThatIsOverIsASlip() async throws {
        try await Self.withRun([["a"]]) { run in
            let answer = try await run.answerToJob("intro", at: run.clock.now - .seconds(86_400))
            guard case .refused(let reason) = answer else {
                Issue.record("\(answer)")
                return
            }
            #expect(reason.contains("is over"))
            try await run.run(until: run.clock.now + Self.hour)
            #expect(run.sent.isEmpty)
        }
    }

    /// Two hours lie between two beginnings, also where the first job has ended or was cancelled.
    @Test func aJobThatHasEndedStillKeepsItsDistance() async throws {
        try await Self.withRun([["a"]]) { run in
            let began = run.clock.now
            let first = try await run.job("intro")
            try await run.run(until: run.clock.now + .seconds(1_800))
            #expect(try await run.record(first).state == .completed)
            guard case .busy(let other, _, _, let isRunning, let freeAt) = try await run.answerToJob("bump") else {
                Issue.record("the second job was made")
                return
            }
            #expect(other == first && !isRunning)
            #expect(freeAt >= began + .seconds(7_200) && freeAt <= began + .seconds(7_500))
        }
    }

    @Test func nobodyIsRemindedOfAMailThatTheyDidNotGet() async throws {
        try await Self.withRun([["a", "b"]], accounts: ["one"]) { run in
            let intro = try await run.job("intro")
            try await run.run(until: run.clock.now + Self.hour) { run.sent.count == 1 }
            #expect(try await run.store.jobs.cancel(intro, reason: "by a person") == .done)
            run.clock.advance(by: .seconds(7_200))
            _ = try await run.job("bump")
            try await run.run(until: run.clock.now + Self.hour)
            #expect(run.sent.map(\.text) == ["intro a", "bump a"])
        }
    }

    /// A server may refuse for now what was with it when the job was cancelled.
    @Test func whatComesBackAfterItsJobWasCancelledLeavesUnderNoOther() async throws {
        try await Self.withRun([["a"]], accounts: ["one"]) { run in
            let intro = try await run.job("intro")
            var claim: MailClaim?
            for _ in 0..<200 where claim == nil {
                try await run.plan()
                claim = try await run.claimedOrNil()
                if claim == nil { run.clock.advance(by: .seconds(30)) }
            }
            let taken = try #require(claim)
            let rights = try #require(run.rights[taken.account]?.1)
            let mail = RenderedMail(messageID: MessageID("one@mosaic.test")!, bytes: Array(taken.text.utf8))
            #expect(try await run.store.outbox.keep(mail, for: taken))
            guard
                case .granted = try await run.store.outbox.permitDot(
                    for: taken, policy: run.policy, under: rights)
            else {
                Issue.record("the dot was not permitted")
                return
            }
            #expect(try await run.store.jobs.cancel(intro, reason: "by a person") == .done)
            try await run.store.outbox.settle([
                MailSettlement(taken, .returned(after: .zero, reason: "429", as: .failed))
            ])
            run.clock.advance(by: .seconds(7_200))
            _ = try await run.job("intro", .draftAll)
            try await run.run(until: run.clock.now + Self.hour)
            #expect(run.sent.isEmpty)
            #expect(try await run.mails().allSatisfy { $0.state != .planned })
        }
    }

    /// After harm a person looks and makes another job: what was before does not count against it.
    @Test func aJobAfterHarmIsJudgedAnew() async throws {
        try await CampaignRun.with { run in
            var rules = Self.rules
            rules.guardrails = Guardrails(leastMails: 10)
            run.refused = Set((1...5).map { CampaignRun.lead("p\($0)") })
            try await run.apply(CampaignRun.draft(rules: rules, steps: Self.steps))
            try await run.add((1...40).map { ["p\($0)"] })
            let harmful = try await run.job("intro")
            try await run.run(until: run.clock.now + .seconds(2 * 3_600))
            #expect(try await run.record(harmful).state == .failed)
            run.clock.advance(by: .seconds(7_200))
            let next = try await run.job("intro")
            try await run.run(until: run.clock.now + .seconds(6 * 3_600))
            #expect(try await run.record(next).state == .completed)
            #expect(run.sent.count >= 35)
        }
    }
}
