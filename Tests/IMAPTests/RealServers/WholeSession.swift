import IMAP
import TestServers
import Testing

/// One session through everything the product uses, the same at every make of server.
struct WholeSession {
    let endpoint: IMAPEndpoint
    let account: MailAccount
    /// Where sent mail goes on this server, as `list` must find it.
    let sent: MailboxName
    /// Whether IDLE tells of new mail; else it shows at the next command only.
    var idleTellsNews = true
    /// Brings a new message into the INBOX by another way.
    let deliver: (String) async throws -> Void

    private let mail = crlf(
        "Message-ID: <1@creators.example>\nFrom: a@creators.example\nSubject: first\n\nHello there\n")

    func run() async throws {
        let connection = try await IMAPConnection.connect(to: endpoint)
        try await connection.authenticate(account.credentials)
        #expect(try await connection.list().mailbox(for: .sent)?.name == sent)
        let first = try await appendAndRead(connection)
        try await changeFlags(of: first, connection)
        try await copyAndMove(first, connection)
        try await waitForNews(connection)
        await connection.logout()
    }

    private func appendAndRead(_ connection: IMAPConnection) async throws -> UID {
        let empty = try await connection.select(.inbox)
        let date = InternalDate(secondsSince1970: 1_700_000_000)
        _ = try await connection.append(mail, to: .inbox, date: date)
        let inbox = try await connection.select(.inbox)
        #expect(inbox.exists == empty.exists + 1)
        #expect(inbox.uidValidity == empty.uidValidity)
        let found = try await connection.search(.header("Message-ID", "<1@creators.example>"))
        let uid = try #require(found.first)
        let fields = Section.headerFields(["Subject", "message-id"])
        let fetched = try await connection.fetch(
            UIDSet(from: uid),
            [.flags, .internalDate, .size, .body(.full), .body(fields), .body(.text, partial: .init(count: 5))])
        let message = try #require(fetched.first { $0.uid == uid })
        #expect(message.internalDate?.secondsSince1970 == 1_700_000_000)
        #expect(message.size == UInt64(mail.count))
        #expect(message.sections[.full] == mail)
        #expect(message.sections[.text] == Array("Hello".utf8))
        #expect(String(decoding: message.sections[fields] ?? [], as: UTF8.self).contains("Subject: first"))
        #expect(message.flags?.contains(.seen) == false)
        let beyond = try #require(fetched.map(\.uid).max()?.next)
        #expect(try await connection.fetch(UIDSet(from: beyond), [.size]).isEmpty)
        return uid
    }

    private func changeFlags(of uid: UID, _ connection: IMAPConnection) async throws {
        let human = try #require(Flag(rawValue: "$MosaicHuman"))
        let added = try await connection.store(UIDSet(uid), .add([human, .seen]))
        #expect(added[uid]?.isSuperset(of: [human, .seen]) == true)
        let removed = try await connection.store(UIDSet(uid), .remove([.seen]))
        #expect(removed[uid]?.contains(human) == true)
        #expect(removed[uid]?.contains(.seen) == false)
        #expect(try await connection.search(.and([.unseen, .keyword(human)])) == [uid])
    }

    private func copyAndMove(_ uid: UID, _ connection: IMAPConnection) async throws {
        guard case .no? = await failure(of: { _ = try await connection.copy(UIDSet(uid), to: "INBOX.Nowhere") }) else {
            Issue.record("copied to nowhere")
            return
        }
        _ = try await connection.copy(UIDSet(uid), to: sent)
        #expect(try await connection.status(sent).messages == 1)
        let outcome = try await connection.move(UIDSet(uid), to: sent)
        #expect(outcome.isExpunged)
        #expect(try await connection.status(sent).messages == 2)
        #expect(try await connection.search(.uid(UIDSet(uid))).isEmpty)
    }

    private func waitForNews(_ connection: IMAPConnection) async throws {
        let before = try await connection.search(.all).count
        // What the expunge left behind is news too; after this the mailbox is quiet.
        while try await connection.idle(for: .milliseconds(10)) == .changed {}
        let mail = "Message-ID: <2@creators.example>\nSubject: second\n\nnews\n"
        if idleTellsNews {
            async let outcome = connection.idle(for: .seconds(50))
            try await deliver(mail)
            #expect(try await outcome == .changed)
        } else {
            try await deliver(mail)
            repeat { try await connection.noop() } while try await connection.idle(for: .milliseconds(10)) != .changed
        }
        #expect(try await connection.search(.all).count == before + 1)
    }
}
