import Curl
import Synchronization
import Testing

/// Connections that carry one mail after another.
@Suite(.timeLimit(.minutes(10))) struct SMTPRestingTests {
    private let transport = CurlTransport()

    private func submission(
        to server: LoopbackServer, resting: Duration = .seconds(30), user: String? = nil
    ) -> SMTPSubmission {
        var submission = server.submission()
        submission.server.restTime = resting
        if let user { submission.server.username = user }
        return submission
    }

    private func verbs(_ transcript: [String]) -> [String] {
        transcript.map { String($0.prefix(4)) }.filter { ["EHLO", "AUTH", "MAIL", "RCPT", "QUIT"].contains($0) }
    }

    @Test func oneLoginServesForMailAfterMail() async throws {
        let server = try SMTPScript().server()
        for _ in 0..<3 { #expect(await transport.submit(submission(to: server)) { .send }.acceptance != nil) }
        await transport.shutdown()
        await server.ended()
        #expect(
            server.transcripts.map(verbs) == [["EHLO", "AUTH", "MAIL", "RCPT", "MAIL", "RCPT", "MAIL", "RCPT"]])
    }

    @Test func withoutRestEachMailHasItsConnection() async throws {
        let server = try SMTPScript().server()
        for _ in 0..<2 {
            #expect(await transport.submit(submission(to: server, resting: .zero)) { .send }.acceptance != nil)
        }
        await server.ended(2)
        #expect(server.transcripts.allSatisfy { $0.last == "QUIT" })
    }

    /// Between two mails a server may close the connection, or say first that it does.
    @Test(arguments: [nil, "421 4.4.2 timeout exceeded", "250 2.0.0 too early\r\n250 2.1.0 Ok"])
    func aServerThatLeftIsAskedAnewAndTheMailGoesOnce(word: String?) async throws {
        var script = SMTPScript()
        if let word {
            script.changes = { moment, mails in moment == .mail && mails == 1 ? word : nil }
        } else {
            script.leavesAfter = 1
        }
        let server = try script.server()
        let asked = Mutex(0)
        for _ in 0..<2 {
            let outcome = await transport.submit(submission(to: server)) {
                asked.withLock { $0 += 1 }
                return .send
            }
            // The hostile word is no lapse: its mail fails before the dot, certainly unsent.
            if word?.hasPrefix("250") == true, let failure = outcome.failure {
                #expect(failure.certainlyUnsent)
            } else {
                #expect(outcome.acceptance != nil)
            }
        }
        await transport.shutdown()
        let dots = server.transcripts.map { transcript in transcript.count { $0 == "." } }
        #expect(dots.reduce(0, +) == asked.withLock(\.self))
        if word?.hasPrefix("250") != true { #expect(dots == [1, 1] && asked.withLock(\.self) == 2) }
    }

    @Test func aRefusalOverAKeptConnectionIsARefusal() async throws {
        var script = SMTPScript()
        script.changes = { moment, mails in moment == .recipient && mails == 1 ? "550 5.1.1 no such user" : nil }
        let server = try script.server()
        #expect(await transport.submit(submission(to: server)) { .send }.acceptance != nil)
        #expect(await transport.submit(submission(to: server)) { .send }.failure?.kind == .permanentRecipient)
        #expect(server.transcripts.count == 1)
    }

    @Test func whatIsWithheldOverAKeptConnectionNeverArrives() async throws {
        let server = try SMTPScript().server()
        #expect(await transport.submit(submission(to: server)) { .send }.acceptance != nil)
        #expect(await transport.submit(submission(to: server)) { .abort("a reply came") } == .aborted("a reply came"))
        #expect(await transport.submit(submission(to: server)) { .send }.acceptance != nil)
        await transport.shutdown()
        await server.ended(2)
        #expect(server.transcripts.map { transcript in transcript.count { $0 == "." } } == [1, 1])
    }

    @Test func anotherLoginGetsAConnectionOfItsOwn() async throws {
        let server = try SMTPScript().server()
        #expect(await transport.submit(submission(to: server)) { .send }.acceptance != nil)
        #expect(await transport.submit(submission(to: server, user: "eve@example.test")) { .send }.acceptance != nil)
        #expect(server.transcripts.count == 2)
        await transport.shutdown()
    }

    @Test func aRestEndsWithAWord() async throws {
        let server = try SMTPScript().server()
        #expect(
            await transport.submit(submission(to: server, resting: .milliseconds(50))) { .send }.acceptance != nil)
        await server.ended()
        #expect(server.transcripts.first?.last == "QUIT")
    }

    @Test func aConnectionCarriesSoManyMailsAndNoMore() async throws {
        let server = try SMTPScript().server()
        var mail = submission(to: server)
        mail.server.mailsPerConnection = 2
        for _ in 0..<3 { #expect(await transport.submit(mail) { .send }.acceptance != nil) }
        await server.ended()
        #expect(server.transcripts.map { transcript in transcript.count { $0 == "." } } == [2, 1])
        #expect(server.transcripts[0].last == "QUIT")
        await transport.shutdown()
    }
}
