import Testing
import Timing

@testable import Outreach

@Suite struct GuardrailTests {
    @Test(
        arguments: [
            (CampaignReception(mails: 49, bounces: 49), nil), (CampaignReception(mails: 100, bounces: 4), nil),
            (CampaignReception(mails: 100, bounces: 5), "5 bounces after 100 mails (5.0 %; 5.0 % is allowed)"),
            (
                CampaignReception(mails: 63, bounces: 4, optOuts: 1),
                "4 bounces after 63 mails (6.3 %; 5.0 % is allowed)"
            ),
            (CampaignReception(mails: 1_001, complaints: 1), nil),
            (CampaignReception(mails: 1_000, complaints: 1), "1 complaint after 1000 mails (0.1 %; 0.1 % is allowed)"),
            (CampaignReception(mails: 100, optOuts: 3), "3 opt-outs after 100 mails (3.0 %; 3.0 % is allowed)"),
            // The worst is named: ten times its limit, against twice.
            (
                CampaignReception(mails: 100, bounces: 10, complaints: 1),
                "1 complaint after 100 mails (1.0 %; 0.1 % is allowed)"
            ),
            (CampaignReception(mails: 0), nil), (CampaignReception(mails: 100), nil),
        ] as [(CampaignReception, String?)])
    func campaignsArePausedWithTheirNumbers(reception: CampaignReception, reason: String?) {
        #expect(Guardrails().breach(reception)?.description == reason)
    }

    /// Counting further would change nothing: the cost of a look does not grow with the campaign.
    @Test(arguments: [
        CampaignReception(mails: 0, bounces: 3), CampaignReception(mails: 0, complaints: 2),
        CampaignReception(mails: 0, bounces: 9, complaints: 1, optOuts: 4), CampaignReception(mails: 0),
    ])
    func mailsBeyondThoseThatMatterChangeNothing(_ harm: CampaignReception) {
        for rails in [Guardrails(), Guardrails(leastMails: 1), Guardrails(bounces: 0, complaints: nil)] {
            let most = rails.mostMails(for: harm)
            for mails in [1, 10, 59, 60, 61, 99, 134, 180, 999, 1_000, 1_001, 2_001, 5_000] {
                var whole = harm
                var counted = harm
                whole.mails = mails
                counted.mails = min(mails, most)
                #expect((rails.breach(whole) == nil) == (rails.breach(counted) == nil), "\(mails), \(most)")
            }
        }
    }

    @Test func aLimitOfZeroAllowsNone() {
        let strict = Guardrails(leastMails: 1, bounces: 0)
        #expect(strict.breach(CampaignReception(mails: 10_000)) == nil)
        #expect(strict.breach(CampaignReception(mails: 10_000, bounces: 1))?.kind == .bounces)
    }
}

@Suite struct GuardWindowTests {
    private func instant(_ hour: Double) -> Timestamp { .epoch + .milliseconds(Int64(hour * 3_600_000)) }

    private func job(_ key: Int64, _ hour: Double, isRunning: Bool = false) -> AccountJob {
        AccountJob(key: key, startsAt: instant(hour), isRunning: isRunning)
    }

    @Test(
        arguments: [
            // Jobs at these hours, the wanted hour: the nearest, and from when on there is room.
            ([], 5.0, nil, 0.0), ([3.0], 5.0, nil, 0), ([3.0], 4.99, 0, 5.0), ([3.0], 3.0, 0, 5), ([7.0], 5.01, 0, 9),
            ([3.0, 6.0], 4.5, 0, 8), ([3.0, 7.0], 4.5, 0, 5), ([10.0, 4.0, 7.5], 3.0, 1, 12.0),
            ([4.0, 5.0, 6.9], 3.5, 0, 8.9),
        ] as [([Double], Double, Int?, Double)])
    func jobsKeepTheirDistance(hours: [Double], wanted: Double, nearest: Int?, freeAt: Double) {
        let jobs = hours.enumerated().map { job(Int64($0.offset), $0.element) }
        let conflict = GuardWindow().conflict(startingAt: instant(wanted), with: jobs)
        let expected = nearest.map { GuardWindow.Conflict.tooNear(jobs[$0], freeAt: instant(freeAt)) }
        #expect(conflict == expected)
        if expected != nil { #expect(GuardWindow().conflict(startingAt: instant(freeAt), with: jobs) == nil) }
    }

    @Test func aRunningJobHasTheAccountForItself() {
        let running = job(2, 0, isRunning: true)
        #expect(GuardWindow().conflict(startingAt: instant(100), with: [job(1, 50), running]) == .running(running))
    }

    @Test func theDistanceCanBeSwitchedOff() {
        #expect(GuardWindow(span: .zero).conflict(startingAt: instant(3), with: [job(1, 3)]) == nil)
    }
}

@Suite struct VariantTrialTests {
    private func result(_ mails: Int, _ successes: Int, harms: Int = 0) -> VariantResult {
        VariantResult(leads: mails, successes: successes, harms: harms)
    }

    /// By hand: 60 of 300 against 30 of 300 leads by 3.43 standard deviations.
    @Test(arguments: [
        (60, 300, 30, 300, 3.430), (30, 300, 60, 300, -3.430), (10, 100, 10, 100, 0), (0, 100, 0, 100, 0),
        (100, 100, 100, 100, 0),
    ])
    func leadsAreCounted(count: Int, of: Int, otherCount: Int, otherOf: Int, lead: Double) {
        #expect(abs(VariantTrial.lead((count, of), (otherCount, otherOf)) - lead) < 0.001)
    }

    @Test(arguments: [
        (1, VariantTrial.Verdict.open), (2, .winner(0)), (3, .winner(0)), (4, .winner(0)), (0, .open), (5, .open),
    ])
    func firstLooksAskForMore(look: Int, verdict: VariantTrial.Verdict) {
        #expect(VariantTrial.verdict([result(300, 60), result(300, 30)], look: look) == verdict)
    }

    @Test func theBestMustLeadBeforeEachOfTheOthers() {
        #expect(VariantTrial.verdict([result(300, 30), result(300, 60), result(300, 30)], look: 4) == .winner(1))
        #expect(VariantTrial.verdict([result(300, 30), result(300, 60), result(300, 55)], look: 4) == .open)
    }

    @Test func aVariantThatHarmsNeverWins() {
        #expect(VariantTrial.verdict([result(300, 60, harms: 9), result(300, 30, harms: 3)], look: 4) == .harmful(0))
        #expect(VariantTrial.verdict([result(300, 60, harms: 4), result(300, 30, harms: 3)], look: 4) == .winner(0))
    }

    @Test func fewMailsSayNothing() {
        #expect(VariantTrial.verdict([result(99, 90), result(300, 3)], look: 4) == .tooEarly)
        #expect(VariantTrial.verdict([result(300, 90)], look: 4) == .open)
    }

    /// Two equal variants, looked at four times: a winner is found in about one of twenty trials, on either side.
    @Test func equalVariantsSeldomHaveAWinner() {
        var random = SplitMix64(state: 99)
        var winners = 0
        for _ in 0..<2_000 {
            var successes = [0, 0]
            for look in 1...VariantTrial.looks {
                for variant in 0...1 {
                    successes[variant] += (0..<250).count { _ in Double.random(in: 0..<1, using: &random) < 0.1 }
                }
                let results = successes.map { result(250 * look, $0) }
                guard case .winner = VariantTrial.verdict(results, look: look) else { continue }
                winners += 1
                break
            }
        }
        #expect((60...140).contains(winners), "\(winners) of 2000")
    }
}
