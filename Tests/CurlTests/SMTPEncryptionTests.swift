import Curl
import TestServers
import Testing

/// Against a real Postfix in front of a Dovecot, where it takes a real TLS server; against scripts where it takes a bad one.
struct SMTPEncryptionTests {
    let transport = CurlTransport()

    private struct House {
        let dovecot: Dovecot
        let postfix: Postfix
        let ann = MailAccount("ann@mosaic.test", password: "open sesame")

        func server(_ security: SMTPServer.Security, host: String = "127.0.0.1") -> SMTPServer {
            SMTPServer(
                host: host, port: security == .tls ? postfix.submissionsPort : postfix.submissionPort,
                security: security, username: ann.address, password: Password(ann.password), caFile: postfix.caFile)
        }
    }

    // Unstructured because no single test owns it: it lives as long as the process.
    private static let opening = Task {
        let dovecot = try await Dovecot.start()
        let house = House(dovecot: dovecot, postfix: try await Postfix.start(with: dovecot))
        try dovecot.add([house.ann])
        try await house.postfix.add([house.ann])
        return house
    }

    private func house() async throws -> House { try await Self.opening.value }

    @Test(arguments: [SMTPServer.Security.tls, .startTLS])
    func encryptedSessionDeliversTheMessageUnchanged(security: SMTPServer.Security) async throws {
        let house = try await house()
        let mark = "Subject: over \(security.rawValue)"
        let body = "\(mark)\r\n\r\n.\r\n..two\r\nend\r\n.\r\n"
        let submission = SMTPSubmission(
            server: house.server(security), sender: house.ann.address, recipient: house.ann.address,
            message: Array(body.utf8))
        let outcome = await transport.submit(submission) { .send }
        #expect(outcome.acceptance?.code == 250, "\(outcome)")
        #expect(outcome.acceptance?.enhanced == EnhancedStatusCode(2, 0, 0))
        try await house.postfix.flush()
        let stored = try await arrival(of: mark, in: house)
        #expect(stored.text.hasSuffix("\r\n\r\n.\r\n..two\r\nend\r\n.\r\n"))
    }

    private func arrival(of mark: String, in house: House) async throws -> StoredMessage {
        for _ in 0..<2000 {
            let found = try await house.dovecot.messages(of: house.ann).first { $0.text.contains(mark) }
            if let found { return found }
        }
        throw NeverArrived()
    }

    private struct NeverArrived: Error {}

    @Test(arguments: [SMTPServer.Security.tls, .startTLS])
    func loginIsVerified(security: SMTPServer.Security) async throws {
        let house = try await house()
        let good = await transport.verifyLogin(house.server(security))
        #expect(good.acceptance?.isPositive == true, "\(good)")
        var server = house.server(security)
        server.password = "wrong"
        let failure = try #require(await transport.verifyLogin(server).failure)
        #expect(failure.phase == .authentication)
        #expect(failure.kind == .authentication)
        #expect(failure.reply?.code == 535)
    }

    @Test(arguments: [SMTPServer.Security.tls, .startTLS])
    func certificateOfAnUnknownIssuerIsRefused(security: SMTPServer.Security) async throws {
        var server = try await house().server(security)
        server.caFile = nil
        try await expectDistrust(server)
    }

    @Test(arguments: [SMTPServer.Security.tls, .startTLS])
    func certificateForAnotherHostIsRefused(security: SMTPServer.Security) async throws {
        // The same server under an address its certificate does not name.
        try await expectDistrust(try await house().server(security, host: "::ffff:127.0.0.1"))
    }

    private func expectDistrust(_ server: SMTPServer) async throws {
        let failure = try #require(await transport.verifyLogin(server).failure)
        #expect(failure.kind == .tls)
        #expect(failure.phase == .tls)
        #expect(failure.curlCode == 60)
        #expect(failure.detail.contains("not trusted or names another host"))
    }

    @Test func missingCAFileIsNamed() async throws {
        var server = try await house().server(.tls)
        server.caFile = "/nowhere/ca.pem"
        let failure = try #require(await transport.verifyLogin(server).failure)
        #expect(failure.kind == .tls)
        #expect(failure.detail.contains("CA file"))
    }

    @Test func HTTPSPeerIsVerifiedToo() async throws {
        let url = "https://127.0.0.1:\(try await house().postfix.submissionsPort)/"
        let error = await #expect(throws: CurlError.self) { try await transport.perform(HTTPRequest(url: url)) }
        #expect(error?.kind == .tls)
        #expect(error?.curlCode == 60)
        #expect(error?.isRetriable == false)
    }

    static let downgrades: [(hello: String, startTLS: String)] = [
        ("250-x\r\n250 AUTH PLAIN", ""), ("250-x\r\n250-STARTTLS\r\n250 AUTH PLAIN", "454 4.7.0 TLS not available"),
        ("250-x\r\n250-STARTTLS\r\n250 AUTH PLAIN", "502 5.5.1 No"),
        ("250-x\r\n250-STARTTLS\r\n250 AUTH PLAIN", "220 Go\r\n250-x\r\n250 AUTH PLAIN"),
        ("250-x\r\n250-STARTTLS\r\n250 AUTH PLAIN", "220 Go\r\n"), ("502 no", ""),
    ]

    @Test(arguments: downgrades)
    func withoutEncryptionNothingGoesInClear(row: (hello: String, startTLS: String)) async throws {
        let server = try LoopbackServer { client in
            client.say("220 hi\r\n")
            while let line = client.line() {
                let isSTARTTLS = line == "STARTTLS"
                client.say((isSTARTTLS ? row.startTLS : line.hasPrefix("HELO") ? "250 x" : row.hello) + "\r\n")
                if isSTARTTLS, row.startTLS.hasPrefix("220") { return }
            }
        }
        var submission = server.submission()
        submission.server.security = .startTLS
        let failure = try #require(await transport.submit(submission) { .send }.failure)
        #expect(failure.kind == (row.hello.hasPrefix("250") ? .tls : .connection))
        #expect(failure.certainlyUnsent)
        await server.ended()
        let verbs = Set(server.transcripts[0].map { String($0.prefix(4)) })
        #expect(verbs.isDisjoint(with: ["AUTH", "MAIL", "RCPT", "DATA"]))
    }

    @Test func clearServerOnTheTLSPortIsATLSFailure() async throws {
        let server = try SMTPScript().server()
        let failure = try #require(await transport.verifyLogin(server.account(.tls)).failure)
        #expect(failure.kind == .tls)
        #expect(failure.phase == .tls)
    }

    @Test func silenceInTheHandshakeEndsWithTheConnectTimeout() async throws {
        let server = try LoopbackServer { $0.drain() }
        var account = server.account(.tls)
        account.connectTimeout = .milliseconds(120)
        let failure = try #require(await transport.verifyLogin(account).failure)
        #expect(failure.phase == .tls)
        #expect(failure.kind == .connection)
        #expect(failure.curlCode == 28)
    }

    @Test func refusalOfARealServerKeepsItsWords() async throws {
        let house = try await house()
        try await house.postfix.setFate(.refused("550 5.1.1 no such creator"), of: "gone@creators.example")
        let submission = SMTPSubmission(
            server: house.server(.startTLS), sender: house.ann.address, recipient: "gone@creators.example",
            message: Array("Subject: x\r\n\r\nx".utf8))
        let failure = try #require(await transport.submit(submission) { .send }.failure)
        #expect(failure.phase == .recipient)
        #expect(failure.kind == .permanentRecipient)
        #expect(failure.reply?.text.contains("no such creator") == true)
    }
}
