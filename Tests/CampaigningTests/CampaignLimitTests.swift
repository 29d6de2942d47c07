import Correspondence
import Outreach
import Storage
import Testing
import Timing

@testable import Campaigning

/// The planner asks the same limits as the sender.
@Suite struct CampaignLimitTests {
    @Test func aCampaignGoesOnOnceTheLimitOfItsAccountCountsAnew() async throws {
        try await CampaignRun.with(accounts: ["one"], dailyLimit: 2) { run in
            try await run.apply(
                CampaignRun.draft(rules: CampaignRules(pacing: Pacing(mailsBeforePause: nil)), accounts: ["one"]))
            try await run.add((1...9).map { ["p\($0)"] })
            try await run.begin()
            let account = try run.account("one")
            func hour() async throws -> Int {
                try await run.run(until: run.clock.now + .seconds(3_600))
                return run.sent.count
            }
            #expect(try await hour() == 2)
            #expect(try await run.store.accounts.resetLimit(of: account) == 2)
            #expect(try await hour() == 4)
            #expect(try await hour() == 4)
            // Its provider has counted all of them.
            try await run.store.accounts.note(providerLimit: 5, of: account)
            #expect(try await run.store.accounts.resetLimit(of: account) == 2)
            #expect(try await hour() == 5)
        }
    }

    @Test func youngAccountsSendMoreAfterEachDateWithMail() async throws {
        try await CampaignRun.with { run in
            let place = "America/New_York"
            let zone = try #require(ZoneFolder.zone(named: place), "needs tzdata")
            let rules = CampaignRules(
                zone: place, hours: try #require(WeekHours("mon-fri 09:00-23:00")), rampUp: RampUp(start: 2, step: 3),
                pacing: Pacing(gap: .seconds(60)...(.seconds(60)), mailsBeforePause: nil))
            let draft = CampaignRun.draft(rules: rules, steps: [CampaignRun.twoSteps[0]])
            let id = try await run.apply(draft)
            try await run.add((1...60).map { ["p\($0)"] })
            try await run.begin()
            let began = run.clock.now
            func situation() async throws -> PlanningSnapshot {
                try #require(try await run.store.leads.situation(of: id, zones: ZoneFolder.zone))
            }
            let leads = try await run.store.leads.running(of: id, after: nil, limit: 100)
            let forecast = try await situation().forecast(
                leads.map { ForecastLead($0) }, in: zone, draws: Draws(key: DrawKey(secret: Array(1...32))),
                until: began + .seconds(40 * 86_400))
            try await run.run(until: began + .seconds(86_400))
            // The first date is used up; each account says so, and when it goes on.
            let gates = try await situation().gates(in: zone).filter { $0.name == .rampUp }
            #expect(gates.count == 2)
            try await run.run(until: began + .seconds(40 * 86_400))
            #expect(run.sent.count == 60)
            for (account, mails) in Dictionary(grouping: run.sent, by: \.account) {
                let days = Dictionary(grouping: mails) { zone.localTime(at: $0.at).day }
                for (place, day) in days.keys.sorted().enumerated() {
                    let left = days[day]?.count ?? 0
                    #expect(left <= 2 + 3 * place, "\(account): \(left) on \(day.text), after \(place) dates with mail")
                    // Only the last date may have less: nobody waits any more.
                    #expect(left == 2 + 3 * place || place == days.count - 1)
                }
            }
            #expect(forecast.lastAt == run.sent.map(\.at).max())
        }
    }
}
