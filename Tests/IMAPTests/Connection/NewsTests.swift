import NIOCore
import NIOEmbedded
import Testing

@testable import IMAP

/// A look at the selected mailbox: several commands in one write, after one that lets the server tell its news.
@Suite(.timeLimit(.minutes(10))) struct NewsTests {
    private static let look = "A2 UID FETCH 7:* (UID FLAGS)\r\nA3 UID SEARCH UID 7:*\r\n"

    /// The server tells its news before it is asked anything else.
    private func letTell(_ server: ScriptedServer, _ news: String = "") async throws {
        try await server.expect("A1 NOOP\r\n")
        #expect(try await server.isSilent())
        try await server.say("\(news)A1 OK\r\n")
    }

    private func look(
        _ server: ScriptedServer, and further: FurtherQuestions = FurtherQuestions()
    ) async throws -> MailboxNews {
        try await server.connection.news(from: try #require(UID(rawValue: 7)), and: further)
    }

    @Test func allIsAskedInOneWrite() async throws {
        let server = try await ScriptedServer.loggedIn()
        async let news = look(server)
        try await letTell(server, "* 3 EXISTS\r\n")
        try await server.expect(Self.look)
        try await server.say("* 2 FETCH (UID 7 FLAGS ())\r\nA2 OK\r\n")
        try await server.say("* SEARCH 8 7 6\r\nA3 OK\r\n")
        #expect(try await news.fetched.map(\.rawValue) == [7])
        #expect(try await news.searched.get().map(\.rawValue) == [7, 8])
        #expect(try await news.mailboxes == nil)
    }

    /// Whoever is told of a message twice looks for it twice.
    @Test func whatWasAnnouncedBeforeTheAnswerIsNoNews() async throws {
        let server = try await ScriptedServer.loggedIn()
        async let news = look(server)
        try await letTell(server, "* 3 EXISTS\r\n")
        try await server.expect(Self.look)
        try await server.say("* 3 FETCH (UID 7 FLAGS ())\r\nA2 OK\r\n* SEARCH 7\r\nA3 OK\r\n")
        _ = try await news
        let idling = Task { try await server.connection.idle(for: .seconds(60)) }
        try await server.expect("A4 IDLE\r\n")
        idling.cancel()
    }

    @Test func whatIsAnnouncedWithTheAnswerIsNews() async throws {
        let server = try await ScriptedServer.loggedIn()
        async let news = look(server)
        try await letTell(server)
        try await server.expect(Self.look)
        try await server.say("* 3 EXISTS\r\nA2 OK\r\n* SEARCH\r\nA3 OK\r\n")
        #expect(try await news.fetched.isEmpty)
        #expect(try await server.connection.idle(for: .seconds(60)) == .changed)
        #expect(try await server.isSilent())
    }

    /// RFC 9051 section 5.5 lets a server begin with a command before it has ended the one before it.
    @Test func answersInAnotherOrderReachTheirCommands() async throws {
        let server = try await ScriptedServer.loggedIn("IMAP4rev1 ESEARCH LIST-STATUS")
        async let news = look(server, and: FurtherQuestions(mailboxes: true))
        try await letTell(server)
        try await server.expect(
            "A2 UID FETCH 7:* (UID FLAGS)\r\nA3 UID SEARCH RETURN (ALL) UID 7:*\r\n"
                + "A4 LIST \"\" \"*\" RETURN (STATUS (MESSAGES UIDNEXT UIDVALIDITY))\r\n")
        try await server.say(
            "* LIST () \"/\" \"Old\"\r\n* ESEARCH (TAG \"A3\") UID ALL 9\r\n* 2 FETCH (UID 8 FLAGS ())\r\n")
        try await server.say(
            "A3 OK\r\n* STATUS \"Old\" (MESSAGES 1 UIDNEXT 2 UIDVALIDITY 3)\r\nA2 OK\r\nA4 OK\r\n")
        let told = try await news
        #expect(told.fetched.map(\.rawValue) == [8])
        #expect(try told.searched.get().map(\.rawValue) == [9])
        #expect(told.mailboxes?.map { $0.1?.messages } == [1])
        async let done: Void = server.connection.noop()
        try await server.expect("A5 NOOP\r\n")
        try await server.say("A5 OK\r\n")
        try await done
    }

    /// Dovecot answers the shorter of two searches first.
    @Test func aFurtherSearchTravelsWithItAndIsKnownByItsTag() async throws {
        let server = try await ScriptedServer.loggedIn("IMAP4rev1 ESEARCH")
        async let news = look(server, and: FurtherQuestions(matching: .answered))
        try await letTell(server)
        try await server.expect(
            "A2 UID FETCH 7:* (UID FLAGS)\r\nA3 UID SEARCH RETURN (ALL) UID 7:*\r\n"
                + "A4 UID SEARCH RETURN (ALL) ANSWERED\r\n")
        try await server.say("* ESEARCH (TAG \"A4\") UID ALL 3:4\r\nA2 OK\r\n")
        try await server.say("* ESEARCH (TAG \"A3\") UID ALL 7\r\nA3 OK\r\nA4 OK\r\n")
        #expect(try await news.searched.get().map(\.rawValue) == [7])
        #expect(try await news.matching.map(\.rawValue) == [3, 4])
    }

    @Test func whereAnswersNameNoTagAFurtherSearchWaits() async throws {
        let server = try await ScriptedServer.loggedIn()
        async let news = look(server, and: FurtherQuestions(matching: .answered))
        try await letTell(server)
        try await server.expect(Self.look)
        try await server.say("A2 OK\r\n* SEARCH 7\r\nA3 OK\r\n")
        try await server.expect("A4 UID SEARCH ANSWERED\r\n")
        try await server.say("* SEARCH 3 4\r\nA4 OK\r\n")
        #expect(try await news.searched.get().map(\.rawValue) == [7])
        #expect(try await news.matching.map(\.rawValue) == [3, 4])
    }

    @Test func aServerThatDoesNotSearchIsAskedInTheOtherWay() async throws {
        let server = try await ScriptedServer.loggedIn()
        async let news = look(server)
        try await letTell(server)
        try await server.expect(Self.look)
        try await server.say("* 2 FETCH (UID 9 FLAGS ())\r\nA2 OK\r\nA3 NO not so\r\n")
        let told = try await news
        #expect(told.fetched.map(\.rawValue) == [9])
        #expect(throws: IMAPError.no(serverText: "not so", code: nil)) { try told.searched.get() }
    }

    /// As behind a proxy that announces more than what stands behind it.
    @Test func whatIsOfferedAndNotUnderstoodIsAskedInAnotherFormAndNotUsedAgain() async throws {
        let server = try await ScriptedServer.loggedIn("IMAP4rev1 ESEARCH LIST-STATUS")
        async let news = look(server, and: FurtherQuestions(matching: .answered, mailboxes: true))
        try await letTell(server)
        try await server.expect(
            "A2 UID FETCH 7:* (UID FLAGS)\r\nA3 UID SEARCH RETURN (ALL) UID 7:*\r\n"
                + "A4 UID SEARCH RETURN (ALL) ANSWERED\r\n"
                + "A5 LIST \"\" \"*\" RETURN (STATUS (MESSAGES UIDNEXT UIDVALIDITY))\r\n")
        try await server.say("A2 OK\r\nA3 BAD what\r\nA4 BAD what\r\nA5 BAD what\r\n")
        try await server.expect("A6 UID SEARCH UID 7:*\r\n")
        try await server.say("* SEARCH 7\r\nA6 OK\r\n")
        try await server.expect("A7 UID SEARCH ANSWERED\r\n")
        try await server.say("* SEARCH 3\r\nA7 OK\r\n")
        let told = try await news
        #expect(try told.searched.get().map(\.rawValue) == [7])
        #expect(told.matching.map(\.rawValue) == [3])
        #expect(told.mailboxes == nil)
        #expect(try await server.connection.listWithStatus() == nil)
        #expect(!server.connection.capabilities.contains(.extendedSearch))
    }

    @Test func aRefusalLeavesTheConnectionInStep() async throws {
        let server = try await ScriptedServer.loggedIn()
        async let error = failure { _ = try await look(server) }
        try await letTell(server)
        try await server.expect(Self.look)
        try await server.say("A2 NO not now\r\n")
        #expect(await error == .no(serverText: "not now", code: nil))
        async let done: Void = server.connection.noop()
        try await server.say("* SEARCH 7\r\nA3 OK\r\n")
        try await server.expect("A4 NOOP\r\n")
        try await server.say("A4 OK\r\n")
        try await done
    }

    @Test func aLookEndsAnIdleThatWaits() async throws {
        let server = try await ScriptedServer.loggedIn()
        async let outcome = server.connection.idle(for: .seconds(60))
        try await server.expect("A1 IDLE\r\n")
        try await server.say("+ idling\r\n")
        async let news = look(server)
        try await server.expect("DONE\r\n")
        try await server.say("A1 OK\r\n")
        #expect(try await outcome == .interrupted)
        try await server.expect("A2 NOOP\r\n")
        try await server.say("A2 OK\r\n")
        try await server.expect("A3 UID FETCH 7:* (UID FLAGS)\r\nA4 UID SEARCH UID 7:*\r\n")
        try await server.say("A3 OK\r\n* SEARCH\r\nA4 OK\r\n")
        #expect(try await news.fetched.isEmpty)
    }

    @Test func aLostConnectionFailsAllOfIt() async throws {
        let server = try await ScriptedServer.loggedIn()
        async let error = failure { _ = try await look(server) }
        try await letTell(server)
        try await server.expect(Self.look)
        try await server.hangUp()
        #expect(await error == .closed)
    }

    /// What the server made of a half-finished look is unknown.
    @Test func cancellationEndsTheConnection() async throws {
        let server = try await ScriptedServer.loggedIn()
        let looking = Task { try await look(server) }
        try await letTell(server)
        try await server.expect(Self.look)
        looking.cancel()
        await #expect(throws: IMAPError.cancelled) { try await looking.value }
        #expect(await failure { try await server.connection.noop() } == .closed)
    }
}
