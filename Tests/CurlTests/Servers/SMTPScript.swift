import Curl

/// A submission server that says just what a test wants.
struct SMTPScript: Sendable {
    enum Moment: Sendable, CaseIterable {
        case greeting, hello, auth, mail, recipient, data, content, dot
    }

    var replies: [Moment: String] = [
        .greeting: "220 mail.example.test ESMTP",
        .hello: "250-mail.example.test\r\n250-SIZE 100000\r\n250-8BITMIME\r\n250 AUTH PLAIN LOGIN",
        .auth: "235 2.7.0 Accepted", .mail: "250 2.1.0 Ok", .recipient: "250 2.1.5 Ok",
        .data: "354 End data with <CR><LF>.<CR><LF>", .dot: "250 2.0.0 Ok: queued as 4F1",
    ]
    /// Closes the connection where it should answer.
    var dropsAt: Moment?
    /// Says nothing where it should answer, and waits until the client leaves.
    var isSilentAt: Moment?
    /// Another answer than ours, by the moment and the mails that this connection has carried before.
    var changes: @Sendable (Moment, Int) -> String? = { _, _ in nil }
    /// Closes the connection without a word when it has carried this many.
    var leavesAfter = Int.max
    /// Runs before the answer to the dot.
    var beforeDotAnswer: @Sendable () -> Void = {}

    init(_ changes: [Moment: String] = [:], dropsAt: Moment? = nil, isSilentAt: Moment? = nil) {
        replies.merge(changes) { $1 }
        self.dropsAt = dropsAt
        self.isSilentAt = isSilentAt
    }

    func server(whenSilent silence: Signal? = nil) throws -> LoopbackServer {
        try LoopbackServer { run($0, silence) }
    }

    private func run(_ client: LoopbackConnection, _ silence: Signal?) {
        guard answer(.greeting, client, silence) else { return }
        var mails = 0
        while mails < leavesAfter, let line = client.line() {
            if let moment = Self.moments[line.prefix(4).uppercased()], let other = changes(moment, mails) {
                client.say(other + "\r\n")
                continue
            }
            switch line.prefix(4).uppercased() {
            case "EHLO": guard answer(.hello, client, silence) else { return }
            case "AUTH": guard answer(.auth, client, silence) else { return }
            case "MAIL": guard answer(.mail, client, silence) else { return }
            case "RCPT": guard answer(.recipient, client, silence) else { return }
            case "DATA":
                guard answer(.data, client, silence) else { return }
                if replies[.data]?.hasPrefix("354") == true, !content(client, silence) { return }
                mails += 1
            case "QUIT": return client.say("221 2.0.0 Bye\r\n")
            case "NOOP": client.say("250 2.0.0 Ok\r\n")
            default: client.say("502 5.5.1 Unknown command\r\n")
            }
        }
    }

    private static let moments: [String: Moment] = ["MAIL": .mail, "RCPT": .recipient, "DATA": .data]

    private func content(_ client: LoopbackConnection, _ silence: Signal?) -> Bool {
        if replies[.content] != nil || dropsAt == .content || isSilentAt == .content {
            guard client.line() != nil, answer(.content, client, silence) else { return false }
        }
        while let line = client.line() {
            guard line == "." else { continue }
            beforeDotAnswer()
            return answer(.dot, client, silence)
        }
        return false
    }

    private func answer(_ moment: Moment, _ client: LoopbackConnection, _ silence: Signal?) -> Bool {
        if dropsAt == moment { return false }
        if isSilentAt == moment {
            silence?.give()
            client.drain()
            return false
        }
        client.say((replies[moment] ?? "250 Ok") + "\r\n")
        return true
    }
}

extension LoopbackServer {
    /// The account at this server that tests use.
    func account(_ security: SMTPServer.Security = .none, responseTimeout: Duration = .seconds(10)) -> SMTPServer {
        SMTPServer(
            host: "127.0.0.1", port: port, security: security, username: "ann@example.test", password: "open sesame",
            helloName: "client.example.test", responseTimeout: responseTimeout)
    }

    func submission(
        _ message: String = "Subject: Hello\r\n\r\nHello.\r\n", from sender: String = "ann@example.test",
        to recipient: String = "bob@example.test", responseTimeout: Duration = .seconds(10)
    ) -> SMTPSubmission {
        SMTPSubmission(
            server: account(responseTimeout: responseTimeout), sender: sender, recipient: recipient,
            message: Array(message.utf8))
    }
}

extension SMTPOutcome {
    var failure: SMTPFailure? { if case .failed(let failure) = self { failure } else { nil } }
    var acceptance: SMTPReply? { if case .accepted(let reply) = self { reply } else { nil } }
}
