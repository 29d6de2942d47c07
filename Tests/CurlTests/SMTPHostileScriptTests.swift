import Curl
import Testing

/// A submission in which one answer of the server is hostile: each of the answers by each of the attacks. A mail counts
/// as accepted only when the answer to its dot says so, and as certainly unsent only when no dot went out.
@Suite(.timeLimit(.minutes(10))) struct SMTPHostileScriptTests {
    static let attacks = [
        "", "\r\n", "250", "2", "999 what", "000 nothing", "-1 minus", "250-unfinished", "250-one\r\n550 other",
        "250 ok\r\n250 ok\r\n250 ok", "250 \0\0\0", "250 \u{80}\u{FFFD}", "garbage without a code", "354 go on", "334 ",
        "421 4.3.2 closing", String(repeating: "250-line\r\n", count: 2_000) + "250 end",
        "250 " + String(repeating: "x", count: 200_000), "220 hello again", "HTTP/1.1 200 OK",
    ]
    static let moments = SMTPScript.Moment.allCases.filter { $0 != .content }

    @Test(arguments: attacks, moments)
    func oneHostileAnswerIsSurvived(_ attack: String, at moment: SMTPScript.Moment) async throws {
        let server = try SMTPScript([moment: attack]).server()
        let transport = CurlTransport()
        var submission = server.submission(responseTimeout: .milliseconds(400))
        submission.server.connectTimeout = .milliseconds(800)
        let outcome = await transport.submit(submission) { .send }
        await transport.shutdown()
        let hasDot = server.transcripts.first?.contains(".") ?? false
        switch outcome {
        case .accepted(let reply):
            #expect((200..<300).contains(reply.code), "\(reply)")
            #expect(hasDot)
        case .aborted: Issue.record("nobody aborted")
        case .failed(let failure):
            // What may have left is never called unsent.
            let isRefused = (400..<600).contains(failure.reply?.code ?? 0)
            #expect(failure.certainlyUnsent == (!hasDot || isRefused), "\(failure)")
        }
    }
}
