import NIOCore
import NIOEmbedded
import Testing

@testable import IMAP

/// A whole session in which one answer of the server is replaced by a hostile one: each of the answers by each of the
/// attacks. The client may take it or leave it; it may not trap, hang, or make up a success.
@Suite(.timeLimit(.minutes(10))) struct HostileScriptTests {
    /// What the server says to each command in turn, `#` standing for its tag.
    private static let answers = [
        "* OK [CAPABILITY IMAP4rev1 IDLE UIDPLUS MOVE LITERAL+] ready\r\n",
        "* CAPABILITY IMAP4rev1 IDLE UIDPLUS MOVE LITERAL+\r\n# OK logged in\r\n",
        "* CAPABILITY IMAP4rev1 IDLE UIDPLUS MOVE LITERAL+\r\n# OK\r\n",
        "* LIST (\\HasNoChildren) \"/\" INBOX\r\n* LIST (\\Sent) \"/\" Sent\r\n# OK\r\n",
        "* FLAGS (\\Seen)\r\n* 2 EXISTS\r\n* OK [UIDVALIDITY 7]\r\n* OK [UIDNEXT 9]\r\n# OK [READ-WRITE]\r\n",
        "* SEARCH 3 8\r\n# OK\r\n",
        "* 1 FETCH (UID 3 RFC822.SIZE 5 BODY[] {5}\r\nhello)\r\n* 2 FETCH (UID 8 RFC822.SIZE 1 BODY[] \"x\")\r\n# OK\r\n",
        "* 1 FETCH (UID 3 FLAGS (\\Seen))\r\n# OK\r\n",
        "* STATUS Sent (MESSAGES 1 UNSEEN 0 UIDNEXT 4 UIDVALIDITY 2)\r\n# OK\r\n",
        "# OK [APPENDUID 2 4] filed\r\n",
        "* OK [COPYUID 2 3 5] moved\r\n* 1 EXPUNGE\r\n# OK\r\n",
        "# OK\r\n",
    ]

    struct Attack: Sendable, CustomTestStringConvertible {
        let name: String
        let change: @Sendable (String) -> String
        var testDescription: String { name }

        init(_ name: String, _ change: @escaping @Sendable (String) -> String) {
            self.name = name
            self.change = change
        }
    }

    static let attacks = [
        Attack("nothing") { _ in "" }, Attack("an empty line first") { "\r\n" + $0 },
        Attack("half of it") { String($0.prefix($0.count / 2)) },
        Attack("without line ends") { $0.replacing("\r\n", with: " ") },
        Attack("bare line feeds") { $0.replacing("\r\n", with: "\n") }, Attack("twice") { $0 + $0 },
        Attack("NUL bytes") { $0.replacing(" ", with: "\0") }, Attack("another tag") { $0.replacing("#", with: "Z9") },
        Attack("BYE first") { "* BYE go away\r\n" + $0 }, Attack("a continuation first") { "+ go on\r\n" + $0 },
        Attack("an endless literal") { _ in "* 1 FETCH (UID 3 BODY[] {4294967296}\r\n" },
        Attack("a literal that hides the end") { "* OK x {400}\r\n* 1 FETCH (BODY[] {400}\r\n" + $0 },
        Attack("a line beyond the limit") { String(repeating: "x", count: 1 << 15) + $0 },
        Attack("deep nesting") { "* 1 FETCH (X " + String(repeating: "(", count: 10_000) + "\r\n" + $0 },
        Attack("numbers beyond 64 bits") { "* 99999999999999999999999 EXISTS\r\n" + $0 },
        Attack("UID 0") { "* 1 FETCH (UID 0 FLAGS ())\r\n" + $0 },
        Attack("all messages gone") { String(repeating: "* 1 EXPUNGE\r\n", count: 500) + $0 },
        Attack("PREAUTH late") { "* PREAUTH welcome\r\n" + $0 }, Attack("refused") { _ in "# NO [ALERT] no\r\n" },
        Attack("misunderstood") { _ in "# BAD what?\r\n" },
        Attack("broken UTF-8 and 8-bit names") { "* LIST (\\Sent) \"\u{FFFD}\" \"S\u{80}é&-&AGE-\"\r\n" + $0 },
        Attack("an unfinished string") { "* LIST () \"/\" \"\\\"\r\n" + $0 },
    ]

    @Test(arguments: attacks, answers.indices)
    func oneHostileAnswerIsSurvived(_ attack: Attack, at place: Int) async throws {
        let server = try await ScriptedServer.open { $0.limits.lineLength = 1 << 14 }
        async let ending = session(server)
        try await serve(server, attack: attack, at: place)
        let (steps, error) = await ending
        // Either all of it was done, or an error says why not; and nobody is told a message that nobody sent.
        #expect((error == nil) == (steps == 11), "\(steps) steps, \(String(describing: error))")
    }

    /// How many steps were done, and the error that ended them.
    private func session(_ server: ScriptedServer) async -> (steps: Int, error: IMAPError?) {
        let connection = server.connection
        var steps = 0
        do throws(IMAPError) {
            try await begin(server)
            steps += 1
            try await connection.authenticate(.password(user: "mila", password: "secret"))
            steps += 1
            _ = try await connection.list()
            steps += 1
            _ = try await connection.select(.inbox)
            steps += 1
            let uids = try await connection.search(.all)
            steps += 1
            guard let uid = UID(rawValue: 3) else { return (steps, nil) }
            let fetched = try await connection.fetch(UIDSet(uid), [.size, .body(.full)])
            for message in fetched { #expect(message.sections[.full].map { $0.count <= 400 } ?? true) }
            #expect(uids.count <= 2)
            steps += 1
            _ = try await connection.store(UIDSet(uid), .add([.seen]))
            steps += 1
            _ = try await connection.status("Sent")
            steps += 1
            _ = try await connection.append([0x78], to: "Sent")
            steps += 1
            _ = try await connection.move(UIDSet(uid), to: "Sent")
            steps += 1
            try await connection.noop()
            steps += 1
        } catch {
            return (steps, error)
        }
        return (steps, nil)
    }

    private func begin(_ server: ScriptedServer) async throws(IMAPError) {
        do { try await server.begin() } catch { throw error as? IMAPError ?? .closed }
    }

    /// Answers one command after another, hangs up when the client waits for what never comes, and ends with it.
    private func serve(_ server: ScriptedServer, attack: Attack, at place: Int) async throws {
        for (number, answer) in Self.answers.enumerated() {
            var tag = "A0"
            if number > 0 {
                guard let command = try await nextCommand(server) else { break }
                tag = String(command.prefix { $0 != " " })
            }
            let said = number == place ? attack.change(answer) : answer
            // After a session's end nothing more can be said.
            do { try await server.say(said.replacing("#", with: tag)) } catch { break }
        }
        _ = try await nextCommand(server)
        // The channel may be closed already, by the client.
        do { try await server.hangUp() } catch {}
    }

    /// The client's next write; nil when none comes soon.
    private func nextCommand(_ server: ScriptedServer) async throws -> String? {
        for _ in 0..<40 {
            await server.channel.testingEventLoop.run()
            do {
                if let bytes = try await server.channel.readOutbound(as: ByteBuffer.self) {
                    return String(buffer: bytes)
                }
            } catch { return nil }
            guard server.channel.isActive else { return nil }
            try await Task.sleep(for: .milliseconds(1))
        }
        return nil
    }
}
