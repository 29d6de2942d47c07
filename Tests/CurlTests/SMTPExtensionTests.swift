import Testing

@testable import Curl

/// What a server offers is used: commands in groups (RFC 2920) and what its reports are to say (RFC 3461).
@Suite(.timeLimit(.minutes(10))) struct SMTPExtensionTests {
    private let transport = CurlTransport()
    private static let grouping = "250-mail.example.test\r\n250-PIPELINING\r\n250 AUTH PLAIN"

    /// Says nothing to MAIL, RCPT and DATA before all three are there.
    private func groupingServer(answers: String) throws -> LoopbackServer {
        try LoopbackServer { client in
            client.say("220 mail.example.test\r\n")
            guard client.line() != nil else { return }
            client.say(Self.grouping + "\r\n")
            guard client.line() != nil else { return }
            client.say("235 2.7.0 Accepted\r\n")
            for _ in 0..<3 { guard client.line() != nil else { return } }
            client.say(answers)
            while let line = client.line() {
                if line == "." { client.say("250 2.0.0 Ok\r\n") }
            }
        }
    }

    @Test func threeCommandsGoAtOnce() async throws {
        let server = try groupingServer(answers: "250 Ok\r\n250 Ok\r\n354 go on\r\n")
        #expect(await transport.submit(server.submission()) { .send }.acceptance != nil)
        await transport.shutdown()
        await server.ended()
        #expect(
            server.transcripts[0].dropFirst(2).prefix(6) == [
                "MAIL FROM:<ann@example.test>", "RCPT TO:<bob@example.test>", "DATA", "Subject: Hello", "", "Hello.",
            ])
    }

    /// A server may take DATA though it refused the recipient: whatever it says, no content follows.
    @Test(arguments: [
        ("250 Ok\r\n550 5.1.1 no such user\r\n354 go on\r\n", SMTPPhase.recipient),
        ("550 5.7.1 not from you\r\n", .mailFrom), ("250 Ok\r\n451 4.3.0 later\r\n503 no\r\n", .recipient),
        ("250 Ok\r\n250 Ok\r\n554 5.5.1 none valid\r\n", .data),
    ])
    func afterARefusalInAGroupNothingIsSaid(answers: String, phase: SMTPPhase) async throws {
        let server = try groupingServer(answers: answers)
        let outcome = await transport.submit(server.submission()) { .send }
        #expect(outcome.failure?.certainlyUnsent == true && outcome.failure?.phase == phase)
        await transport.shutdown()
        await server.ended()
        #expect(!server.transcripts[0].contains { $0 == "." || $0.hasPrefix("Subject") })
    }

    @Test func reportsAreToNameTheMailAndItsRecipient() async throws {
        let server = try SMTPScript([.hello: "250-mail.example.test\r\n250-DSN\r\n250 AUTH PLAIN"]).server()
        var submission = server.submission(to: "bob+list=a@example.test")
        submission.envelopeID = "a=b+c@mosaic.test"
        #expect(await transport.submit(submission) { .send }.acceptance != nil)
        #expect(
            server.transcripts[0].dropFirst(2).prefix(2) == [
                "MAIL FROM:<ann@example.test> RET=HDRS ENVID=a+3Db+2Bc@mosaic.test",
                "RCPT TO:<bob+list=a@example.test> NOTIFY=FAILURE,DELAY ORCPT=rfc822;bob+2Blist+3Da@example.test",
            ])
    }

    @Test(
        arguments: [
            ("a b", nil), ("a\u{7F}", nil), ("é", nil), (String(repeating: "=", count: 34), nil), ("a+=", "a+2B+3D"),
        ] as [(String, String?)])
    func anEnvelopeIDThatCannotBeWrittenIsLeftOut(id: String, text: String?) {
        #expect(SMTPEnvelope.xtext(id) == text)
    }

    @Test func aServerThatOffersNothingIsAskedNothing() async throws {
        let server = try SMTPScript([.hello: "250-mail.example.test\r\n250 AUTH PLAIN"]).server()
        var submission = server.submission()
        submission.envelopeID = "id@mosaic.test"
        #expect(await transport.submit(submission) { .send }.acceptance != nil)
        #expect(server.transcripts[0].dropFirst(2).first == "MAIL FROM:<ann@example.test>")
    }
}
