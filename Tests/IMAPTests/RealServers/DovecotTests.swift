import IMAP
import TestServers
import Testing

/// The whole client against a real Dovecot.
@Suite struct DovecotTests {
    let house: MailHouse
    let account: MailAccount

    init() async throws {
        house = try await MailHouse.shared()
        account = try await house.account()
    }

    @Test func tlsLoginReadsTheCapabilitiesAgain() async throws {
        let connection = try await IMAPConnection.connect(to: house.dovecot.endpoint(.tls))
        #expect(!connection.capabilities.contains(.move))
        try await connection.authenticate(account.credentials)
        #expect(connection.capabilities.contains(.move))
        #expect(connection.capabilities.contains(.idle))
        await connection.logout()
        await #expect(throws: IMAPError.self) { try await connection.noop() }
    }

    @Test func startTLSLeadsToTheSameSession() async throws {
        let connection = try await IMAPConnection.connect(to: house.dovecot.endpoint(.startTLS))
        #expect(!connection.capabilities.contains(.startTLS))
        try await connection.authenticate(account.credentials)
        try await connection.noop()
        await connection.logout()
    }

    @Test func wrongPasswordIsAnAuthenticationFailureThatDoesNotRepeatIt() async throws {
        let connection = try await IMAPConnection.connect(to: house.dovecot.endpoint(.tls))
        let wrong = IMAPCredentials.password(user: account.address, password: "not-the-password")
        let error = await #expect(throws: IMAPError.self) { try await connection.authenticate(wrong) }
        guard case .authenticationFailed(_, code: .authenticationFailed)? = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(!String(reflecting: error).contains("not-the-password"))
        try await connection.authenticate(account.credentials)
        await connection.logout()
    }

    @Test func serverNamesItself() async throws {
        let connection = try await open()
        let server = try await connection.identify(["name": "Mosaic \"tests\"", "version": "1"])
        #expect(server["name"] == "Dovecot")
        await connection.logout()
    }

    @Test func listFindsTheSpecialMailboxes() async throws {
        try await house.dovecot.createMailbox("Sent.Old &- gone", of: account)
        let connection = try await open()
        let listing = try await connection.list()
        #expect(listing.mailbox(for: .sent)?.name == "Sent")
        #expect(listing.mailbox(for: .junk)?.name == "Junk")
        #expect(listing.mailbox(for: .trash)?.name == "Trash")
        #expect(listing.contains { $0.name == "Sent.Old & gone" })
        #expect(listing.contains { $0.name == .inbox && $0.isSelectable })
        await connection.logout()
    }

    @Test(arguments: ["Entwürfe", "送信済み", "a\"b\\c", "R&D", "naïve 🙂"])
    func mailboxNamesInAnyScriptCanBeSelected(_ name: String) async throws {
        let connection = try await open()
        _ = try await connection.append(crlf("Subject: x\n\nx\n"), to: .inbox)
        let mailbox = MailboxName(name)
        try await connection.create(mailbox)
        #expect(try await connection.list().contains { $0.name == mailbox })
        #expect(try await connection.select(mailbox).exists == 0)
        #expect(try await connection.status("INBOX").messages == 1)
        await connection.logout()
    }

    @Test func selectTellsTheStateOfTheMailbox() async throws {
        try await house.dovecot.append(message(1), of: account)
        let expected = try await house.dovecot.state(of: account)
        let connection = try await open()
        let inbox = try await connection.select(.inbox)
        #expect(inbox.exists == 1)
        #expect(inbox.uidValidity.rawValue == expected.uidValidity)
        #expect(inbox.uidNext?.rawValue == expected.uidNext)
        #expect(inbox.acceptsNewKeywords)
        #expect(!inbox.isReadOnly)
        #expect(inbox.highestModSequence != nil)
        #expect(try await connection.select(.inbox, readOnly: true).isReadOnly)
        let status = try await connection.status("Sent")
        #expect(status.messages == 0)
        #expect(status.uidValidity != nil)
        await connection.logout()
    }

    @Test func missingMailboxIsARefusalAndTheSessionGoesOn() async throws {
        let connection = try await open()
        let error = await #expect(throws: IMAPError.self) { try await connection.select("Nowhere") }
        guard case .no? = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        try await connection.noop()
        await connection.logout()
    }

    @Test func searchFindsByUIDFlagDateAndText() async throws {
        for number in 1...5 {
            try await house.dovecot.append(message(number), of: account, flags: number < 3 ? ["\\Seen"] : [])
        }
        try await house.dovecot.append(message(6), of: account, date: "02-Jan-2020 03:04:05 +0000")
        let connection = try await open()
        _ = try await connection.select(.inbox)
        let uids = try await connection.search(.all)
        #expect(uids.count == 6)
        #expect(try await connection.search(.unseen) == Array(uids.dropFirst(2)))
        #expect(try await connection.search(.uid(UIDSet(from: uids[3]))) == Array(uids.dropFirst(3)))
        #expect(try await connection.search(.header("Message-ID", "<4@creators.example>")) == [uids[3]])
        #expect(try await connection.search(.subject("Grüße 2")) == [uids[1]])
        let day = try #require(CalendarDay(year: 2021, month: 1, day: 1))
        #expect(try await connection.search(.before(day)) == [uids[5]])
        #expect(try await connection.search(.and([.since(day), .not(.seen)])).count == 3)
        #expect(try await connection.search(.or(.from("nobody"), .subject("reply 5"))) == [uids[4]])
        await connection.logout()
    }

    @Test func openRangeBeyondTheLastMessageBringsNothing() async throws {
        let uid = try #require(try await house.dovecot.append(message(1), of: account))
        let connection = try await open()
        _ = try await connection.select(.inbox)
        let beyond = UIDSet(from: try #require(UID(rawValue: uid + 5)))
        #expect(try await connection.fetch(beyond, [.flags]).isEmpty)
        #expect(try await connection.search(.uid(beyond)).isEmpty)
        await connection.logout()
    }

    @Test func fetchBringsEverythingAskedForAndLeavesSeenAlone() async throws {
        let bytes = crlf(message(1))
        let uid = try #require(
            try await house.dovecot.append(
                message(1), of: account, flags: ["$Label"], date: "02-Jan-2026 03:04:05 +0100"))
        let connection = try await open()
        _ = try await connection.select(.inbox)
        let headers = Section.headerFields(["subject", "Message-Id"])
        let messages = try await connection.fetch(
            .all, [.flags, .internalDate, .size, .body(.full), .body(headers), .body(.text, partial: .init(count: 4))])
        let message = try #require(messages.first)
        #expect(messages.count == 1)
        #expect(message.uid.rawValue == uid)
        #expect(message.size == UInt64(bytes.count))
        #expect(message.sections[.full] == bytes)
        #expect(message.sections[.text] == Array("Hell".utf8))
        #expect(message.internalDate?.secondsSince1970 == 1_767_319_445)
        let fields = String(decoding: try #require(message.sections[headers]), as: UTF8.self)
        #expect(fields.contains("<1@creators.example>") && !fields.contains("From:"))
        #expect(message.flags?.contains(try #require(Flag(rawValue: "$label"))) == true)
        #expect(message.flags?.contains(.seen) == false)
        #expect(try await connection.fetch(.all, [.flags]).first?.flags?.contains(.seen) == false)
        await connection.logout()
    }

    @Test func tenMegabytesStreamThroughASlowReader() async throws {
        let body = String(repeating: String(repeating: "x", count: 76) + "\n", count: 13_000)
        let connection = try await open()
        for number in 1...10 { _ = try await connection.append(crlf(message(number) + body), to: .inbox) }
        _ = try await connection.select(.inbox)
        var octets = 0
        try await connection.fetch(.all, [.body(.full)]) { message in
            await Task.yield()
            octets += message.sections[.full]?.count ?? 0
        }
        #expect(octets > 10 * 13_000 * 77)
        await connection.logout()
    }

    @Test func storeReadsBackWhatTheServerKeeps() async throws {
        for number in 1...3 { try await house.dovecot.append(message(number), of: account, flags: ["\\Seen"]) }
        let connection = try await open()
        _ = try await connection.select(.inbox)
        let uids = try await connection.search(.all)
        let human = try #require(Flag(rawValue: "$MosaicHuman"))
        _ = try await connection.store(UIDSet(uids[0]), .remove([.seen]))
        let flags = try await connection.store(UIDSet(uids.prefix(2)), .add([human]))
        #expect(flags.count == 2)
        #expect(flags[uids[0]]?.contains(.seen) == false)
        #expect(flags[uids[0]]?.contains(human) == true)
        #expect(flags[uids[1]]?.isSuperset(of: [.seen, human]) == true)
        #expect(try await connection.store(UIDSet(uids[2]), .replace([.flagged]))[uids[2]]?.contains(.seen) == false)
        await connection.logout()
    }

    @Test func appendTellsWhereTheMessageWent() async throws {
        let connection = try await open()
        let date = InternalDate(secondsSince1970: 1_000_000_000)
        let appended = try #require(
            try await connection.append(crlf(message(7)), to: "Sent", flags: [.seen], date: date))
        let sent = try await connection.select("Sent")
        #expect(sent.uidValidity == appended.uidValidity)
        let message = try await connection.fetch(UIDSet(appended.uid), [.flags, .internalDate, .body(.full)]).first
        #expect(message?.internalDate?.secondsSince1970 == 1_000_000_000)
        #expect(message?.flags?.contains(.seen) == true)
        #expect(message?.sections[.full] == crlf(self.message(7)))
        await connection.logout()
    }

    @Test func moveAndCopyTellTheNewUIDs() async throws {
        for number in 1...3 { try await house.dovecot.append(message(number), of: account) }
        let connection = try await open()
        _ = try await connection.select(.inbox)
        let uids = try await connection.search(.all)
        let copied = try #require(try await connection.copy(UIDSet(uids[0]), to: "Archive"))
        #expect(copied.destination[uids[0]] != nil)
        let moved = try await connection.move(UIDSet([uids[1], uids[2]]), to: "Archive")
        #expect(moved.isExpunged)
        #expect(moved.copied?.destination.count == 2)
        #expect(try await connection.search(.all) == [uids[0]])
        #expect(try await connection.status("Archive").messages == 3)
        await connection.logout()
    }

    @Test func setOfManyRunsFindsItsMessage() async throws {
        let connection = try await open()
        _ = try await connection.select(.inbox)
        _ = try await connection.append(crlf(message(1)), to: .inbox)
        let odd = UIDSet((0..<500).map { UID(rawValue: UInt32($0) * 2 + 1) ?? .first })
        #expect(try await connection.search(.uid(odd)).count == 1)
        #expect(try await connection.fetch(odd, [.flags]).count == 1)
        await connection.logout()
    }

    func open() async throws -> IMAPConnection {
        let connection = try await IMAPConnection.connect(to: house.dovecot.endpoint(.tls))
        try await connection.authenticate(account.credentials)
        return connection
    }

    func message(_ number: Int) -> String {
        """
        Message-ID: <\(number)@creators.example>
        From: creator@creators.example
        To: team@mosaic.test
        Subject: Grüße \(number), reply \(number)
        Content-Type: text/plain; charset=utf-8

        Hello \(number)

        """
    }
}

extension Dovecot {
    func endpoint(_ security: IMAPEndpoint.Security, host: String = "localhost") -> IMAPEndpoint {
        IMAPEndpoint(
            host: host, port: Int(security == .tls ? imapsPort : imapPort), security: security,
            trustRoots: .file(caFile))
    }
}

extension MailAccount {
    var credentials: IMAPCredentials { .password(user: address, password: password) }
}
