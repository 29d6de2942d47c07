import Correspondence
import Settings
import Storage
import TestServers
import Testing
import Timing

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// The database is as it was some time ago, and the mailboxes are not.
@Suite(.fewAtATime) struct RestoredBackup {
    /// A file that can be put back.
    private struct Place {
        let path: String
        private let copy: String

        init() throws {
            let folder = try RunFolder.fresh("restored")
            (path, copy) = (folder + "/mosaic.db", folder + "/copy.db")
        }

        var location: BackingLocation { .sqlite(path: path) }

        func keep() throws { try FileManager.default.copyItem(atPath: path, toPath: copy) }

        func restore() throws {
            for suffix in ["", "-wal", "-shm"] where FileManager.default.fileExists(atPath: path + suffix) {
                try FileManager.default.removeItem(atPath: path + suffix)
            }
            try FileManager.default.copyItem(atPath: copy, toPath: path)
        }
    }

    @Test func anAnswerThatLeftSinceIsNotSentAgainAndItsConversationIsNotLost() async throws {
        let world = try await LoopbackScene.open { _ in }
        let place = try Place()
        try await Mosaic.session(world.settings, on: place.location) { _ in }
        try place.keep()
        try await Mosaic.session(world.settings, on: place.location) { mosaic in
            try world.reply(Scene.interested)
            _ = try await mosaic.story(world, "stage 1 sent") { $0.sent.count == 1 }
        }
        try place.restore()
        try await Mosaic.session(world.settings, on: place.location) { mosaic in
            let story = try await mosaic.story(world, "known again") {
                !$0.sent.isEmpty || $0.conversation.state == .withPerson
            }
            try await Task.sleep(for: .seconds(3))
            #expect(world.accepted == 1)
            #expect(!story.sent.isEmpty || !story.openHandoffs.isEmpty, "somebody looks after it")
        }
        await world.close()
    }

    @Test func aFollowUpThatLeftSinceIsNotSentAgain() async throws {
        let world = try await LoopbackScene.open { _ in }
        let place = try Place()
        var settings = world.settings
        settings.stage2Delay = .seconds(12)
        try await Mosaic.session(settings, on: place.location) { mosaic in
            try world.reply(Scene.interested)
            _ = try await mosaic.story(world, "stage 1 sent") { $0.sent.count == 1 }
        }
        try place.keep()
        try await Mosaic.session(settings, on: place.location) { mosaic in
            _ = try await mosaic.story(world, "stage 2 sent") { $0.sent.count == 2 }
        }
        #expect(world.accepted == 2)
        try place.restore()
        try await Mosaic.session(settings, on: place.location) { mosaic in
            _ = try await mosaic.story(world, "nothing is left to send now") {
                $0.sent.count == 2 || $0.conversation.state == .withPerson
            }
            try await Task.sleep(for: .seconds(3))
            #expect(world.accepted == 2)
        }
        await world.close()
    }
}
