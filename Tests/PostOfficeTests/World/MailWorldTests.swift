import Testing
import Timing

@testable import PostOffice

@Suite struct MailWorldTests {
    @Test func deliveredMailGetsRisingUIDsInINBOX() throws {
        var world = MailWorld.withMila()
        #expect(try world.deliver(note(1), to: MailWorld.mila, at: .tuesday) == 1)
        #expect(try world.deliver(note(2), to: "MILA@Shop.example", at: .tuesday) == 2)
        let messages = try world.messages(in: .inbox, of: MailWorld.mila)
        #expect(messages.map(\.bytes) == [note(1), note(2)])
        #expect(messages.map(\.internalDate) == [.tuesday, .tuesday])
    }

    @Test func detailAfterAPlusReachesTheSameUser() throws {
        var world = MailWorld.withMila()
        try world.deliver(note(), to: "mila+shoes@shop.example", at: .tuesday)
        #expect(try world.messages(in: .inbox, of: MailWorld.mila).count == 1)
    }

    @Test func unknownUsersAndMailboxesAreErrorsThatSayWhatToDo() {
        var world = MailWorld.withMila()
        #expect(throws: PostOfficeError.noSuchUser("nobody@shop.example")) {
            try world.deliver(note(), to: "nobody@shop.example", at: .tuesday)
        }
        #expect(throws: PostOfficeError.noSuchMailbox("Shoes", user: MailWorld.mila)) {
            try world.messages(in: .named("Shoes"), of: MailWorld.mila)
        }
        #expect(PostOfficeError.noSuchUser("a@b.test").description.contains("add it with MailWorld.addUser"))
    }

    @Test func submissionReachesLocalUsersAndTheOutsideWorld() throws {
        var world = MailWorld.withMila()
        world.addUser("tom@shop.example", password: "x")
        let recipients = ["tom@shop.example", "ada@creators.example"]
        world.submit(
            SubmittedMail(from: MailWorld.mila, to: recipients, bytes: note(), user: MailWorld.mila), at: .tuesday)
        #expect(world.accepted.map(\.destination) == [.user("tom@shop.example"), .outside])
        #expect(world.accepted.map(\.number) == [0, 1])
        #expect(world.outsideWorld.map(\.recipient) == ["ada@creators.example"])
        #expect(world.outsideWorld.first?.bytes == note())
        let delivered = try #require(try world.messages(in: .inbox, of: "tom@shop.example").first)
        #expect(delivered.bytes.text.hasPrefix("Return-Path: <mila@shop.example>\r\n"))
        #expect(delivered.bytes.text.hasSuffix(note().text))
    }

    @Test(arguments: [true, false])
    func submissionFilesACopyInSentIfSetUpSo(files: Bool) throws {
        var world = MailWorld(filesSubmissionsInSent: files)
        world.addUser(MailWorld.mila, password: "secret")
        let mail = SubmittedMail(
            from: MailWorld.mila, to: ["ada@creators.example"], bytes: note(), user: MailWorld.mila)
        world.submit(mail, at: .tuesday)
        let sent = try world.messages(in: .sent, of: MailWorld.mila)
        #expect(sent.map(\.bytes) == (files ? [note()] : []))
        #expect(sent.allSatisfy { $0.flags == [.seen] })
    }

    @Test func flagsAreAddedRemovedAndReplacedWithoutRegardToCase() throws {
        var world = MailWorld.withMila()
        let uid = try world.deliver(note(), to: MailWorld.mila, at: .tuesday)
        try world.store(.add, ["\\SEEN", "$MosaicHuman"], on: [uid], in: .inbox, of: MailWorld.mila)
        #expect(try world.flags(of: uid, in: .inbox, of: MailWorld.mila) == [.seen, "$mosaichuman"])
        try world.store(.remove, [.seen], on: [uid], in: .inbox, of: MailWorld.mila)
        #expect(try world.flags(of: uid, in: .inbox, of: MailWorld.mila) == ["$MosaicHuman"])
        try world.store(.replace, [.flagged], on: [uid], in: .inbox, of: MailWorld.mila)
        #expect(try world.flags(of: uid, in: .inbox, of: MailWorld.mila) == [.flagged])
    }

    @Test func movingGivesANewUIDAndKeepsFlagsAndDate() throws {
        var world = MailWorld.withMila()
        let uid = try world.append(note(), to: .inbox, of: MailWorld.mila, flags: [.flagged], at: .tuesday)
        let moved = try world.move([uid, 99], from: .inbox, to: .trash, of: MailWorld.mila)
        #expect(moved.map(\.from) == [uid])
        #expect(try world.messages(in: .inbox, of: MailWorld.mila).isEmpty)
        let there = try #require(try world.messages(in: .trash, of: MailWorld.mila).first)
        #expect(there.flags == [.flagged] && there.internalDate == .tuesday && there.bytes == note())
    }

    @Test func anExpungedUIDIsNeverGivenAgain() throws {
        var world = MailWorld.withMila()
        for number in 1...3 { try world.deliver(note(number), to: MailWorld.mila, at: .tuesday) }
        #expect(try world.expunge([3, 2, 9], in: .inbox, of: MailWorld.mila) == [2, 3])
        #expect(try world.deliver(note(4), to: MailWorld.mila, at: .tuesday) == 4)
        #expect(try world.messages(in: .inbox, of: MailWorld.mila).map(\.uid) == [1, 4])
    }

    @Test func resetUIDValidityRenumbersFromOne() throws {
        var world = MailWorld.withMila()
        for number in 1...3 { try world.deliver(note(number), to: MailWorld.mila, at: .tuesday) }
        try world.expunge([1], in: .inbox, of: MailWorld.mila)
        let before = try world.mailbox(.inbox, of: MailWorld.mila)
        try world.resetUIDValidity(of: .inbox, of: MailWorld.mila)
        let after = try world.mailbox(.inbox, of: MailWorld.mila)
        #expect(after.uidValidity > before.uidValidity)
        #expect(after.messages.map(\.uid) == [1, 2] && after.uidNext == 3)
        #expect(after.messages.map(\.bytes) == before.messages.map(\.bytes))
    }

    @Test func everyMailboxHasItsOwnUIDValidity() throws {
        let world = MailWorld.withMila()
        let folders: [Folder] = [.inbox, .sent, .drafts, .junk, .trash]
        let validities = try folders.map { try world.mailbox($0, of: MailWorld.mila).uidValidity }
        #expect(Set(validities).count == folders.count)
    }

    @Test func theSameCallsGiveTheSameWorld() throws {
        func world() throws -> MailWorld {
            var world = MailWorld.withMila(.gmail)
            for number in 1...5 { try world.deliver(note(number), to: MailWorld.mila, at: .tuesday) }
            try world.move([2], from: .inbox, to: .trash, of: MailWorld.mila)
            return world
        }
        for folder in MailboxStyle.gmail.folders {
            #expect(
                try world().messages(in: folder, of: MailWorld.mila)
                    == world().messages(in: folder, of: MailWorld.mila))
        }
    }
}
