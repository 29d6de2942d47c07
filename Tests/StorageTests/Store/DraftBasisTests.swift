import Correspondence
import Outreach
import Testing

@testable import Storage

/// An edit overwrites only what its writer has seen.
@Suite struct DraftBasisTests {
    private static func draft(_ name: String, _ text: String) -> CampaignDraft {
        CampaignDraft(
            name: name, rules: CampaignRules(), senders: [CampaignDraft.Sender(StoreScene.team)],
            steps: [CampaignDraft.Step(name: "intro", delay: .after(.zero), subject: "Hi", text: text)])
    }

    /// Applies drafts with the texts "0", "1" … at once; the one that was applied, and why the others were not.
    private static func race(
        _ store: Store, _ name: String, over basis: DraftBasis
    ) async throws -> (winners: [String], refusals: [DraftRefusal]) {
        try await withThrowingTaskGroup(of: (String, DraftRefusal?).self) { group in
            for number in 0..<4 {
                group.addTask {
                    let text = "\(number)"
                    return (text, try await store.campaigns.apply(draft(name, text), over: basis).refusal)
                }
            }
            var (winners, refusals): ([String], [DraftRefusal]) = ([], [])
            for try await (text, refusal) in group {
                if let refusal { refusals.append(refusal) } else { winners.append(text) }
            }
            return (winners, refusals)
        }
    }

    @Test(arguments: SQLFixture.both)
    func ofManyWhoEditAVersionOneIsHeard(_ fixture: SQLFixture) async throws {
        try await fixture.withScene { scene in
            let store = scene.store
            _ = try await store.campaigns.apply(Self.draft("spring", "Hello"), over: .new)
            for version in Int64(1)...5 {
                let (winners, refusals) = try await Self.race(store, "spring", over: .version(version))
                #expect(refusals == [.overtaken, .overtaken, .overtaken])
                let whole = try #require(try await store.campaigns.whole(named: "spring"))
                #expect(whole.steps.compactMap(\.template.text) == winners)
                #expect(whole.campaign.version == version + 1)
            }
            #expect(
                try await store.campaigns.apply(Self.draft("spring", "Late"), over: .version(1)).refusal == .overtaken)
            #expect(try await store.campaigns.apply(Self.draft("spring", "File"), over: .any).refusal == nil)
        }
    }

    @Test(arguments: SQLFixture.both)
    func aNewCampaignNeverOverwritesOneThatAppearedMeanwhile(_ fixture: SQLFixture) async throws {
        try await fixture.withScene { scene in
            for number in 1...5 {
                let name = "spring \(number)"
                let (winners, refusals) = try await Self.race(scene.store, name, over: .new)
                #expect(refusals == [.nameIsTaken, .nameIsTaken, .nameIsTaken])
                let whole = try #require(try await scene.store.campaigns.whole(named: name))
                #expect(whole.steps.compactMap(\.template.text) == winners)
                #expect(whole.campaign.version == 1)
            }
        }
    }
}
