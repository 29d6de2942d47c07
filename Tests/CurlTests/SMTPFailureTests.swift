import Curl
import Testing

struct SMTPFailureTests {
    let transport = CurlTransport()

    typealias Row = (at: SMTPScript.Moment, reply: String, phase: SMTPPhase, kind: SMTPFailure.Kind)

    static let refusals: [Row] = [
        (.greeting, "421 4.3.2 Closing", .greeting, .throttled), (.greeting, "554 No service", .greeting, .connection),
        (.auth, "454 4.7.0 Temporary", .authentication, .throttled),
        (.auth, "421 4.7.0 Too many login attempts", .authentication, .throttled),
        (.auth, "535-5.7.8 Username and Password\r\n535 5.7.8 not accepted", .authentication, .authentication),
        (.auth, "534-5.7.9 Application-specific\r\n534 5.7.9 password required", .authentication, .authentication),
        (.auth, "504 5.5.4 Mechanism", .authentication, .authentication),
        (.mail, "421 4.7.0 Try again later", .mailFrom, .throttled),
        (.mail, "530 5.7.0 Authentication Required", .mailFrom, .authentication),
        (.mail, "550-5.4.5 Daily user sending limit\r\n550 5.4.5 exceeded", .mailFrom, .quota),
        (.mail, "452 4.3.1 Insufficient storage", .mailFrom, .throttled),
        (.mail, "553 5.1.8 Bad sender", .mailFrom, .policy),
        (.mail, "552 Too big", .mailFrom, .permanentMessage),
        (.recipient, "450 4.2.1 Greylisted", .recipient, .recipientBusy),
        (.recipient, "452 4.2.2 Mailbox full", .recipient, .recipientBusy),
        (.recipient, "452 4.5.3 Too many recipients", .recipient, .quota),
        (.recipient, "550 5.1.1 No such user", .recipient, .permanentRecipient),
        (.recipient, "550 No such user", .recipient, .permanentRecipient),
        (.recipient, "550 5.7.1 Relaying denied", .recipient, .policy),
        (.recipient, "550 5.4.1 Access denied", .recipient, .permanentRecipient),
        (.recipient, "552 5.2.2 Over quota", .recipient, .permanentMessage),
        (.data, "451 4.3.0 Later", .data, .transient), (.data, "503 5.5.1 Bad sequence", .data, .permanentMessage),
        (.data, "550 5.4.5 Daily limit", .data, .quota),
        (.dot, "451 4.7.1 Later", .afterFinalDot, .transient),
        (.dot, "550 5.4.5 Daily user sending limit exceeded", .afterFinalDot, .quota),
        (.dot, "550 5.1.90 Daily limit for recipients", .afterFinalDot, .quota),
        (.dot, "550 5.7.1 Looks like spam", .afterFinalDot, .policy),
        (.dot, "554 5.6.0 Bad content", .afterFinalDot, .permanentMessage),
        (.dot, "550 5.1.1 No such user", .afterFinalDot, .permanentRecipient),
        (.dot, "554 refused", .afterFinalDot, .permanentMessage),
        (.auth, "535 5.7.0 Too many login failures, try again later", .authentication, .throttled),
        (.mail, "550 Sender rejected", .mailFrom, .policy), (.mail, "550 refused", .mailFrom, .policy),
        (.mail, "550 5.1.1 Unknown", .mailFrom, .policy), (.mail, "555 5.5.4 Parameter", .mailFrom, .permanentMessage),
        (.recipient, "450 4.7.1 Greylisting in action", .recipient, .recipientBusy),
        (.recipient, "421 4.7.0 Busy", .recipient, .throttled), (.recipient, "451 Later", .recipient, .transient),
        (.recipient, "450 4.7.28 Unusual rate of mail", .recipient, .throttled),
        (.recipient, "450 Too many messages from you", .recipient, .throttled),
        (.recipient, "550 User ann has exceeded its 24-hour sending limit.", .recipient, .quota),
        (.recipient, "550-\"JunkMail rejected - host 1.2.3.4 is in an RBL\"\r\n550 see there", .recipient, .policy),
        (.recipient, "550 SPF check failed", .recipient, .policy),
        (.recipient, "550 Sender verify failed", .recipient, .policy),
        (.recipient, "554 5.7.1 Client host blocked using zen", .recipient, .policy),
        (.recipient, "550 5.1.1 blocked by our spam policy", .recipient, .policy),
        (.recipient, "550 refused", .recipient, .permanentMessage),
        (.recipient, "550 Mailbox full", .recipient, .permanentMessage),
        (.recipient, "550 5.2.1 Disabled", .recipient, .permanentMessage),
        (.recipient, "550 5.1.1 User unknown in relay recipient table", .recipient, .permanentRecipient),
        (.recipient, "550 5.1.10 Null MX", .recipient, .permanentRecipient),
        (.recipient, "550 5.0.0 User unknown", .recipient, .permanentRecipient),
        (.recipient, "550 spammer@x.test: no such user", .recipient, .permanentRecipient),
        (.dot, "550-5.7.26 This mail is unauthenticated\r\n550 5.7.26 see there", .afterFinalDot, .policy),
        (.dot, "552 5.3.4 Message size exceeds fixed limit", .afterFinalDot, .permanentMessage),
    ]

    @Test(arguments: refusals)
    func refusalIsReadByPhaseAndCode(row: Row) async throws {
        let server = try SMTPScript([row.at: row.reply]).server()
        let outcome = await transport.submit(server.submission()) { .send }
        let failure = try #require(outcome.failure)
        #expect(failure.kind == row.kind)
        #expect(failure.phase == row.phase)
        #expect(failure.certainlyUnsent)
        let lines = row.reply.split(separator: "\r\n").map { String($0.dropFirst(4)) }
        #expect(failure.reply == SMTPReply(code: Int(row.reply.prefix(3)) ?? 0, lines: lines))
        #expect(failure.detail.contains("127.0.0.1"))
    }

    static let drops: [(at: SMTPScript.Moment, phase: SMTPPhase)] = [
        (.greeting, .greeting), (.hello, .greeting), (.auth, .authentication), (.mail, .mailFrom),
        (.recipient, .recipient), (.data, .data), (.dot, .afterFinalDot),
    ]

    @Test(arguments: drops)
    func droppedConnectionIsUncertainOnlyAfterTheDot(row: (at: SMTPScript.Moment, phase: SMTPPhase)) async throws {
        let server = try SMTPScript(dropsAt: row.at).server()
        let failure = try #require(await transport.submit(server.submission()) { .send }.failure)
        #expect(failure.phase == row.phase)
        #expect(failure.kind == (row.at == .dot ? .outcomeUnknown : .connection))
        #expect(failure.certainlyUnsent == (row.at != .dot))
        #expect(failure.reply == nil)
    }

    @Test(arguments: drops.filter { $0.phase >= .mailFrom })
    func silenceIsUncertainOnlyAfterTheDot(row: (at: SMTPScript.Moment, phase: SMTPPhase)) async throws {
        let server = try SMTPScript(isSilentAt: row.at).server()
        let submission = server.submission(responseTimeout: .milliseconds(60))
        let failure = try #require(await transport.submit(submission) { .send }.failure)
        #expect(failure.phase == row.phase)
        #expect(failure.kind == (row.at == .dot ? .outcomeUnknown : .connection))
        #expect(failure.curlCode == 28)
        await server.ended()
    }

    @Test(arguments: drops.filter { $0.phase < .mailFrom })
    func silenceWhileLoggingInEndsWithTheConnectTimeout(row: (at: SMTPScript.Moment, phase: SMTPPhase)) async throws {
        let server = try SMTPScript(isSilentAt: row.at).server()
        var account = server.account()
        account.connectTimeout = .milliseconds(120)
        let failure = try #require(await transport.verifyLogin(account).failure)
        #expect(failure.phase == row.phase)
        #expect(failure.kind == .connection)
        #expect(failure.curlCode == 28)
        await server.ended()
    }

    @Test(arguments: [("421 4.4.2 Timeout", SMTPFailure.Kind.throttled), ("552 5.3.4 Too big", .permanentMessage)])
    func refusalWithinTheContentStopsTheDot(reply: String, kind: SMTPFailure.Kind) async throws {
        let server = try SMTPScript([.content: reply, .hello: "250-x\r\n250 AUTH PLAIN"]).server()
        let message = String(repeating: "x", count: 60) + "\r\n"
        let submission = server.submission(String(repeating: message, count: 200_000))
        let outcome = await transport.submit(submission) { .abort(nil) }
        #expect(outcome.failure?.kind == kind)
        #expect(outcome.failure?.phase == .content)
        #expect(outcome.failure?.certainlyUnsent == true)
    }

    @Test(arguments: [("421 4.4.2 I am going\r\n", false), ("", false), ("", true), ("250 Ok\r\n", false)])
    func whatComesBeforeTheDotStopsIt(words: String, breaks: Bool) async throws {
        let asked = Signal()
        let server = try LoopbackServer { client in
            client.say("220 hi\r\n")
            for answer in ["250 x", "250 ok", "250 ok", "354 go"] {
                _ = client.line()
                client.say(answer + "\r\n")
            }
            while let line = client.line(), line != "Hello." {}
            asked.block()
            client.say(words)
            if breaks { client.breakAtEnd() }
        }
        var submission = server.submission()
        submission.server.username = ""
        let other = try SMTPScript().server()
        let outcome = await transport.submit(submission) {
            asked.give()
            await server.ended()
            // A whole session on the same thread later, the end of this one has been noticed.
            return await transport.verifyLogin(other.account()).acceptance == nil ? .abort(nil) : .send
        }
        let failure = try #require(outcome.failure)
        #expect(failure.phase == .beforeFinalDot)
        #expect(failure.certainlyUnsent)
        #expect(failure.reply?.code == Int(words.prefix(3)))
        #expect(!server.transcripts[0].contains("."))
    }

    @Test func refusedPortIsAFailureToConnect() async throws {
        let account = try LoopbackServer { _ in }.account()
        let failure = try #require(await transport.verifyLogin(account).failure)
        #expect(failure.phase == .connecting)
        #expect(failure.kind == .connection)
        #expect(failure.curlCode == 7)
    }

    @Test(arguments: ["250 Ok\r\n250 Ok", "hello", "250 ok\r\n25", "2500", String(repeating: "x", count: 9000)])
    func serverThatDoesNotTakeTurnsIsLeft(reply: String) async throws {
        let server = try SMTPScript([.mail: reply]).server()
        let failure = try #require(await transport.submit(server.submission()) { .send }.failure)
        #expect(failure.kind == .connection)
        #expect(failure.certainlyUnsent)
        await server.ended()
        #expect(server.transcripts[0].contains(".") == false)
    }

    @Test(arguments: [
        "535 5.7.8 bad: AGFubkBleGFtcGxlLnRlc3QAb3BlbiBzZXNhbWU=", "535 bad open sesame", "535 b3BlbiBzZXNhbWU=",
    ])
    func passwordTheServerQuotesIsTakenOut(reply: String) async throws {
        let server = try SMTPScript([.auth: reply]).server()
        let failure = try #require(await transport.verifyLogin(server.account()).failure)
        var dumped = ""
        dump(failure, to: &dumped)
        for secret in ["open sesame", "AGFubkBleGFtcGxlLnRlc3QAb3BlbiBzZXNhbWU=", "b3BlbiBzZXNhbWU="] {
            #expect(!dumped.contains(secret))
        }
        #expect(failure.reply?.code == 535)
    }

    @Test func passwordStaysOutOfDescriptions() throws {
        let submission = try SMTPScript().server().submission()
        var dumped = ""
        dump(submission, to: &dumped)
        for text in ["\(submission.server)", String(reflecting: submission), "\(submission.server.password)", dumped] {
            #expect(!text.contains("sesame"))
        }
    }
}
