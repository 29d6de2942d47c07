import Correspondence
import Outreach
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
            _ = try await mosaic.story(world, "mail 1 sent") { $0.sent.count == 1 }
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
        settings.secondMailDelay = .seconds(12)
        try await Mosaic.session(settings, on: place.location) { mosaic in
            try world.reply(Scene.interested)
            _ = try await mosaic.story(world, "mail 1 sent") { $0.sent.count == 1 }
        }
        try place.keep()
        try await Mosaic.session(settings, on: place.location) { mosaic in
            _ = try await mosaic.story(world, "mail 2 sent") { $0.sent.count == 2 }
        }
        #expect(world.accepted == 2)
        try place.restore()
        try await Mosaic.session(settings, on: place.location) { mosaic in
            let story = try await mosaic.story(world, "nothing is left to send now") {
                $0.sent.count == 2 || $0.conversation.state == .withPerson
            }
            try await Task.sleep(for: .seconds(3))
            #expect(world.accepted == 2)
            if story.conversation.state == .withPerson {
                #expect(story.openHandoffs.map(\.reason) == [HandoffReason.unknownOwnMail.rawValue])
            }
        }
        await world.close()
    }

    /// An installation on another database has taken the account over and gone on: what it sent is nobody's to repeat, and
    /// somebody hears of it.
    @Test func whatAnotherInstallationSentIsNotSentAgainAfterATakeOver() async throws {
        let world = try await LoopbackScene.open { _ in }
        var settings = world.settings
        settings.secondMailDelay = .seconds(15)
        let (one, other) = (try Place(), try Place())
        try await Mosaic.session(settings, on: one.location) { mosaic in
            try world.reply(Scene.interested)
            _ = try await mosaic.story(world, "mail 1 sent") { $0.sent.count == 1 }
        }
        try one.keep()
        try FileManager.default.copyItem(atPath: one.path, toPath: other.path)
        for suffix in ["-wal", "-shm"] where FileManager.default.fileExists(atPath: one.path + suffix) {
            try FileManager.default.copyItem(atPath: one.path + suffix, toPath: other.path + suffix)
        }
        try await Mosaic.session(settings, on: other.location) { mosaic in
            _ = try await mosaic.story(world, "mail 2 sent") { $0.sent.count == 2 }
        }
        try await Mosaic.session(settings, on: one.location) { mosaic in
            let story = try await mosaic.story(world, "known there") {
                $0.sent.count == 2 || $0.conversation.state == .withPerson
            }
            try await Task.sleep(for: .seconds(3))
            #expect(world.accepted == 2)
            #expect(story.sent.count == 2 || !story.openHandoffs.isEmpty, "somebody looks after it")
        }
        await world.close()
    }

    @Test func aCampaignsMailThatLeftSinceIsNotSentAgain() async throws {
        let world = try await LoopbackScene.open { _ in }
        let place = try Place()
        let people = ["ann@creators.example", "bob@creators.example"]
        try await Mosaic.session(world.settings, on: place.location) { mosaic in
            try await Self.makeCampaign(of: people, from: world.team, in: mosaic.store)
        }
        try place.keep()
        for round in 1...2 {
            try await Mosaic.session(world.settings, on: place.location) { mosaic in
                let campaign = try #require(try await mosaic.store.campaigns.list().first?.id)
                #expect(try await mosaic.store.campaigns.change(campaign, .started, reason: nil))
                _ = try await eventually("both openings are known to have left, round \(round)") {
                    let leads = try await mosaic.store.leads.list(of: campaign, limit: 10)
                    return leads.allSatisfy { $0.state == .active } ? true : nil
                }
            }
            for person in people { #expect(world.accepted(for: person) == 1, "round \(round)") }
            if round == 1 { try place.restore() }
        }
        await world.close()
    }

    private static func makeCampaign(of people: [String], from sender: String, in store: Store) async throws {
        let second = Duration.seconds(1)
        let draft = CampaignDraft(
            name: "spring", rules: CampaignRules(pacing: Pacing(gap: second...second, mailsBeforePause: nil)),
            senders: [CampaignDraft.Sender(try #require(EmailAddress(sender)))],
            steps: [
                CampaignDraft.Step(name: "intro", delay: .after(.zero), subject: "An idea", text: "Would you like it?"),
                CampaignDraft.Step(name: "reminder", delay: .days(3), text: "Did you see it?"),
            ])
        let campaign = try await store.campaigns.apply(draft).campaign
        let file = try await store.imports.begin("people.csv", sha256: "0", into: campaign)
        let leads = people.enumerated().compactMap { row, person in
            EmailAddress(person).map {
                NewLead(row: row, people: [NewLead.Person(address: $0, name: nil, fields: "{}")], fields: "{}")
            }
        }
        var progress = ImportProgress()
        _ = try await store.leads.admit(leads, of: file.id, into: campaign, progress: &progress, isLast: true)
    }
}
