import Correspondence
import Database
import Outreach
import Storage
import Testing
import Timing

@testable import Campaigning

/// A campaign whose steps a person releases.
@Suite struct JobTests {
    static let quick = Pacing(gap: .seconds(60)...(.seconds(120)), mailsBeforePause: nil)
    static let rules = CampaignRules(pacing: quick, release: .jobs)
    static let hour = Duration.seconds(3_600)
    static let steps = ["intro", "bump", "last"].enumerated().map { index, name in
        CampaignDraft.Step(
            name: name, delay: .after(.zero), subject: index == 0 ? "Hello {{ first_name }}" : nil,
            text: "\(name) {{ first_name }}")
    }

    static func withRun(
        _ people: [[String]], selected: Set<String> = [], accounts: [String] = ["one", "two"],
        _ body: (CampaignRun) async throws -> Void
    ) async throws {
        try await CampaignRun.with { run in
            try await run.apply(CampaignRun.draft(rules: rules, accounts: accounts, steps: steps))
            try await run.add(people, selected: selected)
            try await body(run)
        }
    }

    @Test func nothingLeavesBeforeAJobReleasesItAndThenThatStepAlone() async throws {
        try await Self.withRun([["a", "b"], ["c"]]) { run in
            try await run.run(until: run.clock.now + Self.hour)
            #expect(run.sent.isEmpty)
            let job = try await run.job("intro")
            try await run.run(until: run.clock.now + .seconds(86_400 * 10))
            #expect(run.sent.map(\.text).sorted() == ["intro a", "intro b", "intro c"])
            #expect(try await run.record(job).state == .completed)
            #expect(try await run.store.jobs.totals(of: job) == [.sent: 3])
            #expect(try await run.record().state == .draft)
            // The next round goes into the same conversations.
            _ = try await run.job("bump")
            try await run.run(until: run.clock.now + Self.hour)
            #expect(run.sent.count == 6)
            #expect(Set(run.sent.map(\.conversation)).count == 3)
        }
    }

    @Test func whoAnsweredIsSkippedAndTheLogSaysWhy() async throws {
        try await Self.withRun([["a"], ["b"], ["c"]]) { run in
            _ = try await run.job("intro")
            try await run.run(until: run.clock.now + Self.hour)
            try await run.answer(from: "b")
            let job = try await run.job("bump", at: run.clock.now + .seconds(7_200))
            try await run.run(until: run.clock.now + .seconds(3 * 3_600))
            #expect(run.sent.filter { $0.text.hasPrefix("bump") }.map(\.recipient.localPart).sorted() == ["a", "c"])
            let log = try await run.store.jobs.log(of: job, limit: 10)
            let skipped = try #require(log.first { $0.status == .skipped })
            #expect(skipped.recipient.localPart == "b")
            #expect(skipped.reason?.hasPrefix("replied") == true, "\(skipped.reason ?? "")")
            #expect(log.map(\.status).count { $0 == .sent } == 2)
        }
    }

    @Test(arguments: [
        (JobSelection.sendAll, ["SENT", "SENT"]), (.sendSelected, ["SENT"]), (.draftAll, ["DRAFTED", "DRAFTED"]),
        (.draftSelected, ["DRAFTED"]), (.draftSelectedSendRest, ["DRAFTED", "SENT"]),
    ])
    func theFiveSelectionsSendAndDraft(selection: JobSelection, statuses: [String]) async throws {
        try await Self.withRun([["a"], ["b"]], selected: ["a"]) { run in
            let job = try await run.job("intro", selection)
            try await run.run(until: run.clock.now + Self.hour)
            let log = try await run.store.jobs.log(of: job, limit: 10)
            #expect(log.map(\.status.rawValue) == statuses)
            #expect(log.first?.recipient.localPart == "a")
            #expect(run.sent.count == statuses.count { $0 == "SENT" })
            #expect(try await run.record(job).state == .completed)
        }
    }

    @Test func aDraftThatAPersonSendsCountsAndTheNextRoundGoesOn() async throws {
        try await Self.withRun([["a"]]) { run in
            let job = try await run.job("intro", .draftAll)
            try await run.run(until: run.clock.now + Self.hour)
            #expect(run.sent.isEmpty)
            let draft = try #require(try await run.mails().first)
            let account = try #require(run.rights.first { $0.value.0 == draft.account }).key
            try await run.fileInSent(try #require(draft.messageID), to: "a", from: account)
            #expect(try await run.store.jobs.totals(of: job) == [.sent: 1])
            _ = try await run.job("bump", at: run.clock.now + .seconds(7_200))
            try await run.run(until: run.clock.now + .seconds(3 * 3_600))
            #expect(run.sent.map(\.text) == ["bump a"])
        }
    }

    @Test func aSecondReminderNeedsForceAndAnAnswerBeatsForce() async throws {
        try await Self.withRun([["a"], ["b"]]) { run in
            for step in ["intro", "bump"] {
                _ = try await run.job(step)
                try await run.run(until: run.clock.now + .seconds(3 * 3_600))
            }
            let plain = try await run.job("last")
            try await run.run(until: run.clock.now + .seconds(3 * 3_600))
            #expect(try await run.store.jobs.totals(of: plain) == [.skipped: 2])
            try await run.answer(from: "b")
            let forced = try await run.job("last", force: true)
            try await run.run(until: run.clock.now + Self.hour)
            #expect(try await run.store.jobs.totals(of: forced) == [.sent: 1, .skipped: 1])
            #expect(run.sent.last?.text == "last a")
        }
    }

    /// SinergiaCRM#438: an impatient second "send now" sent everything again.
    @Test func aSecondJobFailsAtOnceAndSaysWhenThereIsRoom() async throws {
        try await Self.withRun([["a"], ["b"]]) { run in
            let first = try await run.job("intro")
            let began = run.clock.now
            let answer = try await run.answerToJob("intro")
            guard case .busy(let other, _, _, _, let freeAt) = answer else {
                Issue.record("\(answer)")
                return
            }
            #expect(other == first)
            #expect(freeAt == began + .seconds(7_200))
            try await run.run(until: run.clock.now + Self.hour)
            #expect(run.sent.count == 2)
            // The step was released already: another job of it finds nothing to send.
            run.clock.advance(by: .seconds(7_200))
            let again = try await run.job("intro")
            try await run.run(until: run.clock.now + Self.hour)
            #expect(run.sent.count == 2)
            #expect(try await run.store.jobs.totals(of: again) == [.skipped: 2])
        }
    }

    @Test func whoWaitsTakesTheEarliestTimeAndWhoSwitchesTheFreeAccount() async throws {
        try await Self.withRun([["a"], ["b"]], accounts: ["one"]) { run in
            _ = try await run.job("intro", at: run.clock.now + Self.hour)
            let other = try await run.apply(
                CampaignRun.draft("other", rules: Self.rules, accounts: ["one", "two"], steps: Self.steps))
            try await run.add([["c"], ["d"]], to: other)
            let waiting = try await run.job("intro", busy: .wait)
            #expect(try await run.record(waiting).startsAt == CampaignRun.start + .seconds(3 * 3_600))
            #expect(try await run.store.jobs.cancel(waiting, reason: "by a person") == .done)
            let switched = try await run.job("intro", busy: .switch)
            #expect(try await run.record(switched).accounts == [CampaignRun.address("two")])
            try await run.run(until: run.clock.now + .seconds(1_800))
            #expect(run.sent.map(\.account) == [CampaignRun.address("two"), CampaignRun.address("two")])
        }
    }

    @Test func aCancelledJobSendsNothingMoreAndFreesItsAccounts() async throws {
        try await Self.withRun((1...10).map { ["p\($0)"] }) { run in
            let job = try await run.job("intro")
            try await run.run(until: run.clock.now + Self.hour) { run.sent.count >= 3 }
            try await run.plan()
            let claim = try await run.claimedOrNil()
            #expect(try await run.store.jobs.cancel(job, reason: "by a person") == .done)
            let count = run.sent.count
            if let claim { try await run.send(claim) }
            try await run.run(until: run.clock.now + Self.hour)
            #expect(run.sent.count == count)
            let totals = try await run.store.jobs.totals(of: job)
            #expect(totals == [.sent: count, .skipped: 10 - count])
            #expect(try await run.store.jobs.cancel(job, reason: "again") != .done)
            run.clock.advance(by: .seconds(7_200))
            _ = try await run.job("intro")
            try await run.run(until: run.clock.now + Self.hour)
            #expect(Set(run.sent.map(\.recipient)).count == 10)
            #expect(run.sent.count == 10)
        }
    }

    @Test func aJobWhoseTimeWasLongAgoIsForAPerson() async throws {
        try await Self.withRun([["a"]]) { run in
            let job = try await run.job("intro", at: run.clock.now + Self.hour)
            run.clock.advance(by: .seconds(6 * 3_600))
            try await run.run(until: run.clock.now + Self.hour)
            #expect(run.sent.isEmpty)
            #expect(try await run.record(job).state == .failed)
        }
    }

    @Test func harmFailsTheJob() async throws {
        try await CampaignRun.with { run in
            var rules = Self.rules
            rules.guardrails = Guardrails(leastMails: 10)
            run.refused = Set((1...5).map { CampaignRun.lead("p\($0)") })
            try await run.apply(CampaignRun.draft(rules: rules, steps: Self.steps))
            try await run.add((1...40).map { ["p\($0)"] })
            let job = try await run.job("intro")
            try await run.run(until: run.clock.now + .seconds(2 * 3_600))
            #expect(try await run.record(job).state == .failed)
            #expect(try await run.record(job).reason?.contains("bounces after") == true)
            #expect(run.sent.count < 12)
        }
    }

    @Test func whatReleasesTheStepsIsSettledOnceAJobWasMade() async throws {
        try await Self.withRun([["a"]]) { run in
            _ = try await run.job("intro")
            let applied = try await run.store.campaigns.apply(CampaignRun.draft(steps: Self.steps))
            #expect(applied.refusal == .releaseIsSettled)
            try await run.run(until: run.clock.now + .seconds(86_400 * 8))
            #expect(run.sent.count == 1)
        }
    }
}

extension CampaignRun {
    /// What comes of the wish to release a step of the campaign that was applied last.
    func answerToJob(
        _ step: String, _ selection: JobSelection = .sendAll, force: Bool = false, busy: BusyPolicy = .fail,
        at start: Timestamp? = nil
    ) async throws -> JobAnswer {
        let whole = try await whole()
        let found = try #require(whole.steps.first { $0.name == step })
        return try await store.jobs.make(
            JobDraft(
                campaign: whole.campaign.id, step: found.step.id, selection: selection, force: force, busy: busy,
                startsAt: start))
    }

    func job(
        _ step: String, _ selection: JobSelection = .sendAll, force: Bool = false, busy: BusyPolicy = .fail,
        at start: Timestamp? = nil
    ) async throws -> JobID {
        let answer = try await answerToJob(step, selection, force: force, busy: busy, at: start)
        guard case .made(let job) = answer else {
            Issue.record("\(answer)")
            throw CancellationError()
        }
        return job.id
    }

    func record(_ job: JobID) async throws -> JobRecord { try #require(try await store.jobs.record(job)) }

    func claimedOrNil() async throws -> MailClaim? {
        try await store.outbox.claimDue(
            of: rights.keys.sorted(), limit: 1, lease: .seconds(300), policy: policy
        ).first
    }
}
