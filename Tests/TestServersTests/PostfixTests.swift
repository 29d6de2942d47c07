import Testing

@testable import TestServers

struct PostfixTests {
    @Test(arguments: [false, true])
    func submittedMailReachesTheCreator(implicitTLS: Bool) async throws {
        let house = try await MailHouse.shared()
        let (team, creator) = (try await house.account(), try await house.creator())
        try await submit(from: team, to: creator.address, implicitTLS: implicitTLS)
        let arrived = try await house.dovecot.messages(of: creator, atLeast: 1)
        #expect(arrived[0].text.contains("Return-Path: <\(team.address)>"))
        #expect(arrived[0].text.hasSuffix("\r\n\r\nhello\r\n"))
    }

    @Test func submissionAsksForAPasswordAndTheRightOne() async throws {
        let house = try await MailHouse.shared()
        let (team, creator) = (try await house.account(), try await house.creator())
        let stranger = MailAccount(team.address, password: "wrong")
        await expectAnswer("535") { try await submit(from: stranger, to: creator.address) }
        let transaction = MailTransaction(greeting: .smtp, sender: team.address, recipient: creator.address)
        let port = house.postfix.submissionPort
        #expect(throws: TestServerError.self) { try transaction.perform(crlf("\n"), port: port) }
    }

    @Test func repliesComeInThroughTheOpenDoorForKnownAddressesOnly() async throws {
        let house = try await MailHouse.shared()
        let (team, creator) = (try await house.account(), try await house.creator())
        try await house.postfix.receive("Subject: Re: hello\n\nyes\n", from: creator.address, to: team)
        #expect(try await house.dovecot.messages(of: team, atLeast: 1)[0].text.contains("Subject: Re: hello"))
        let nobody = MailAccount("nobody@mosaic.test")
        await expectAnswer("550 5.1.1") { try await house.postfix.receive("\n", from: creator.address, to: nobody) }
        let elsewhere = MailAccount("someone@elsewhere.example")
        await expectAnswer("554 5.7.1") { try await house.postfix.receive("\n", from: creator.address, to: elsewhere) }
    }

    @Test(arguments: ["550 5.1.1 no such user", "451 4.7.1 try later"])
    func refusalsAreSpokenAtTheDoorUntilLifted(reply: String) async throws {
        let house = try await MailHouse.shared()
        let (team, creator) = (try await house.account(), try await house.creator())
        try await house.postfix.setFate(.refused(reply), of: creator.address)
        await expectAnswer(String(reply.prefix(3))) { try await submit(from: team, to: creator.address) }
        try await house.postfix.setFate(nil, of: creator.address)
        try await submit(from: team, to: creator.address)
        #expect(try await house.dovecot.messages(of: creator, atLeast: 1).count == 1)
    }

    @Test func mailRefusedOutsideComesBackAsADeliveryReport() async throws {
        let house = try await MailHouse.shared()
        let (team, creator) = (try await house.account(), try await house.creator())
        try await house.postfix.setFate(.refusedOutside("550 5.1.1 no such user here"), of: creator.address)
        try await submit(from: team, to: creator.address)
        let report = try await house.dovecot.messages(of: team, atLeast: 1)[0].text
        #expect(report.contains("Content-Type: multipart/report"))
        #expect(report.contains("no such user here"))
        #expect(report.contains("Final-Recipient: rfc822; \(creator.address)"))
    }

    @Test func mailDeferredOutsideStaysInTheQueueAcrossKillNine() async throws {
        let (team, creator) = (MailAccount("team@mosaic.test"), MailAccount("creator@creators.example"))
        let dovecot = try await Dovecot.start([team, creator])
        let postfix = try await Postfix.start(with: dovecot)
        try await postfix.add([team, creator])
        try await postfix.setFate(.refusedOutside("451 4.2.2 mailbox locked"), of: creator.address)
        try await postfix.receive("Subject: waits\n\n", from: team.address, to: creator)
        try await postfix.logs("451 4.2.2")
        try await postfix.kill()
        await #expect(throws: TestServerError.self) { try await postfix.receive("\n", from: team.address, to: creator) }
        try await postfix.start()
        #expect(try await postfix.queue().contains { $0.contains(creator.address) })
        try await postfix.setFate(nil, of: creator.address)
        try await postfix.flush()
        #expect(try await dovecot.messages(of: creator, atLeast: 1).count == 1)
        try await postfix.stop()
        try await dovecot.stop()
    }

    private func expectAnswer(_ code: String, from action: () async throws -> Void) async {
        let error = await #expect(throws: TestServerError.self) { try await action() }
        #expect(error?.description.contains(code) == true, "\(error?.description ?? "")")
    }

    /// Submits with Python's smtplib: a client that is neither ours nor the one under test.
    private func submit(from account: MailAccount, to recipient: String, implicitTLS: Bool = false) async throws {
        let postfix = try await MailHouse.shared().postfix
        let script = """
            import smtplib, ssl, sys
            port, ca, implicit, user, password, recipient = sys.argv[1:]
            trust = ssl.create_default_context(cafile=ca)
            if implicit == "true":
                session = smtplib.SMTP_SSL("localhost", int(port), context=trust)
            else:
                session = smtplib.SMTP("localhost", int(port))
                session.starttls(context=trust)
            session.login(user, password)
            session.sendmail(user, [recipient], "From: " + user + "\\r\\nSubject: x\\r\\n\\r\\nhello\\r\\n")
            session.quit()
            """
        let port = implicitTLS ? postfix.submissionsPort : postfix.submissionPort
        try await run(
            "/usr/bin/python3",
            ["-c", script, "\(port)", postfix.caFile, "\(implicitTLS)", account.address, account.password, recipient])
    }
}
