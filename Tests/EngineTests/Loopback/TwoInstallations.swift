import Correspondence
import Settings
import Storage
import TestServers
import Testing

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

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

    /// A database that was kept while it watched a mailbox, and its copy.
    private static func copied() async throws -> (world: LoopbackScene, original: String, copy: String) {
        let world = try await LoopbackScene.open { _ in }
        let folder = try RunFolder.fresh("copied")
        let (original, copy) = (folder + "/mosaic.db", folder + "/copy.db")
        let mosaic = try await Mosaic.open(
            world.settings, on: .sqlite(path: original), installation: "original", home: "here")
        try await mosaic.watching {}
        await mosaic.close()
        try FileManager.default.copyItem(atPath: original, toPath: copy)
        return (world, original, copy)
    }

    @Test func twoCopiesOfOneDatabaseNoticeEachOtherAndNeitherSends() async throws {
        let (world, original, copy) = try await Self.copied()
        let first = try await Mosaic.open(
            world.settings, on: .sqlite(path: original), installation: "unused", home: "here")
        try await first.watching {
            let second = try await Mosaic.open(
                world.settings, on: .sqlite(path: copy), installation: "copy", home: "there")
            try await second.watching {
                for mosaic in [first, second] {
                    _ = try await eventually("the other is noticed") {
                        try await mosaic.store.accounts.all().first?.rival
                    }
                }
                try world.reply(Scene.interested)
                for mosaic in [first, second] {
                    _ = try await mosaic.story(world, "decided") { $0.conversation.nextFollowUpAt != nil }
                }
                try await Task.sleep(for: .seconds(2))
                #expect(world.accepted == 0)
            }
            await second.close()
        }
        await first.close()
        await world.close()
    }

    @Test func aDatabaseThatMovedGoesOnWithoutAPerson() async throws {
        let (world, _, copy) = try await Self.copied()
        let moved = try await Mosaic.open(
            world.settings, on: .sqlite(path: copy), installation: "moved", home: "there")
        try await moved.watching {
            try world.reply(Scene.interested)
            _ = try await moved.story(world, "mail 1 sent") { $0.sent.count == 1 }
            #expect(try await moved.store.accounts.all().first?.rival == nil)
        }
        await moved.close()
        await world.close()
    }
}
