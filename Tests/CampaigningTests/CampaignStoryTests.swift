import Foundation
import Testing

@testable import Campaigning

/// Random stories of campaigns, judged by what people got. A story takes some five seconds of a processor: few are told, unless
/// `MOSAIC_CAMPAIGN_STORIES=20` says how many.
@Suite struct CampaignStoryTests {
    @Test func noStoryBreaksALaw() async throws {
        for seed in 1...max(1, CampaignStories.count) {
            let faults = try await CampaignStory.faults(seed: seed)
            #expect(faults.isEmpty, "seed \(seed): \(faults.prefix(5).joined(separator: "; "))")
        }
    }

    /// An auditor that notices nothing proves nothing.
    @Test(arguments: [CampaignRun.Sabotage.judgesHoursInUTC, .forgetsTheGap, .redrawsVariants])
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

/// How many stories are told.
enum CampaignStories {
    static let count = UInt64(ProcessInfo.processInfo.environment["MOSAIC_CAMPAIGN_STORIES"] ?? "") ?? 3
}
