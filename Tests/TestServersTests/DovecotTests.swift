import TestServers
import Testing

struct DovecotTests {
    let team = MailAccount("team1@mosaic.test")
    let creator = MailAccount("creator1@creators.example", password: "a \"quoted\" one")

    @Test func mailComesInByLMTPAndByAppend() async throws {
        let dovecot = try await Dovecot.start([team, creator])
        try await dovecot.deliver("Subject: one\n\n.dots at the start stay\n", to: team)
        try await dovecot.append("Subject: two\n\nhello\n", of: team, flags: ["\\Seen", "$Label"])
        let messages = try await dovecot.messages(of: team, atLeast: 2)
        #expect(messages.map(\.uid) == [1, 2])
        #expect(messages[0].flags.isEmpty)
        #expect(messages[0].text.hasSuffix("\r\n\r\n.dots at the start stay\r\n"))
        #expect(messages[1].flags == ["\\Seen", "$Label"])
        #expect(messages[1].bytes == crlf("Subject: two\n\nhello\n"))
        #expect(try await dovecot.messages(of: creator).isEmpty)
        try await dovecot.stop()
    }

    @Test func flagsMovesAndExpungesAreSeen() async throws {
        let dovecot = try await Dovecot.start([team])
        let uid = try #require(try await dovecot.append("Subject: x\n\nx\n", of: team))
        try await dovecot.addFlags(["\\Flagged", "$MosaicHuman"], to: uid, of: team)
        #expect(try await dovecot.messages(of: team).first?.flags == ["\\Flagged", "$MosaicHuman"])
        try await dovecot.removeFlags(["\\Flagged"], from: uid, of: team)
        try await dovecot.move(uid, to: "Archive", of: team)
        #expect(try await dovecot.state(of: team).exists == 0)
        let moved = try await dovecot.messages(in: "Archive", of: team)
        #expect(moved.map(\.flags) == [["$MosaicHuman"]])
        try await dovecot.expunge(moved[0].uid, in: "Archive", of: team)
        #expect(try await dovecot.messages(in: "Archive", of: team).isEmpty)
        try await dovecot.stop()
    }

    @Test(arguments: ["Sent", "Drafts", "Junk", "Trash", "Archive"])
    func specialMailboxesAreMarked(name: String) async throws {
        let house = try await MailHouse.shared()
        let account = try await house.account()
        let lines = try await house.dovecot.commands(["LIST \"\" *"], of: account)
        #expect(lines.contains { $0.contains("\\\(name)") && $0.hasSuffix(" \(name)") }, "\(lines)")
    }

    @Test func uidValidityCanBeRewritten() async throws {
        let dovecot = try await Dovecot.start([team])
        try await dovecot.append("Subject: x\n\nx\n", of: team)
        let before = try await dovecot.state(of: team)
        try await dovecot.rewriteUIDValidity(of: team, to: before.uidValidity + 100)
        let after = try await dovecot.state(of: team)
        #expect(after.uidValidity == before.uidValidity + 100)
        #expect(after.exists == 1)
        try await dovecot.stop()
    }

    @Test func accountsAddedLaterCanLogInAndStoppedServersComeBack() async throws {
        let dovecot = try await Dovecot.start([team])
        try await dovecot.append("Subject: first\n\n", of: team)
        try dovecot.add([creator])
        try await dovecot.append("Subject: kept\n\n", of: creator)
        try await dovecot.kill()
        await #expect(throws: TestServerError.self) { try await dovecot.messages(of: creator) }
        try await dovecot.start()
        #expect(try await dovecot.messages(of: creator).count == 1)
        dovecot.pause()
        dovecot.resume()
        #expect(try await dovecot.messages(of: creator).count == 1)
        try await dovecot.stop()
    }
}
