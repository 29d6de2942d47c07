import Testing

@testable import PostOffice

@Suite(.timeLimit(.minutes(10))) struct IdleLatencyTests {
    /// Each delivery is told on its own, without another command.
    @Test func idleAnnouncesEachDelivery() async throws {
        let office = PostOffice(.withMila())
        let server = try await IMAPServer.open(for: office)
        try await WireClient.connect(to: server.port) { (client) async throws in
            _ = try await client.ask("a LOGIN mila@shop.example secret", until: "a ")
            _ = try await client.ask("b SELECT INBOX", until: "b ")
            _ = try await client.ask("c IDLE", until: "+ ")
            for number in 1...20 {
                try office.deliver(note(number), to: MailWorld.mila)
                #expect(try await client.line() == "* \(number) EXISTS")
            }
        }
        await server.close()
    }

    @Test func twoSessionsSeeEachOthersChanges() async throws {
        let office = PostOffice(.withMila())
        try office.deliver(note(), to: MailWorld.mila)
        let server = try await IMAPServer.open(for: office)
        try await WireClient.connect(to: server.port) { (idler) async throws in
            for command in ["a LOGIN mila@shop.example secret", "b SELECT INBOX"] {
                _ = try await idler.ask(command, until: String(command.prefix(2)))
            }
            _ = try await idler.ask("c IDLE", until: "+ ")
            try await WireClient.connect(to: server.port) { (other) async throws in
                _ = try await other.ask("a LOGIN mila@shop.example secret", until: "a ")
                _ = try await other.ask("b SELECT INBOX", until: "b ")
                _ = try await other.ask("c UID STORE 1 +FLAGS (\\Deleted)", until: "c ")
                #expect(try await idler.line() == "* 1 FETCH (UID 1 FLAGS (\\Deleted))")
                _ = try await other.ask("d EXPUNGE", until: "d ")
                #expect(try await idler.line() == "* 1 EXPUNGE")
            }
        }
        await server.close()
    }

    @Test func aClosedSessionIsForgotten() async throws {
        let office = PostOffice(.withMila())
        let server = try await IMAPServer.open(for: office)
        try await WireClient.connect(to: server.port) { (client) async throws in
            _ = try await client.ask("a LOGIN mila@shop.example secret", until: "a ")
            // The server answers before it has noted whom to tell of news.
            while office.watcherCount != 1 { await Task.yield() }
        }
        await server.close()
        #expect(office.watcherCount == 0)
    }
}
