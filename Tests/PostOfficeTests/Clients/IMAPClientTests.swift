import IMAP
import PostOffice
import Testing

/// Our own strict IMAP client against the server.
@Suite(.timeLimit(.minutes(10))) struct IMAPClientTests {
    static let mila = "mila@shop.example"

    static func message(_ number: Int) -> [UInt8] {
        let body = String(repeating: "line of text\r\n", count: 40)
        return Array("Subject: note \(number)\r\nMessage-ID: <\(number)@creators.example>\r\n\r\n\(body)".utf8)
    }

    /// A logged-in connection to a fresh server.
    func withConnection(
        _ style: MailboxStyle = .plain, options: IMAPOptions = IMAPOptions(),
        _ body: (IMAPConnection, PostOffice) async throws -> Void
    ) async throws {
        var world = MailWorld(style: style)
        world.addUser(Self.mila, password: "secret")
        let office = PostOffice(world)
        let server = try await IMAPServer.open(for: office, options: options)
        let endpoint = IMAPEndpoint(host: "127.0.0.1", port: server.port, security: .none)
        let connection = try await IMAPConnection.connect(to: endpoint)
        try await connection.authenticate(.password(user: Self.mila, password: "secret"))
        try await body(connection, office)
        await connection.logout()
        await server.close()
    }

    @Test func wrongPasswordsAreAuthenticationFailures() async throws {
        var world = MailWorld()
        world.addUser(Self.mila, password: "secret")
        let server = try await IMAPServer.open(for: PostOffice(world))
        let endpoint = IMAPEndpoint(host: "127.0.0.1", port: server.port, security: .none)
        let connection = try await IMAPConnection.connect(to: endpoint)
        do {
            try await connection.authenticate(.password(user: Self.mila, password: "wrong"))
            Issue.record("logged in with a wrong password")
        } catch {
            guard case .authenticationFailed = error else { throw error }
        }
        await server.close()
    }

    @Test func specialMailboxesAreFoundByUse() async throws {
        try await withConnection(.gmail) { (connection, _) async throws in
            let listings = try await connection.list()
            let sent = listings.first { $0.specialUse == .sent }
            #expect(sent?.name == "[Gmail]/Sent Mail")
            #expect(listings.contains { !$0.isSelectable && $0.name == "[Gmail]" })
        }
    }

    @Test func flagsAreStoredAndReadBack() async throws {
        try await withConnection { (connection, office) async throws in
            let uid = try office.deliver(Self.message(1), to: Self.mila)
            let mailbox = try await connection.select(.inbox)
            #expect(mailbox.exists == 1 && mailbox.acceptsNewKeywords)
            let human = try #require(Flag(rawValue: "$MosaicHuman"))
            let set = UIDSet(try #require(UID(rawValue: uid)))
            let flags = try await connection.store(set, .add([.seen, human]))
            #expect(flags.values.first == [.seen, human])
            let after = try await connection.store(set, .remove([.seen]))
            #expect(after.values.first == [human])
            #expect(try office.flags(of: uid, in: .inbox, of: Self.mila) == ["$MosaicHuman"])
        }
    }

    @Test(arguments: [true, false]) func appendsAreReadBack(withUIDPlus: Bool) async throws {
        var options = IMAPOptions()
        if !withUIDPlus { options.extensions.subtract([.uidPlus, .literalPlus, .saslIR, .specialUse]) }
        try await withConnection(options: options) { (connection, office) async throws in
            let appended = try await connection.append(Self.message(7), to: "Sent", flags: [.seen])
            #expect((appended != nil) == withUIDPlus)
            let there = try #require(try office.messages(in: .sent, of: Self.mila).first)
            #expect(there.bytes == Self.message(7) && there.flags == [.seen])
        }
    }

    @Test func aThousandMessagesAreFetchedWhole() async throws {
        try await withConnection { (connection, office) async throws in
            for number in 1...1_000 { try office.deliver(Self.message(number), to: Self.mila) }
            _ = try await connection.select(.inbox)
            let messages = try await connection.fetch(.all, [.flags, .internalDate, .size, .body(.full)])
            #expect(messages.map(\.uid.rawValue) == Array(1...1_000))
            #expect(messages.enumerated().allSatisfy { $1.sections[.full] == Self.message($0 + 1) })
            #expect(messages.allSatisfy { $0.size == UInt64($0.sections[.full]?.count ?? 0) && $0.flags == [] })
        }
    }

    @Test func gmailIdsComeWithTheHeaders() async throws {
        try await withConnection(.gmail) { (connection, office) async throws in
            try office.deliver(Self.message(1), to: Self.mila)
            _ = try await connection.select(.inbox)
            let message = try #require(
                try await connection.fetch(.all, [.gmailThreadID, .gmailMessageID, .gmailLabels, .body(.header)]).first)
            let stored = try #require(try office.messages(in: .inbox, of: Self.mila).first)
            #expect(message.gmailThreadID == stored.gmailThreadID && message.gmailMessageID == stored.gmailMessageID)
        }
    }

    @Test func movesTellWhereMessagesWent() async throws {
        try await withConnection { (connection, office) async throws in
            try office.deliver(Self.message(1), to: Self.mila)
            _ = try await connection.select(.inbox)
            let outcome = try await connection.move(.all, to: "Trash")
            #expect(outcome.copied?.destination.count == 1 && outcome.isExpunged)
            #expect(try office.messages(in: .trash, of: Self.mila).count == 1)
            #expect(try office.messages(in: .inbox, of: Self.mila).isEmpty)
        }
    }

    @Test func searchesFindByHeaderAndFlag() async throws {
        try await withConnection { (connection, office) async throws in
            for number in 1...3 { try office.deliver(Self.message(number), to: Self.mila) }
            _ = try await connection.select(.inbox)
            let found = try await connection.search(.header("Message-ID", "<2@creators.example>"))
            #expect(found.map(\.rawValue) == [2])
            #expect(try await connection.search(.unseen).count == 3)
        }
    }

    @Test func idleWakesOnEveryDelivery() async throws {
        try await withConnection { (connection, office) async throws in
            _ = try await connection.select(.inbox)
            for number in 1...20 {
                async let outcome = connection.idle(for: .seconds(20))
                try office.deliver(Self.message(number), to: Self.mila)
                #expect(try await outcome == .changed)
            }
        }
    }

    @Test func serversWithoutIdleSaySo() async throws {
        var options = IMAPOptions()
        options.extensions.remove(.idle)
        try await withConnection(options: options) { (connection, _) async throws in
            _ = try await connection.select(.inbox)
            await #expect(throws: IMAPError.unsupported("IDLE")) { try await connection.idle(for: .seconds(1)) }
        }
    }
}
