import NIOCore
import NIOEmbedded
import Testing

@testable import IMAP

/// What each command sends, and what it makes of the answer.
@Suite(.timeLimit(.minutes(10))) struct CommandTests {
    @Test(arguments: [
        ("x\r\nA9 DELETE INBOX", "x&AA0ACg-A9 DELETE INBOX"), ("a\"b\\c", "a\\\"b\\\\c"), ("a\0b", "a&AAA-b"),
    ])
    func mailboxNamesCannotStartACommand(_ name: String, _ quoted: String) async throws {
        let server = try await ScriptedServer.loggedIn()
        async let error = failure { _ = try await server.connection.status(MailboxName(name)) }
        try await server.expect("A1 STATUS \"\(quoted)\" (MESSAGES UNSEEN UIDNEXT UIDVALIDITY)\r\n")
        try await server.say("A1 NO none\r\n")
        #expect(await error == .no(serverText: "none", code: nil))
    }

    @Test func searchTextsAreLiteralsWhereTheyMustBe() async throws {
        let server = try await ScriptedServer.loggedIn("IMAP4rev1 LITERAL+ ESEARCH")
        async let uids = server.connection.search(.and([.subject("a\r\nA9 LOGOUT"), .from("é")]))
        try await server.expect(
            "A1 UID SEARCH RETURN (ALL) CHARSET UTF-8 (SUBJECT {12+}\r\na\r\nA9 LOGOUT FROM {2+}\r\né)\r\n")
        try await server.say("* ESEARCH (TAG \"A1\") UID ALL 9,1:3\r\nA1 OK\r\n")
        #expect(try await uids.map(\.rawValue) == [1, 2, 3, 9])
    }

    @Test func literalMinusIsKeptToItsSize() async throws {
        let server = try await ScriptedServer.loggedIn("IMAP4rev1 LITERAL-")
        async let small = server.connection.append(Array(repeating: 120, count: 4_096), to: "S")
        try await server.expect("A1 APPEND \"S\" {4096+}\r\n" + String(repeating: "x", count: 4_096) + "\r\n")
        try await server.say("A1 OK [APPENDUID 7 8] done\r\n")
        #expect(try await small == AppendedUID(uidValidity: UIDValidity(rawValue: 7)!, uid: UID(rawValue: 8)!))
        async let large = server.connection.append(Array(repeating: 120, count: 4_097), to: "S")
        try await server.expect("A2 APPEND \"S\" {4097}\r\n")
        try await server.say("+ \r\n")
        try await server.expect(String(repeating: "x", count: 4_097) + "\r\n")
        try await server.say("A2 OK done\r\n")
        #expect(try await large == nil)
    }

    @Test func searchDropsWhatTheOpenRangeTrapBrings() async throws {
        let server = try await ScriptedServer.loggedIn()
        let range = UIDSet(from: UID(rawValue: 100)!)
        async let found = server.connection.search(.uid(range))
        try await server.expect("A1 UID SEARCH UID 100:*\r\n")
        try await server.say("* SEARCH 42\r\nA1 OK\r\n")
        #expect(try await found == [])
        async let fetched = server.connection.fetch(range, [.size])
        try await server.expect("A2 UID FETCH 100:* (UID RFC822.SIZE)\r\n")
        try await server.say("* 7 FETCH (UID 42 RFC822.SIZE 9)\r\nA2 OK\r\n")
        #expect(try await fetched.isEmpty)
    }

    @Test func changesByOthersAreNoResultsOfAFetch() async throws {
        let server = try await ScriptedServer.loggedIn()
        async let fetched = server.connection.fetch(.all, [.flags, .size])
        try await server.expect("A1 UID FETCH 1:* (UID FLAGS RFC822.SIZE)\r\n")
        try await server.say("* 1 FETCH (FLAGS (\\Seen))\r\n* 2 FETCH (UID 5 FLAGS (\\Seen))\r\n")
        try await server.say("* 3 FETCH (UID 6 FLAGS () RFC822.SIZE 10)\r\n* 3 EXISTS\r\nA1 OK\r\n")
        #expect(try await fetched.map(\.uid.rawValue) == [6])
    }

    @Test func thrownErrorEndsTheFetchAndKeepsTheConnection() async throws {
        struct Stop: Error {}
        let server = try await ScriptedServer.loggedIn()
        let fetching = Task {
            try await server.connection.fetch(.all, [.flags]) { _ in throw Stop() }
        }
        try await server.expect("A1 UID FETCH 1:* (UID FLAGS)\r\n")
        try await server.say("* 1 FETCH (UID 1 FLAGS ())\r\n")
        await #expect(throws: Stop.self) { try await fetching.value }
        async let done: Void = server.connection.noop()
        #expect(try await server.isSilent())
        try await server.say("* 2 FETCH (UID 2 FLAGS ())\r\nA1 OK\r\n")
        try await server.expect("A2 NOOP\r\n")
        try await server.say("A2 OK\r\n")
        try await done
    }

    @Test func moveWithoutMoveCopiesMarksAndExpungesTheseUIDsOnly() async throws {
        let server = try await ScriptedServer.loggedIn("IMAP4rev1 UIDPLUS")
        async let outcome = server.connection.move(UIDSet(UID(rawValue: 4)!), to: "B")
        try await server.expect("A1 UID COPY 4 \"B\"\r\n")
        try await server.say("A1 OK [COPYUID 9 4 77] done\r\n")
        try await server.expect("A2 UID STORE 4 +FLAGS.SILENT (\\Deleted)\r\n")
        try await server.say("A2 OK\r\n")
        try await server.expect("A3 UID EXPUNGE 4\r\n")
        try await server.say("* 1 EXPUNGE\r\nA3 OK\r\n")
        let moved = try await outcome
        #expect(moved.isExpunged)
        #expect(moved.copied?.destination == [UID(rawValue: 4)!: UID(rawValue: 77)!])
    }

    @Test func moveWithoutUIDPlusLeavesExpungingToOthers() async throws {
        let server = try await ScriptedServer.loggedIn("IMAP4rev1")
        async let outcome = server.connection.move(UIDSet(UID(rawValue: 4)!), to: "B")
        try await server.expect("A1 UID COPY 4 \"B\"\r\n")
        try await server.say("A1 OK done\r\n")
        try await server.expect("A2 UID STORE 4 +FLAGS.SILENT (\\Deleted)\r\n")
        try await server.say("A2 OK\r\n")
        let moved = try await outcome
        #expect(!moved.isExpunged)
        #expect(moved.copied == nil)
        #expect(try await server.isSilent())
    }

    @Test func copyUIDOfMoveStandsInAnUntaggedOK() async throws {
        let server = try await ScriptedServer.loggedIn()
        async let outcome = server.connection.move(UIDSet([1, 2].map { UID(rawValue: $0)! }), to: "B")
        try await server.expect("A1 UID MOVE 1:2 \"B\"\r\n")
        try await server.say("* OK [COPYUID 9 1:2 8:9] moved\r\n* 1 EXPUNGE\r\n* 1 EXPUNGE\r\nA1 OK done\r\n")
        #expect(try await outcome.copied?.destination.count == 2)
    }

    @Test func storeReadsTheFlagsBack() async throws {
        let server = try await ScriptedServer.loggedIn()
        async let flags = server.connection.store(UIDSet(UID(rawValue: 4)!), .add([Flag(rawValue: "$Human")!]))
        try await server.expect("A1 UID STORE 4 +FLAGS.SILENT ($Human)\r\n")
        try await server.say("A1 OK\r\n")
        try await server.expect("A2 UID FETCH 4 (UID FLAGS)\r\n")
        try await server.say("* 2 FETCH (FLAGS (\\Seen) UID 4)\r\nA2 OK\r\n")
        #expect(try await flags == [UID(rawValue: 4)!: [.seen]])
    }

    @Test func labelsAreGmailsAlone() async throws {
        let server = try await ScriptedServer.loggedIn("IMAP4rev1 X-GM-EXT-1")
        let uid = UIDSet(UID(rawValue: 4)!)
        async let labelled: Void = server.connection.store(uid, .add, label: "Mosaic/Für dich")
        try await server.expect("A1 UID STORE 4 +X-GM-LABELS (\"Mosaic/F&APw-r dich\")\r\n")
        try await server.say("* 2 FETCH (X-GM-LABELS (\"Mosaic/F&APw-r dich\") UID 4)\r\nA1 OK\r\n")
        try await labelled
        async let removed: Void = server.connection.store(uid, .remove, label: "Mosaic")
        try await server.expect("A2 UID STORE 4 -X-GM-LABELS (\"Mosaic\")\r\n")
        try await server.say("A2 OK\r\n")
        try await removed
        let plain = try await ScriptedServer.loggedIn()
        guard
            case .unsupported? = await failure(of: { try await plain.connection.store(uid, .add, label: "Mosaic") })
        else {
            Issue.record("sent")
            return
        }
        #expect(try await plain.isSilent())
    }

    @Test func emptySetsSendNothing() async throws {
        let server = try await ScriptedServer.loggedIn()
        #expect(try await server.connection.fetch(UIDSet(), [.flags]).isEmpty)
        #expect(try await server.connection.store(UIDSet(), .add([.seen])).isEmpty)
        #expect(try await server.connection.copy(UIDSet(), to: "B") == nil)
        #expect(try await server.isSilent())
    }

    @Test func whatIMAPCannotSayIsRefusedBeforeSending() async throws {
        let server = try await ScriptedServer.loggedIn()
        let connection = server.connection
        let attempts: [() async throws -> Void] = [
            { _ = try await connection.append([0], to: "Sent") },
            { _ = try await connection.status("") },
            { _ = try await connection.search(.uid(UIDSet())) },
            { _ = try await connection.search(.text("a\0b")) },
            { _ = try await connection.store(UIDSet.all, .add([.recent])) },
            { _ = try await connection.store(UIDSet.all, .add([.anyKeyword])) },
            { _ = try await connection.fetch(.all, [.body(.headerFields(["a\r\nb"]))]) },
            { _ = try await connection.fetch(.all, [.body(Section(part: [0], content: .whole))]) },
        ]
        for attempt in attempts {
            guard case .invalidArgument? = await failure(of: attempt) else {
                Issue.record("sent")
                continue
            }
        }
        #expect(try await server.isSilent())
    }

    @Test func gmailItemsAreAskedForAndRead() async throws {
        let server = try await ScriptedServer.loggedIn("IMAP4rev1 X-GM-EXT-1")
        async let fetched = server.connection.fetch(
            .all, [.gmailThreadID, .gmailMessageID, .gmailLabels, .body(.full, partial: .init(count: 10))])
        try await server.expect("A1 UID FETCH 1:* (UID X-GM-THRID X-GM-MSGID X-GM-LABELS BODY.PEEK[]<0.10>)\r\n")
        try await server.say("* 1 FETCH (X-GM-THRID 1278455344230334865 X-GM-MSGID 1278455344230334866 X-GM-LABELS ")
        try await server.say(
            "(\"\\\\Inbox\" \\Sent Important \"Entw&APw-rfe\") UID 4 BODY[]<0> {3}\r\nabc)\r\nA1 OK\r\n")
        let message = try #require(try await fetched.first)
        #expect(message.gmailThreadID == 1_278_455_344_230_334_865)
        #expect(message.gmailMessageID == 1_278_455_344_230_334_866)
        #expect(message.gmailLabels == ["\\Inbox", "\\Sent", "Important", "Entwürfe"])
        #expect(message.sections[.full] == Array("abc".utf8))
    }

    @Test func longSetsAreSplitOverSeveralCommands() async throws {
        let server = try await ScriptedServer.loggedIn()
        let odd = UIDSet((0..<2_000).map { UID(rawValue: UInt32($0) * 2 + 1)! })
        async let copied = server.connection.copy(odd, to: "B")
        var sets: [String] = []
        for number in 1...2 {
            let line = String(buffer: try await server.channel.waitForOutboundWrite(as: ByteBuffer.self))
            #expect(line.utf8.count < 8_000)
            sets.append(String(line.split(separator: " ")[3]))
            try await server.say("A\(number) OK\r\n")
        }
        #expect(try await copied == nil)
        #expect(sets.joined(separator: ",") == odd.description)
    }

    @Test func namesAreUTF8OnceTheServerAgreed() async throws {
        let server = try await ScriptedServer.loggedIn("IMAP4rev1 ENABLE UTF8=ACCEPT")
        async let enabled = server.connection.enableUTF8()
        try await server.expect("A1 ENABLE UTF8=ACCEPT\r\n")
        try await server.say("* ENABLED UTF8=ACCEPT\r\nA1 OK\r\n")
        #expect(try await enabled)
        async let listing = server.connection.list(pattern: "Entwürfe*")
        try await server.expect("A2 LIST \"\" \"Entwürfe*\"\r\n")
        try await server.say("* LIST () \"/\" \"Entwürfe & mehr\"\r\nA2 OK\r\n")
        #expect(try await listing.map(\.name) == ["Entwürfe & mehr"])
        async let uids = server.connection.search(.subject("Grüße"))
        try await server.expect("A3 UID SEARCH SUBJECT \"Grüße\"\r\n")
        try await server.say("* SEARCH\r\nA3 OK\r\n")
        #expect(try await uids.isEmpty)
    }

    @Test func nothingToChangeIsOnlyReadBack() async throws {
        let server = try await ScriptedServer.loggedIn()
        async let flags = server.connection.store(UIDSet(UID(rawValue: 4)!), .add([]))
        try await server.expect("A1 UID FETCH 4 (UID FLAGS)\r\n")
        try await server.say("A1 OK\r\n")
        #expect(try await flags.isEmpty)
    }
}
