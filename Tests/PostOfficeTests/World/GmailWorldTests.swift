import Testing
import Timing

@testable import PostOffice

@Suite struct GmailWorldTests {
    @Test func arrivingMailIsInAllMailTooAndSharesItsFlags() throws {
        var world = MailWorld.withMila(.gmail)
        let uid = try world.deliver(note(), to: MailWorld.mila, at: .tuesday)
        let all = try #require(try world.messages(in: .allMail, of: MailWorld.mila).first)
        let inbox = try #require(try world.messages(in: .inbox, of: MailWorld.mila).first)
        #expect(all.gmailMessageID == inbox.gmailMessageID)
        try world.store(.add, [.seen], on: [uid], in: .inbox, of: MailWorld.mila)
        #expect(try world.flags(of: all.uid, in: .allMail, of: MailWorld.mila) == [.seen])
    }

    @Test func expungingInINBOXArchives() throws {
        var world = MailWorld.withMila(.gmail)
        let uid = try world.deliver(note(), to: MailWorld.mila, at: .tuesday)
        try world.expunge([uid], in: .inbox, of: MailWorld.mila)
        #expect(try world.messages(in: .allMail, of: MailWorld.mila).count == 1)
    }

    @Test func junkIsNotInAllMail() throws {
        var world = MailWorld.withMila(.gmail)
        try world.deliver(note(), to: MailWorld.mila, into: .junk, at: .tuesday)
        #expect(try world.messages(in: .allMail, of: MailWorld.mila).isEmpty)
    }

    @Test func answersJoinTheThreadOfWhatTheyName() throws {
        var world = MailWorld.withMila(.gmail)
        let answer = "Message-ID: <two@a.test>\nReferences: <zero@a.test> <note-1@creators.example>\n\nYes.\n".mail
        let second = "Message-ID: <three@a.test>\nIn-Reply-To: <two@a.test>\n\nFine.\n".mail
        for mail in [note(1), answer, second, note(2)] { try world.deliver(mail, to: MailWorld.mila, at: .tuesday) }
        let threads = try world.messages(in: .inbox, of: MailWorld.mila).map(\.gmailThreadID)
        #expect(threads[0] == threads[1] && threads[1] == threads[2])
        #expect(threads[3] != threads[0])
    }

    @Test func renumberedMailboxesStillShareFlags() throws {
        var world = MailWorld.withMila(.gmail)
        for number in 1...2 { try world.deliver(note(number), to: MailWorld.mila, at: .tuesday) }
        try world.expunge([1], in: .allMail, of: MailWorld.mila)
        try world.resetUIDValidity(of: .allMail, of: MailWorld.mila)
        try world.store(.add, [.seen], on: [2], in: .inbox, of: MailWorld.mila)
        #expect(try world.messages(in: .allMail, of: MailWorld.mila).map(\.flags) == [[.seen]])
    }
}
