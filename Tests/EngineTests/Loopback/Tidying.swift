import Correspondence
import Settings
import Storage
import Testing
import Timing

@testable import Engine

/// What is not needed any more is removed while the engine works on the same rows.
@Suite(.fewAtATime) struct Tidying {
    @Test func removingEverythingThatMayGoDisturbsNoConversation() async throws {
        let world = try await LoopbackScene.open()
        try await world.watching(
            change: { ($0.secondMailDelay, $0.pollingInterval) = (.seconds(6), .seconds(1)) }
        ) { mosaic in
            let pass = RetentionPass(
                store: mosaic.store, spans: RetentionSpans(traces: .zero, texts: .zero), page: 1,
                pause: .milliseconds(1))
            try world.reply(Scene.interested)
            _ = try await mosaic.story(world, "mail 1 sent") { $0.sent.count == 1 }
            var changed = try await pass.run()
            _ = try await mosaic.story(world, "mail 2 sent") { $0.sent.count == 2 }
            changed += try await pass.run()
            #expect(changed > 0)
            try world.deliver(world.outreach.reply("No thanks, I'm not interested."))
            let story = try await mosaic.story(world, ends: .completed)
            #expect(story.followUps.filter(\.state.isOpen).isEmpty)
            _ = try await pass.run()
            #expect(world.accepted == 2)
        }
    }
}
