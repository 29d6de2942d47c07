import Curl
import PostOffice
import Testing

/// Our own HTTP and SMTP transport against the servers.
@Suite(.timeLimit(.minutes(10))) struct CurlClientTests {
    static let mila = "mila@shop.example"
    static let message = Array("Subject: Hi\r\nMessage-ID: <one@shop.example>\r\n\r\n.dotted\r\nbye\r\n".utf8)

    /// Runs `body` with an open post office and a transport, and shuts both down.
    func withOffice(_ body: (LoopbackPostOffice, CurlTransport) async throws -> Void) async throws {
        var world = MailWorld(style: .gmail)
        world.addUser(Self.mila, password: "secret")
        let open = try await LoopbackPostOffice.open(
            PostOffice(world), groq: GroqOptions(apiKey: "gsk_test") { .completion("{\"seen\":\"\($0.userText)\"}") })
        let transport = CurlTransport()
        try await body(open, transport)
        await transport.shutdown()
        await open.close()
    }

    static func submission(_ open: LoopbackPostOffice, password: Password = "secret", port: Int? = nil)
        -> SMTPSubmission
    {
        let server = SMTPServer(
            host: "127.0.0.1", port: UInt16(port ?? open.smtp.port), security: .none, username: mila, password: password
        )
        return SMTPSubmission(server: server, sender: mila, recipient: "ada@creators.example", message: message)
    }

    @Test func aSubmittedMailIsOutsideAndInSentByteForByte() async throws {
        try await withOffice { (open, transport) async throws in
            let outcome = await transport.submit(Self.submission(open)) { .send }
            guard case .accepted(let reply) = outcome else {
                Issue.record("\(outcome)")
                return
            }
            #expect(reply.code == 250)
            #expect(open.office.world.outsideWorld.map(\.bytes) == [Self.message])
            #expect(try open.office.messages(in: .sent, of: Self.mila).map(\.bytes) == [Self.message])
        }
    }

    @Test func wrongPasswordsAreAuthenticationFailures() async throws {
        try await withOffice { (open, transport) async throws in
            let outcome = await transport.submit(Self.submission(open, password: "wrong")) { .send }
            guard case .failed(let failure) = outcome else {
                Issue.record("\(outcome)")
                return
            }
            #expect(failure.kind == .authentication)
            #expect(open.office.world.accepted.isEmpty)
        }
    }

    /// Accepted, but the answer is lost: the sender cannot know, and the world can.
    @Test func anAnswerLostAfterAcceptanceIsUnknownToTheSender() async throws {
        try await withOffice { (open, transport) async throws in
            open.smtp.script { $0.add(.acceptAndDrop, at: .message) }
            let outcome = await transport.submit(Self.submission(open)) { .send }
            guard case .failed(let failure) = outcome else {
                Issue.record("\(outcome)")
                return
            }
            #expect(failure.kind == .outcomeUnknown)
            #expect(open.office.world.accepted.count == 1)
        }
    }

    @Test func anAbortBeforeTheDotSendsNothing() async throws {
        try await withOffice { (open, transport) async throws in
            let outcome = await transport.submit(Self.submission(open)) { .abort("no") }
            #expect(outcome == .aborted("no"))
            #expect(open.office.world.accepted.isEmpty)
        }
    }

    @Test func scriptedRefusalsArriveAsTheyAre() async throws {
        try await withOffice { (open, transport) async throws in
            open.smtp.script { $0.add(.reply(.mailboxUnavailable), at: .recipient) }
            open.smtp.script { $0.add(.reply(.tryAgain), at: .data) }
            for kind in [SMTPFailure.Kind.permanentRecipient, .transient] {
                guard
                    case .failed(let failure) = await transport.submit(Self.submission(open), beforeFinalDot: { .send })
                else {
                    Issue.record("expected \(kind)")
                    return
                }
                #expect(failure.kind == kind)
            }
        }
    }

    /// What keeping the connection saves, at a server that takes ten milliseconds for each answer.
    @Test func aKeptConnectionCarriesTwentyMailsInLessTime() async throws {
        try await withOffice { (open, transport) async throws in
            for phase in SubmissionPhase.allCases {
                open.smtp.script { $0.add(.delay(.milliseconds(10)), at: phase, times: nil) }
            }
            var spans: [Duration] = []
            for rest in [Duration.zero, .seconds(30)] {
                let (before, start) = (open.smtp.connectionCount, ContinuousClock.now)
                for _ in 1...20 {
                    var mail = Self.submission(open)
                    mail.server.restTime = rest
                    guard case .accepted = await transport.submit(mail, beforeFinalDot: { .send }) else {
                        return #expect(Bool(false))
                    }
                }
                spans.append(start.duration(to: .now))
                #expect(open.smtp.connectionCount - before == (rest == .zero ? 20 : 1))
            }
            #expect(open.office.world.accepted.count == 40)
            print("20 mails over as many connections \(spans[0]), over one \(spans[1])")
        }
    }

    static func chat(_ open: LoopbackPostOffice, timeout: Duration = .seconds(20)) -> HTTPRequest {
        let body = #"{"model":"llama-3.1-8b-instant","messages":[{"role":"user","content":"hej"}]}"#
        return HTTPRequest(
            method: "POST", url: open.groq.baseURL + "/chat/completions",
            headers: ["Authorization": "Bearer gsk_test", "Content-Type": "application/json"], body: Array(body.utf8),
            timeout: timeout)
    }

    @Test func completionsComeOverOneConnectionThatIsKept() async throws {
        try await withOffice { (open, transport) async throws in
            for _ in 1...5 {
                let response = try await transport.perform(Self.chat(open))
                #expect(response.status == 200)
                #expect(String(decoding: response.body, as: UTF8.self).contains(#"{\"seen\":\"hej\"}"#))
            }
            #expect(open.groq.connectionCount == 1)
            #expect(open.groq.requests.count == 5)
        }
    }

    @Test func faultsOfTheModelServerReachTheClient() async throws {
        try await withOffice { (open, transport) async throws in
            open.groq.script(.rateLimited(retryAfter: .seconds(7)), .truncated(afterBytes: 20, content: "x"), .drop)
            let limited = try await transport.perform(Self.chat(open))
            #expect(limited.status == 429 && limited.headers["retry-after"] == "7")
            #expect(limited.headers["x-ratelimit-remaining-tokens"] == "0")
            for _ in 1...2 {
                await #expect(throws: CurlError.self) { try await transport.perform(Self.chat(open)) }
            }
        }
    }

    @Test func aSilentModelServerRunsIntoTheClientsDeadline() async throws {
        try await withOffice { (open, transport) async throws in
            open.groq.script(.silence)
            await #expect(throws: CurlError.self) {
                try await transport.perform(Self.chat(open, timeout: .milliseconds(100)))
            }
            #expect(open.groq.requests.count == 1)
        }
    }
}
