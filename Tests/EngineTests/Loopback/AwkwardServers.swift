import Correspondence
import Engine
import Logging
import PostOffice
import Settings
import Storage
import Testing
import Timing

/// Servers that refuse what others do, break off, or lack a mailbox: the account is served all the same.
@Suite(.fewAtATime) struct AwkwardServers {
    /// Without Sent nothing tells what is outreach, or whether a person has answered.
    @Test func sentThatAppearsLaterIsReadAndOnlyThenSomethingIsSent() async throws {
        let style = MailboxStyle(isGmail: false, names: [(.drafts, "Drafts"), (.junk, "Junk"), (.trash, "Trash")])
        let world = try await LoopbackScene.open(style: style, filesOutreach: false)
        var settings = world.settings
        settings.pollingInterval = .seconds(1)
        let mosaic = try await Mosaic.open(settings, on: .sqlite(path: ":memory:"))
        try await mosaic.running { engine in
            _ = try await eventually("told") { mosaic.log.lines(named: "watcher.no_sent_mailbox").first }
            try world.reply(Scene.interested)
            _ = try await eventually("read") {
                try await mosaic.inboxStates().values.contains(.decided) ? true : nil
            }
            #expect(engine.watchedAccounts.isEmpty)
            try world.createMailbox("sent")
            try world.fileSent(world.outreach)
            _ = try await mosaic.story(world, "mail 1 sent", within: .seconds(60)) { $0.sent.count == 1 }
        }
        await mosaic.close()
        await world.close()
    }

    @Test func aServerThatHearsNoNameAndNotifiesNobodyIsAskedNowAndThen() async throws {
        let world = try await LoopbackScene.open()
        world.imap.options.commandFaults = ["ID (": .refused("not now"), "IDLE": .refused("not here")]
        try await world.watching(change: { $0.pollingInterval = .seconds(1) }) { mosaic in
            try world.reply(Scene.interested)
            _ = try await mosaic.story(world, "mail 1 sent", within: .seconds(60)) { $0.sent.count == 1 }
            #expect(mosaic.log.lines(named: "watcher.failed").isEmpty)
        }
    }

    /// Servers restart, and drop connections now and then.
    @Test func aLostConnectionIsWorthALineAndNoAlarm() async throws {
        let world = try await LoopbackScene.open()
        try await world.watching(change: { $0.pollingInterval = .seconds(1) }) { mosaic in
            await world.imap.dropConnections()
            let line = try await eventually("told") { mosaic.log.lines(named: "watcher.reconnects").first }
            #expect(line.level == .info)
            try world.reply(Scene.interested)
            _ = try await mosaic.story(world, "mail 1 sent", within: .seconds(60)) { $0.sent.count == 1 }
            #expect(mosaic.log.lines(named: "watcher.failed").isEmpty)
        }
    }

    /// Marking a mail ends every connection: others are read and answered, and the server is not hammered.
    @Test func anActionAtWhichConnectionsBreakKeepsNobodyWaiting() async throws {
        let world = try await LoopbackScene.open()
        let person = "second@creators.example"
        let other = world.letter(
            to: person, "Collaboration with you", "Hi,\n\nwould you like to try our product in a video?")
        try world.fileSent(other)
        world.imap.options.commandFaults = ["UID STORE": .dropped]
        try await world.watching(change: { $0.pollingInterval = .seconds(1) }) { mosaic in
            let uid = try world.deliver(world.outreach.reply("How much do you pay per video?"))
            _ = try await eventually("it broke") { mosaic.log.lines(named: "mailbox.action_failed").first }
            try world.deliver(other.reply(Scene.interested))
            _ = try await eventually("the other is answered", within: .seconds(90)) {
                world.accepted(for: person) == 1 ? true : nil
            }
            #expect(world.imapConnections < 30)
            world.imap.options.commandFaults = [:]
            _ = try await eventually("marked in the end", within: .seconds(300)) {
                try world.office.flags(of: uid, in: .inbox, of: world.team) == ["$MosaicHuman"] ? true : nil
            }
        }
    }
}
