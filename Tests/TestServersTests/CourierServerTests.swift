import Testing

@testable import TestServers

struct CourierServerTests {
    let team = MailAccount("team1@mosaic.test", password: "it is |secret|")

    @Test func hasNoSpecialUseAndKeepsMailAcrossKillNine() async throws {
        let courier = try await CourierServer.start([team])
        #expect(try await courier.append("Subject: one\n\nhello\n", of: team, flags: ["$MosaicHuman"]) == 1)
        try courier.deliver("Subject: two\n\ndelivered\n", to: team)
        let lines = try await courier.commands(["CAPABILITY", "LIST \"\" *"], of: team)
        #expect(lines.contains { $0.contains("IDLE") && !$0.contains("SPECIAL-USE") && !$0.contains("LITERAL+") })
        #expect(lines.contains { $0.hasSuffix("\"INBOX.Sent\"") && !$0.lowercased().contains("\\sent") }, "\(lines)")
        try await courier.kill()
        await #expect(throws: TestServerError.self) { try await courier.messages(of: team) }
        try await courier.start()
        let messages = try await courier.messages(of: team, atLeast: 2)
        #expect(messages[0].flags == ["$MosaicHuman"])
        #expect(messages[1].text.contains("delivered"))
        try await courier.stop()
    }

    @Test func idleLooksForChangesAsOftenAsAskedFor() async throws {
        let courier = try await CourierServer.start([team], idlePoll: 1)
        let script = """
            import imaplib, sys
            port, user, password = sys.argv[1:]
            watching, other = [imaplib.IMAP4("localhost", int(port)) for _ in range(2)]
            for session in watching, other:
                session.login(user, password)
                session.select("INBOX")
            watching.send(b"i1 IDLE\\r\\n")
            print(watching.readline())
            other.append("INBOX", None, None, b"Subject: new\\r\\n\\r\\n")
            watching.sock.settimeout(20)
            line = watching.readline()
            while b"EXISTS" not in line:
                line = watching.readline()
            print(line)
            """
        let lines = try await run(
            "/usr/bin/python3", ["-c", script, "\(courier.imapPort)", team.address, team.password])
        #expect(lines.contains("* 1 EXISTS"))
        try await courier.stop()
    }
}
