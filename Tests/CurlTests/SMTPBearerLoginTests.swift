import Testing

@testable import Curl

/// A login with an access token, from EHLO's answer to 235 or a refusal.
struct SMTPBearerLoginTests {
    private func server(token: String = "t0ken") -> SMTPServer {
        SMTPServer(
            host: "mail.example.test", port: 587, security: .startTLS, username: "ann@example.test", password: "",
            token: Password(token))
    }

    private func dialogue(_ token: String = "t0ken", offers: String) -> (SMTPDialogue, SMTPDialogue.Action) {
        var dialogue = SMTPDialogue(.verify, at: server(token: token))
        let capabilities = SMTPCapabilities(SMTPReply(code: 250, lines: ["mail.example.test", "AUTH \(offers)"]))
        let action = dialogue.begin(capabilities)
        return (dialogue, action)
    }

    private func line(_ text: String) -> SMTPDialogue.Action { .send(Array("\(text)\r\n".utf8)) }

    // user=ann@example.test^Aauth=Bearer t0ken^A^A
    private static let xoauth2 = "AUTH XOAUTH2 dXNlcj1hbm5AZXhhbXBsZS50ZXN0AWF1dGg9QmVhcmVyIHQwa2VuAQE="

    @Test func xoauth2IsSaidInOneLine() {
        var (dialogue, action) = dialogue(offers: "PLAIN LOGIN XOAUTH2")
        #expect(action == line(Self.xoauth2))
        #expect(dialogue.phase == .authentication)
        #expect(dialogue.replied(SMTPReply(code: 235, lines: ["2.7.0 in"])) == line("NOOP"))
    }

    @Test func theStandardMechanismIsPreferred() {
        let (_, action) = dialogue(offers: "XOAUTH2 OAUTHBEARER")
        // n,a=ann@example.test,^Ahost=mail.example.test^Aport=587^Aauth=Bearer t0ken^A^A
        #expect(
            action
                == line(
                    "AUTH OAUTHBEARER bixhPWFubkBleGFtcGxlLnRlc3QsAWhvc3Q9bWFpbC5leGFtcGxlLnRlc3QBcG9ydD01ODcBYXV0aD1CZWFyZXIgdDBrZW4BAQ=="
                ))
    }

    @Test(arguments: [("XOAUTH2", ""), ("OAUTHBEARER", "AQ==")])
    func aRefusalIsAcknowledgedAndThenSeen(mechanism: String, acknowledgement: String) {
        var (dialogue, _) = dialogue(offers: mechanism)
        #expect(dialogue.replied(SMTPReply(code: 334, lines: ["eyJzdGF0dXMiOiI0MDAifQ=="])) == line(acknowledgement))
        guard
            case .conclude(.failed(let failure), politely: true) = dialogue.replied(
                SMTPReply(code: 535, lines: ["5.7.8 token expired"]))
        else { return #expect(Bool(false)) }
        #expect(failure.kind == .authentication && failure.phase == .authentication)
        #expect(failure.reply?.text == "5.7.8 token expired")
    }

    @Test func aServerThatChallengesForEverIsLeft() {
        var (dialogue, _) = dialogue(offers: "XOAUTH2")
        let challenge = SMTPReply(code: 334, lines: ["e30="])
        _ = dialogue.replied(challenge)
        _ = dialogue.replied(challenge)
        #expect(dialogue.isOver)
    }

    /// A command line has 512 octets at most (RFC 4954 section 4), and Microsoft's tokens have two thousand.
    @Test func aLongTokenFollowsTheServersChallenge() {
        let token = String(repeating: "x", count: 2_000)
        var (dialogue, action) = dialogue(token, offers: "XOAUTH2")
        #expect(action == line("AUTH XOAUTH2"))
        guard case .send(let bytes) = dialogue.replied(SMTPReply(code: 334, lines: [""])) else {
            return #expect(Bool(false))
        }
        #expect(bytes.count > 2_600)
        #expect(dialogue.replied(SMTPReply(code: 235, lines: [])) == line("NOOP"))
    }

    @Test(arguments: ["PLAIN LOGIN", ""])
    func aServerWithoutTokensIsToldSo(offers: String) {
        let (dialogue, action) = dialogue(offers: offers)
        guard case .conclude(.failed(let failure), _) = action else { return #expect(Bool(false)) }
        #expect(failure.kind == .authentication)
        #expect(failure.detail.contains("OAUTHBEARER or XOAUTH2"))
        #expect(dialogue.isOver)
    }

    @Test func aTokenThatCouldForgeTheExchangeIsNotSent() {
        let (_, action) = dialogue("x\u{1}user=other", offers: "XOAUTH2")
        guard case .conclude(.failed, _) = action else { return #expect(Bool(false)) }
    }

    @Test(arguments: [
        "no: secret-t0ken-value", "no: dXNlcj1hbm5AZXhhbXBsZS50ZXN0AWF1dGg9QmVhcmVyIHNlY3JldC10MGtlbi12YWx1ZQEB",
    ])
    func whatRepeatsTheTokenIsNotPassedOn(text: String) {
        var (dialogue, _) = dialogue("secret-t0ken-value", offers: "XOAUTH2")
        guard case .conclude(.failed(let failure), _) = dialogue.replied(SMTPReply(code: 535, lines: [text])) else {
            return #expect(Bool(false))
        }
        #expect(failure.reply?.text == "(the server repeated the token)")
        var dumped = ""
        dump(dialogue, to: &dumped)
        #expect(!dumped.contains("secret-t0ken-value"))
    }
}
