import Correspondence
import Database
import PostOffice
import Settings
import Testing
import Timing

@testable import Storage

/// A server that does not hand a message over: it must end in a row, and keep no other from being read.
@Suite(.fewAtATime) struct WithheldMail {
    @Test(
        arguments: [
            Withholding.leftOut, .refused("cannot convert the item"), .dropped,
            .refused("[SERVERBUG] internal error occurred"),
        ])
    func theOthersAreReadAndAPersonGetsItByItsPlace(_ fault: Withholding) async throws {
        let world = try await LoopbackScene.open()
        world.imap.options.withheld = [2: fault]
        try await world.watching(change: { $0.pollingInterval = .seconds(1) }) { mosaic in
            try world.deliver(Self.other(1))
            try world.deliver(Self.other(2))
            try world.reply(Scene.interested)
            let story = try await mosaic.story(world, "mail 1 sent", within: .seconds(100)) { $0.sent.count == 1 }
            #expect(story.conversation.state == .inSequence)
            let states = try await mosaic.inboxStates()
            #expect(states == [1: .decided, 2: .quarantined, 3: .decided])
            #expect(world.imapConnections < 30)
            let pauses = mosaic.log.lines(named: "watcher.failed").compactMap { $0.facts["again_in"] }
            if fault == .dropped {
                #expect(
                    pauses.allSatisfy { ["0s", "1s", "2s", "3s", "4s"].contains($0) }, "they do not grow: \(pauses)")
            }
        }
    }

    /// The texts of several mails in Sent are asked for together; one of them ends every connection that asks for it.
    @Test func aTextInSentAtWhichConnectionsBreakIsAskedForAloneAndThenNoMore() async throws {
        let world = try await LoopbackScene.open()
        for number in 2...6 {
            try world.fileSent(
                world.letter(
                    to: "person\(number)@people.example", world.outreach.subject,
                    "Hi,\n\nwould you like to try our product in a video?"))
        }
        world.imap.options.withheld = [3: .droppedWhole]
        try await world.watching(change: {
            $0.pollingInterval = .seconds(1)
            $0.outreach = .similar
        }) { mosaic in
            try world.reply(Scene.interested)
            _ = try await mosaic.story(world, "mail 1 sent", within: .seconds(480)) { $0.sent.count == 1 }
            let read = try await mosaic.sketchedUIDs()
            #expect(read.isSuperset(of: [1, 2, 4, 5, 6]))
            #expect(!read.contains(3))
            // Once with the others, three times alone; each time on two connections.
            #expect(world.imapConnections <= 14)
        }
    }

    /// One that the server does not hand over must not hide those beside it.
    @Test(arguments: [Withholding.leftOut, .refused("cannot convert the item")])
    func aMessageThatIsWithheldInAnArchiveHidesNoOther(_ fault: Withholding) async throws {
        let world = try await LoopbackScene.open()
        try await world.watching(change: { ($0.secondMailDelay, $0.pollingInterval) = (.seconds(15), .seconds(2)) }) {
            mosaic in
            try world.reply(Scene.interested)
            _ = try await mosaic.story(world, "mail 2 planned") {
                $0.sent.count == 1 && $0.conversation.nextFollowUpAt != nil
            }
            let archive = Folder.named("Archive")
            world.imap.options.withheld = [1: fault]
            let news = Letter(
                from: "news@shop.example", to: ["team@mosaic.test"], subject: "Offers",
                id: Letter.freshID(at: "shop.example"), text: "Ten offers for this week.")
            for letter in [news, world.outreach.reply("No thanks, I'm not interested.")] {
                let uid = try world.deliver(letter, into: .drafts)
                try world.move(uid, from: .drafts, to: archive)
            }
            let story = try await mosaic.story(world, ends: .completed)
            #expect(story.followUps.filter(\.state.isOpen).isEmpty)
            #expect(mosaic.log.lines(named: "mailbox.message_withheld").count >= 1)
        }
    }

    @Test func aServerThatIsNotWellIsWaitedFor() async throws {
        let world = try await LoopbackScene.open()
        try await world.watching { mosaic in
            world.imap.options.withheld = [1: .refused("[UNAVAILABLE] try again later")]
            let before = world.imapConnections
            try world.reply(Scene.interested)
            _ = try await eventually("asked again") { world.imapConnections > before + 1 ? true : nil }
            world.imap.options.withheld = [:]
            _ = try await mosaic.story(world, "mail 1 sent", within: .seconds(60)) { $0.sent.count == 1 }
            #expect(try await mosaic.inboxStates() == [1: .decided])
        }
    }

    /// "Later" for one of several is no reason to give it up, nor to keep the others waiting.
    @Test func whatIsRefusedForNowIsAskedForAgain() async throws {
        let world = try await LoopbackScene.open()
        world.imap.options.withheld = [2: .refused("[SERVERBUG] internal error occurred")]
        try await world.watching(change: { $0.pollingInterval = .seconds(1) }) { mosaic in
            try world.deliver(Self.other(1))
            try world.reply(Scene.interested)
            try world.deliver(Self.other(3))
            _ = try await eventually("the others read", within: .seconds(20)) {
                try await mosaic.inboxStates() == [1: .decided, 2: .quarantined, 3: .decided] ? true : nil
            }
            world.imap.options.withheld = [:]
            _ = try await eventually("read after all", within: .seconds(120)) {
                try await mosaic.inboxStates() == [1: .decided, 2: .decided, 3: .decided] ? true : nil
            }
            _ = try await mosaic.story(world, "mail 1 sent", within: .seconds(60)) { $0.sent.count == 1 }
            #expect(mosaic.log.lines(named: "message.quarantined").isEmpty, "no person was told")
        }
    }

    /// A whole batch that is refused may take a minute or two, and not that for each of its messages.
    @Test func aBatchThatIsRefusedEndsInRowsAndWhatComesAfterItIsRead() async throws {
        let world = try await LoopbackScene.open()
        // UIDs that no mail in Sent has.
        for number in 1...10 { try world.deliver(Self.other(number)) }
        let refused = (11...18).map(UInt32.init)
        for uid in refused { world.imap.options.withheld[uid] = .refused("[SERVERBUG] internal error occurred") }
        try await world.watching(change: { $0.pollingInterval = .seconds(1) }) { mosaic in
            for number in 11...18 { try world.deliver(Self.other(number)) }
            _ = try await eventually("asked") { mosaic.log.lines(named: "watcher.failed").isEmpty ? nil : true }
            try world.reply(Scene.interested)
            _ = try await mosaic.story(world, "mail 1 sent", within: .seconds(150)) { $0.sent.count == 1 }
            let states = try await mosaic.inboxStates()
            #expect(states.keys.sorted() == Array(11...19))
            #expect(refused.allSatisfy { states[$0] == .quarantined })
            #expect(states[19] == .decided)
            #expect(world.imapConnections < 16)
        }
    }

    /// A reply whose header comes and whose text does not.
    @Test func aTextThatIsAlwaysPutOffGoesToAPersonAndKeepsNobodyWaiting() async throws {
        let world = try await LoopbackScene.open()
        for number in 1...4 { try world.deliver(Self.other(number)) }
        world.imap.options.withheld = [5: .refusedWhole("[UNAVAILABLE] try again later")]
        try await world.watching(change: { $0.pollingInterval = .seconds(1) }) { mosaic in
            try world.reply(Scene.interested)
            try world.deliver(Self.other(6))
            _ = try await eventually("taken in unread", within: .seconds(120)) {
                try await mosaic.inboxStates()[5] == .decided ? true : nil
            }
            let story = try await mosaic.story(world, ends: .withPerson)
            #expect(story.openHandoffs.map(\.reason) == [HandoffReason.unreadable.rawValue])
            _ = try await eventually("the other read", within: .seconds(30)) {
                try await mosaic.inboxStates() == [5: .decided, 6: .decided] ? true : nil
            }
            #expect(world.accepted == 0)
        }
    }

    private static func other(_ number: Int) -> Letter {
        Letter(
            from: "news@shop.example", to: ["team@mosaic.test"], subject: "Offer \(number)",
            id: Letter.freshID(at: "shop.example"), text: "Ten offers for this week.")
    }
}

extension Mosaic {
    /// Mails in Sent whose text was read and compared.
    fileprivate func sketchedUIDs() async throws -> Set<UInt32> {
        Set(
            try await store.database.read { session in
                try await session.query(
                    "SELECT uid FROM messages WHERE role = 'sent' AND group_id IS NOT NULL"
                ).map { try $0["uid", as: UInt32.self] }
            })
    }

    /// What became of each message of the inbox, by UID; those that were found elsewhere are left out.
    func inboxStates() async throws -> [UInt32: MessageState] {
        try await store.database.read { session in
            try await session.query("SELECT uid, state FROM messages WHERE role = 'inbox' AND uidvalidity > 0")
                .reduce(into: [:]) { $0[try $1["uid", as: UInt32.self]] = try $1["state", as: MessageState.self] }
        }
    }
}
