import Testing
import Timing

@testable import PostOffice

/// A submission session over a world of its own.
struct SubmissionFixture {
    var world = MailWorld.withMila()
    var script = SubmissionScript()
    var session = SubmissionSession()

    static let login = "AUTH PLAIN " + Base64.encode("\0mila@shop.example\0secret".bytes).text
    static let envelope = ["MAIL FROM:<mila@shop.example>", "RCPT TO:<ada@creators.example>", "DATA"]
    static let message = ["Subject: Hi", "", "..dotted", "."]

    /// A session that has greeted and logged in.
    static func ready(_ change: (inout SubmissionScript) -> Void = { _ in }) -> SubmissionFixture {
        var fixture = SubmissionFixture()
        change(&fixture.script)
        _ = fixture.session.open(&fixture.script)
        _ = fixture.say("EHLO client.test", login)
        return fixture
    }

    mutating func steps(_ lines: String...) -> [WireStep] { steps(lines) }

    mutating func steps(_ lines: [String]) -> [WireStep] {
        let bytes = lines.map { $0 + "\r\n" }.joined().bytes
        return session.receive(bytes, world: &world, script: &script, now: .tuesday)
    }

    /// The codes answered.
    mutating func say(_ lines: String...) -> [String] { Self.codes(steps(lines)) }

    static func codes(_ steps: [WireStep]) -> [String] {
        steps.map { step in
            switch step {
            case .send(let bytes): String(bytes.text.split(separator: "\r\n").last?.prefix(3) ?? "")
            case .pause(let span): "pause \(span)"
            default: "\(step)"
            }
        }
    }

    /// A whole mail, and what is answered to each of its lines.
    mutating func mail() -> [String] { Self.codes(steps(Self.envelope + Self.message)) }
}

@Suite struct SubmissionSessionTests {
    @Test func aMailIsAcceptedWithItsDotsUnstuffed() {
        var fixture = SubmissionFixture.ready()
        #expect(fixture.mail() == ["250", "250", "354", "250"])
        #expect(fixture.world.outsideWorld.map(\.bytes.text) == ["Subject: Hi\r\n\r\n.dotted\r\n"])
        #expect(fixture.world.outsideWorld.map(\.submittedBy) == ["mila@shop.example"])
        #expect(fixture.world.outsideWorld.map(\.acceptedAt) == [.tuesday])
        #expect(fixture.say("QUIT") == ["221", "close"])
    }

    @Test func theDivisionIntoPiecesDoesNotMatter() {
        let lines =
            ["EHLO c", SubmissionFixture.login] + SubmissionFixture.envelope + SubmissionFixture.message + ["QUIT"]
        let bytes = lines.map { $0 + "\r\n" }.joined().bytes
        for size in 1...40 {
            var fixture = SubmissionFixture()
            var codes: [String] = []
            for start in stride(from: 0, to: bytes.count, by: size) {
                let piece = Array(bytes[start..<min(start + size, bytes.count)])
                codes += SubmissionFixture.codes(
                    fixture.session.receive(piece, world: &fixture.world, script: &fixture.script, now: .tuesday))
            }
            #expect(codes == ["250", "235", "250", "250", "354", "250", "221", "close"])
            #expect(fixture.world.outsideWorld.map(\.bytes.text) == ["Subject: Hi\r\n\r\n.dotted\r\n"])
        }
    }

    /// A bare LF must not end a line, or a message could carry another envelope (RFC 5321 section 2.3.8).
    @Test func bareLineFeedsSmuggleNothing() {
        var fixture = SubmissionFixture.ready()
        _ = fixture.steps(SubmissionFixture.envelope)
        let smuggled = "a\n.\nMAIL FROM:<x@y.test>\r\n.\r\n".bytes
        let steps = fixture.session.receive(smuggled, world: &fixture.world, script: &fixture.script, now: .tuesday)
        #expect(SubmissionFixture.codes(steps) == ["250"])
        #expect(fixture.world.outsideWorld.map(\.bytes.text) == ["a\n.\nMAIL FROM:<x@y.test>\r\n"])
    }

    @Test func commandsOutOfOrderAreRefused() {
        var fixture = SubmissionFixture()
        #expect(fixture.say("MAIL FROM:<a@b.test>") == ["503"])
        #expect(fixture.say("EHLO client.test") == ["250"])
        #expect(fixture.say("MAIL FROM:<a@b.test>") == ["530"])
        #expect(fixture.say(SubmissionFixture.login, "RCPT TO:<a@b.test>", "DATA") == ["235", "503", "503"])
        #expect(fixture.say("VRFY x", "EHLO") == ["502", "501"])
    }

    @Test(arguments: [
        "MAIL FROM:a@b.test", "MAIL FROM:<a@b.test", "MAIL FROM:<a b@c.test>", "MAIL FROM:<@b>", "MAIL <a@b.test>",
        "MAIL FROM:<a@b@c>",
    ])
    func badPathsAreRefused(line: String) {
        var fixture = SubmissionFixture.ready()
        #expect(fixture.say(line) == ["501"])
    }

    @Test func theNullSenderAndParametersAreTaken() {
        var fixture = SubmissionFixture.ready()
        #expect(fixture.say("MAIL FROM:<> SIZE=100 BODY=8BITMIME") == ["250"])
        #expect(fixture.say("RSET", "MAIL FROM:<a@b.test> SIZE=99999999999") == ["250", "552"])
    }

    @Test func loginWorksInBothMechanismsAndFailsWith535() {
        var fixture = SubmissionFixture()
        _ = fixture.say("EHLO c")
        let wrong = Base64.encode("\0mila@shop.example\0wrong".bytes).text
        #expect(
            fixture.say("AUTH PLAIN \(wrong)", "AUTH PLAIN", "!!", "AUTH PLAIN", "*") == [
                "535", "334", "501", "334", "501",
            ])
        let (name, password) = (Base64.encode("mila@shop.example".bytes).text, Base64.encode("secret".bytes).text)
        #expect(fixture.say("AUTH LOGIN", name, password) == ["334", "334", "235"])
    }

    @Test func refusedRecipientsGet550() {
        var fixture = SubmissionFixture.ready()
        fixture.world.refusedRecipients = ["ada@creators.example"]
        #expect(fixture.mail() == ["250", "550", "503", "502", "502", "502", "502"])
        #expect(fixture.world.accepted.isEmpty)
    }
}

@Suite struct SubmissionScriptTests {
    @Test(arguments: [
        (SubmissionPhase.mail, ["451", "503", "503"]), (.recipient, ["250", "451", "503"]),
        (.data, ["250", "250", "451"]),
    ])
    func aReplyAtAPhaseStopsTheMailThereOnce(phase: SubmissionPhase, codes: [String]) {
        var fixture = SubmissionFixture.ready { $0.add(.reply(.tryAgain), at: phase) }
        #expect(SubmissionFixture.codes(fixture.steps(SubmissionFixture.envelope)) == codes)
        #expect(fixture.say("RSET") == ["250"])
        #expect(fixture.mail() == ["250", "250", "354", "250"])
        #expect(fixture.world.accepted.count == 1)
    }

    @Test(arguments: [
        (SubmissionFault.drop, ["close"], 0), (.silence, ["hold"], 0), (.acceptAndDrop, ["close"], 1),
        (.acceptAndSilence, ["hold"], 1), (.acceptAndReply(.tryAgain), ["451"], 1), (.reply(.tryAgain), ["451"], 0),
        (.reply(.shuttingDown), ["421", "close"], 0), (.delay(.seconds(2)), ["pause 2.0 seconds", "250"], 1),
    ])
    func faultsAfterTheDotAcceptOrNotAsTheySay(fault: SubmissionFault, answer: [String], accepted: Int) {
        var fixture = SubmissionFixture.ready { $0.add(fault, at: .message) }
        #expect(fixture.mail() == ["250", "250", "354"] + answer)
        #expect(fixture.world.accepted.count == accepted)
    }

    @Test func faultsWaitForTheirAddressAndTheirTurn() {
        var fixture = SubmissionFixture.ready {
            $0.add(.reply(.mailboxUnavailable), at: .recipient, for: "Ada@creators.example", skipping: 1, times: 2)
        }
        let codes = (1...5).map { _ in
            fixture.say("RSET", "MAIL FROM:<mila@shop.example>", "RCPT TO:<bob@creators.example>")[2]
                + fixture.say("RCPT TO:<ada@creators.example>")[0]
        }
        #expect(codes == ["250250", "250550", "250550", "250250", "250250"])
    }

    @Test func theGreetingCanBeAFaultToo() {
        var fixture = SubmissionFixture()
        fixture.script.add(.reply(.shuttingDown), at: .greeting)
        #expect(SubmissionFixture.codes(fixture.session.open(&fixture.script)) == ["421", "close"])
        #expect(fixture.say("EHLO c") == [])
    }
}
