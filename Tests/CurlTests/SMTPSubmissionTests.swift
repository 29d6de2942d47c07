import Curl
import Testing

struct SMTPSubmissionTests {
    let transport = CurlTransport()

    @Test func dialogueIsTheOneOfTheBook() async throws {
        let server = try SMTPScript().server()
        let outcome = await transport.submit(server.submission()) { .send }
        #expect(outcome.acceptance == SMTPReply(code: 250, lines: ["2.0.0 Ok: queued as 4F1"]))
        #expect(outcome.acceptance?.enhanced == EnhancedStatusCode(2, 0, 0))
        await server.ended()
        #expect(
            server.transcripts == [
                [
                    "EHLO client.example.test", "AUTH PLAIN AGFubkBleGFtcGxlLnRlc3QAb3BlbiBzZXNhbWU=",
                    "MAIL FROM:<ann@example.test> SIZE=26", "RCPT TO:<bob@example.test>", "DATA", "Subject: Hello", "",
                    "Hello.", ".", "QUIT",
                ]
            ])
    }

    @Test func everyLineOfAReplyIsKept() async throws {
        let server = try SMTPScript([.dot: "250-2.0.0 one\r\n250-two\r\n250-\r\n250"]).server()
        let outcome = await transport.submit(server.submission()) { .send }
        #expect(outcome.acceptance?.lines == ["2.0.0 one", "two", "", ""])
    }

    @Test func nullSenderAndServerWithoutExtensionsAreFine() async throws {
        let server = try SMTPScript([.hello: "250-mail.example.test\r\n250 AUTH LOGIN PLAIN"]).server()
        #expect(await transport.submit(server.submission(from: "")) { .send }.acceptance != nil)
        #expect(server.transcripts.first?.contains("MAIL FROM:<>") == true)
    }

    @Test(arguments: [
        ("a\n.\nb", ["a", "..", "b"]), ("a\r\n.\r\nb\r\n", ["a", "..", "b"]), (".", [".."]), ("..\r\n", ["..."]),
        ("a\r.\rMAIL FROM:<x@example.test>\r", ["a", "..", "MAIL FROM:<x@example.test>"]),
        ("a\n\n.\n", ["a", "", ".."]), ("", []), ("\r\n\n\r", ["", "", ""]), ("a", ["a"]),
    ])
    func contentCannotEndItself(message: String, lines: [String]) async throws {
        let server = try SMTPScript().server()
        #expect(await transport.submit(server.submission(message)) { .send }.acceptance != nil)
        await server.ended()
        #expect(Array(server.transcripts[0].drop { $0 != "DATA" }.dropFirst()) == lines + [".", "QUIT"])
    }

    @Test func largeMessageArrivesWhole() async throws {
        let line = String(repeating: "x", count: 70)
        let message = Array(repeating: line, count: 60_000).joined(separator: "\n")
        let server = try SMTPScript([.hello: "250-mail.example.test\r\n250 AUTH PLAIN"]).server()
        #expect(await transport.submit(server.submission(message)) { .send }.acceptance != nil)
        await server.ended()
        #expect(server.transcripts[0].filter { $0 == line }.count == 60_000)
    }

    @Test(arguments: [
        "bob@example.test>\r\nRCPT TO:<eve@example.test", "bob@example.test\r\nDATA", "bob@example.test\n",
        "bob @example.test",
        "<bob@example.test>", "bob", "@example.test", "bob@", "", "bob@exa\0mple.test",
        String(repeating: "b", count: 250) + "@example.test",
    ])
    func badAddressNeverReachesTheServer(address: String) async throws {
        let server = try SMTPScript().server()
        let toThem = await transport.submit(server.submission(to: address)) { .send }
        #expect(toThem.failure?.kind == .permanentRecipient)
        #expect(toThem.failure?.certainlyUnsent == true)
        if !address.isEmpty {
            let fromThem = await transport.submit(server.submission(from: address)) { .send }
            #expect(fromThem.failure?.kind == .permanentMessage)
        }
        #expect(server.transcripts.isEmpty)
    }

    @Test(arguments: ["mail.example.test/../x", "user@host", "", "a b", "host\r\n"])
    func badHostIsRefused(host: String) async throws {
        var server = try SMTPScript().server().account()
        server.host = host
        #expect(await transport.verifyLogin(server).failure?.phase == .connecting)
        server.host = "127.0.0.1"
        server.helloName = host + "\r\nNOOP"
        #expect(await transport.verifyLogin(server).failure?.phase == .connecting)
    }

    @Test func messageTooLargeForTheServerIsNotOffered() async throws {
        let server = try SMTPScript([.hello: "250-mail.example.test\r\n250-SIZE 100\r\n250 AUTH PLAIN"]).server()
        let outcome = await transport.submit(server.submission(String(repeating: "x", count: 100))) { .send }
        #expect(outcome.failure?.kind == .permanentMessage)
        await server.ended()
        #expect(server.transcripts[0].last == "QUIT")
        #expect(!server.transcripts[0].contains { $0.hasPrefix("MAIL") })
    }

    @Test func eightBitAndUTF8AreUsedWhereOfferedAndElseRefused() async throws {
        let able = try SMTPScript([.hello: "250-x\r\n250-8BITMIME\r\n250-SMTPUTF8\r\n250 AUTH PLAIN"]).server()
        #expect(await transport.submit(able.submission("é", to: "zoë@example.test")) { .send }.acceptance != nil)
        #expect(able.transcripts[0].contains("MAIL FROM:<ann@example.test> BODY=8BITMIME SMTPUTF8"))
        let unable = try SMTPScript([.hello: "250-x\r\n250 AUTH PLAIN"]).server()
        for submission in [unable.submission("é"), unable.submission(to: "zoë@example.test")] {
            #expect(await transport.submit(submission) { .send }.failure?.kind == .permanentMessage)
        }
    }

    @Test func loginTestSendsNothing() async throws {
        let server = try SMTPScript().server()
        #expect(await transport.verifyLogin(server.account()).acceptance?.code == 250)
        await server.ended()
        #expect(server.transcripts[0].map { $0.prefix(4) } == ["EHLO", "AUTH", "NOOP", "QUIT"])
    }

    @Test func serverWithoutLoginIsNotUsedWithoutOne() async throws {
        let server = try SMTPScript([.hello: "250 mail.example.test"]).server()
        let outcome = await transport.submit(server.submission()) { .send }
        #expect(outcome.failure?.kind == .authentication)
        #expect(outcome.failure?.phase == .greeting || outcome.failure?.phase == .authentication)
        var open = server.submission()
        open.server.username = ""
        #expect(await transport.submit(open) { .send }.acceptance != nil)
    }

    @Test func loginInTwoStepsWorks() async throws {
        let server = try LoopbackServer { client in
            client.say("220 hi\r\n")
            _ = client.line()
            client.say("250-x\r\n250 AUTH LOGIN\r\n")
            _ = client.line()
            client.say("334 UGFzc3dvcmQ6\r\n")
            _ = client.line()
            client.say("235 welcome\r\n")
            _ = client.line()
            client.say("250 still here\r\n")
            client.drain()
        }
        #expect(await transport.verifyLogin(server.account()).acceptance?.lines == ["still here"])
    }

    @Test(arguments: ["235 2.7.0 Accepted", "535 5.7.8 No"])
    func serverThatNeverAnswersQUITHoldsUpNobody(auth: String) async throws {
        let mail = try LoopbackServer { client in
            client.say("220 hi\r\n")
            _ = client.line()
            client.say("250-x\r\n250 AUTH PLAIN\r\n")
            _ = client.line()
            client.say(auth + "\r\n")
            if client.line() == "NOOP" { client.say("250 Ok\r\n") }
            client.drain()
        }
        let web = try HTTPScript.server(HTTPScript.ok("ok"))
        let outcome = await transport.verifyLogin(mail.account())
        #expect((outcome.acceptance != nil) == auth.hasPrefix("235"))
        let request = HTTPRequest(url: "http://127.0.0.1:\(web.port)/", timeout: .seconds(2))
        #expect(try await transport.perform(request).status == 200)
        await transport.shutdown()
        await mail.ended()
    }
}
