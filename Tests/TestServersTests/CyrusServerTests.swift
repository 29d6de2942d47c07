import TestServers
import Testing

struct CyrusServerTests {
    let team = MailAccount("team1@mosaic.test")

    @Test func speaksItsOwnDialectAndKeepsMailAcrossKillNine() async throws {
        let cyrus = try await CyrusServer.start([team])
        #expect(try await cyrus.append("Subject: one\n\nhello\n", of: team, flags: ["$MosaicHuman"]) == 1)
        try await cyrus.deliver("Subject: two\n\nby LMTP\n", to: team)
        let capabilities = try await cyrus.commands(["CAPABILITY"], of: team).joined()
        #expect(["IDLE", "QRESYNC", "SPECIAL-USE", "MOVE"].allSatisfy(capabilities.contains))
        let mailboxes = try await cyrus.commands(["LIST \"\" *"], of: team)
        #expect(mailboxes.contains { $0.lowercased().contains("\\sent") && $0.hasSuffix(" Sent") }, "\(mailboxes)")
        try await cyrus.kill()
        await #expect(throws: TestServerError.self) { try await cyrus.messages(of: team) }
        try await cyrus.start()
        let messages = try await cyrus.messages(of: team, atLeast: 2)
        #expect(messages[0].flags == ["$MosaicHuman"])
        #expect(messages[1].text.contains("by LMTP"))
        try await cyrus.stop()
    }
}
