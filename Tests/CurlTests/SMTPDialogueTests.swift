import Testing

@testable import Curl

struct SMTPDialogueTests {
    private func dialogue() -> SMTPDialogue {
        let server = SMTPServer(
            host: "mail.example.test", port: 587, security: .startTLS, username: "ann", password: "x")
        let submission = SMTPSubmission(
            server: server, sender: "a@example.test", recipient: "b@example.test", message: Array("x".utf8))
        return SMTPDialogue(.submit(submission), at: server)
    }

    private static let script: [SMTPReply] = [
        SMTPReply(code: 250, lines: []), SMTPReply(code: 250, lines: []), SMTPReply(code: 354, lines: []),
    ]

    /// A dialogue after `steps` good replies.
    private func dialogue(after steps: Int) -> SMTPDialogue {
        var dialogue = dialogue()
        _ = dialogue.begin(SMTPCapabilities())
        for reply in Self.script.prefix(steps) { _ = dialogue.replied(reply) }
        return dialogue
    }

    @Test func theDotIsSentOnlyAfterTheWordOfTheCaller() {
        var dialogue = dialogue(after: 3)
        #expect(dialogue.decide(.send) == .wait)
        #expect(dialogue.written() == .askForDot)
        #expect(dialogue.written() == .wait)
        #expect(dialogue.decide(.send) == .send(Array(".\r\n".utf8)))
        #expect(dialogue.decide(.send) == .wait)
        #expect(dialogue.phase == .afterFinalDot)
        #expect(dialogue.interrupt() == .wait)
        let reply = SMTPReply(code: 250, lines: ["ok"])
        #expect(dialogue.replied(reply) == .conclude(.accepted(reply), politely: true))
        #expect(dialogue.replied(reply) == .wait)
        #expect(dialogue.broke("late") == .wait)
    }

    @Test(arguments: 0...3)
    func beforeTheDotAnInterruptionIsAnAbort(steps: Int) {
        var dialogue = dialogue(after: steps)
        #expect(dialogue.interrupt() == .conclude(.aborted(nil), politely: false))
    }

    @Test(arguments: 0..<3, [250, 251, 354, 421, 450, 550, 999, 0])
    func onlyTheAwaitedReplyGoesOn(steps: Int, code: Int) {
        var dialogue = dialogue(after: steps)
        let awaited = steps == 2 ? code == 354 : (200..<300).contains(code)
        guard case .send = dialogue.replied(SMTPReply(code: code, lines: [])) else {
            #expect(!awaited)
            return #expect(dialogue.isOver)
        }
        #expect(awaited)
    }

    @Test(arguments: [
        (SMTPPhase.afterFinalDot, 28, SMTPFailure.Kind.outcomeUnknown), (.content, 56, .connection), (.tls, 35, .tls),
        (.tls, 28, .connection), (.authentication, 67, .authentication), (.connecting, 6, .connection),
    ])
    func failureWithoutReplyIsReadByPhase(phase: SMTPPhase, code: Int, kind: SMTPFailure.Kind) {
        #expect(SMTPRefusal.kind(phase: phase, reply: nil, curlCode: code) == kind)
    }

    @Test func everyKindHasItsSentence() {
        for kind in SMTPFailure.Kind.allCases {
            for phase in SMTPPhase.allCases {
                let failure = SMTPFailure(phase: phase, kind: kind, host: "mail.example.test", cause: "why")
                #expect(failure.detail.hasSuffix("."))
                #expect(failure.detail.contains("mail.example.test") && failure.detail.contains("why"))
            }
        }
    }

    @Test func wireFormIsTheSameForEveryLineEnd() {
        let wanted = Array("a\r\n..b\r\n\r\n..\r\n".utf8)
        for end in ["\r\n", "\n", "\r"] {
            let text = ["a", ".b", "", "."].joined(separator: end)
            #expect(MessageContent.onTheWire(Array(text.utf8)) == wanted)
            #expect(MessageContent.onTheWire(Array((text + end).utf8)) == wanted)
        }
    }
}
