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
}
