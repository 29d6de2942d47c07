import Correspondence
import Settings
import Storage
import Testing

/// Two databases that know nothing of each other watch one mailbox.
@Suite(.fewAtATime) struct TwoInstallations {
    @Test func theyNoticeEachOtherAndNeitherSends() async throws {
        let world = try await LoopbackScene.open { _ in }
        let first = try await Mosaic.open(world.settings, on: .sqlite(path: ":memory:"), installation: "first")
        let second = try await Mosaic.open(world.settings, on: .sqlite(path: ":memory:"), installation: "second")
        try await first.watching {
            try await second.watching {
                try world.reply(Scene.interested)
                for mosaic in [first, second] {
                    _ = try await eventually("the other is noticed") {
                        try await mosaic.store.accounts.all().first?.rival
                    }
                    _ = try await mosaic.story(world, "decided") { $0.conversation.nextFollowUpAt != nil }
                }
                try await Task.sleep(for: .seconds(2))
                #expect(world.accepted == 0)
            }
        }
        await first.close()
        await second.close()
        await world.close()
    }
}
