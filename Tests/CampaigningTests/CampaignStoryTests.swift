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

    /// An auditor that notices nothing proves nothing. Each is noticed for what it does, not for what follows from it.
    @Test(arguments: [
        (CampaignRun.Sabotage.judgesHoursInUTC, "is outside the hours"), (.forgetsTheGap, "between two mails"),
        (.redrawsVariants, "in two ways"), (.overlooksPauses, "left during a pause"),
    ])
    func whatIsBrokenIsNoticed(_ sabotage: CampaignRun.Sabotage, _ sentence: String) async throws {
        for seed in 1...20 as ClosedRange<UInt64> {
            let faults = try await CampaignStory.faults(seed: seed, sabotage: sabotage)
            if faults.contains(where: { $0.hasSuffix(sentence) }) { return }
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
