import Correspondence
import Settings
import Storage
import Testing

/// A yes that must not, or cannot, be answered by itself: a person gets it, and no mail leaves.
@Suite(.fewAtATime) struct Unanswerable {
    @Test func whomTheSettingsNameIsHandedOver() async throws {
        let world = try await LoopbackScene.open { _ in }
        try await world.watching(change: { $0.neverAnswer.domains = ["creators.example"] }) { mosaic in
            try world.reply(Scene.interested)
            let story = try await mosaic.story(world, ends: .withPerson)
            #expect(story.openHandoffs.map(\.reason) == [HandoffReason.neverAnswer.rawValue])
            #expect(story.followUps.isEmpty)
            #expect(world.accepted == 0)
        }
    }
}
