import Foundation
import Testing

@testable import Campaigning

/// Random stories of campaigns, judged by what people got. `MOSAIC_CAMPAIGN_STORIES=1000` tells that many.
@Suite struct CampaignStoryTests {
    private static let seeds = UInt64(ProcessInfo.processInfo.environment["MOSAIC_CAMPAIGN_STORIES"] ?? "") ?? 6

    @Test func noStoryBreaksALaw() async throws {
        for seed in 1...Self.seeds {
            let faults = try await CampaignStory.faults(seed: seed)
            #expect(faults.isEmpty, "seed \(seed): \(faults.prefix(5).joined(separator: "; "))")
        }
    }

    /// An auditor that notices nothing proves nothing.
    @Test(arguments: [
        CampaignRun.Sabotage.judgesHoursInUTC, .ignoresRefusedPermissions, .forgetsTheGap,
    ])
    func whatIsBrokenIsNoticed(_ sabotage: CampaignRun.Sabotage) async throws {
        for seed in 1...20 as ClosedRange<UInt64> {
            if try await !CampaignStory.faults(seed: seed, sabotage: sabotage).isEmpty { return }
        }
        Issue.record("twenty stories show nothing of it")
    }

    /// The database lets no step be planned twice for one person, whatever a planner wants.
    @Test func aPlannerThatReservesTwiceSendsOnce() async throws {
        let faults = try await CampaignStory.faults(seed: 3, sabotage: .reservesTwice)
        #expect(faults.isEmpty, "\(faults.prefix(5))")
    }
}
