import Classification
import ContactDetection
import Correspondence
import Testing
import Timing

@testable import Understanding

/// A reply without its conversation is judged as the first one to an outreach.
@Suite struct LoneReplyTests {
    /// Compiled once: that takes longer than any judgement.
    private static let rules = Result { try RulesClassifier() }
    private static let detector = Result { try ContactDetector() }
    private static let now = Timestamp(secondsSince1970: 1_800_000_000)

    private func judge(_ input: ReplyInput) async throws -> JudgedReply {
        let understanding = ReplyUnderstanding(detector: try Self.detector.get())
        return await ReplyExamination(understanding, classifier: try Self.rules.get())
            .judge(try understanding.understand(input, receivedAt: Self.now))
    }

    private func mail(_ headers: String, _ body: String) -> ReplyInput { .mail(Array("\(headers)\n\n\(body)".utf8)) }

    @Test(arguments: [
        ("Yes, I'm interested! Tell me more.", "start_sequence"), ("Thanks, but I'm not interested.", "complete"),
        ("Please remove me from your list.", "opt_out"),
        ("My WhatsApp is +55 11 91234-5678", "hand_off: contact_provided"),
        ("> quoted\n> only", "hand_off: empty_reply"),
    ])
    func aTextAloneIsTakenForTheContacts(_ body: String, _ decision: String) async throws {
        #expect(try await judge(.plainBody(body)).decision.name == decision)
    }

    @Test func anAbsenceKeepsThePeopleItNames() async throws {
        let notice =
            "I am away until 12 March. In urgent cases write to Anna (anna@b.example).\n\n-- \nBea\nbea@b.example"
        let judged = try await judge(mail("From: bea@b.example\nSubject: Re: x\nAuto-Submitted: auto-replied", notice))
        #expect(judged.verdict.evidence?.hasSuffix("; names anna@b.example") == true)
        #expect(judged.contacts.isEmpty)
    }

    @Test func aMachineIsToldBeforeAnythingIsJudged() async throws {
        let judged = try await judge(
            mail("From: a@b.example\nSubject: Re: x\nAuto-Submitted: auto-replied", "Yes, I'm interested!"))
        #expect(judged.verdict.intent == .autoReply)
        #expect(judged.verdict.source.description.hasPrefix("guard/"))
        #expect(judged.decision == .ignore(.autoReply))
    }

    /// Whoever stands in for somebody who is away was not asked for a number.
    @Test func aDeputysNumberIsNobodysContact() async throws {
        let judged = try await judge(
            mail(
                "From: a@b.example\nSubject: Automatic reply: x\nAuto-Submitted: auto-replied",
                "I am away until Monday. In urgent cases call my colleague Sam: +44 20 7946 0958"))
        #expect(judged.verdict.intent == .autoReply)
        #expect(judged.contacts.isEmpty)
    }

    @Test func whatOurMailSaysIsNobodysWish() async throws {
        let understanding = ReplyUnderstanding(detector: try Self.detector.get())
        let ours = "Would you try our serum?\nReply STOP and we will never write to you again."
        let reply = try understanding.understand(
            .plainBody("Yes, I'm interested! Tell me more.\n\n\(ours)"), receivedAt: Self.now,
            sent: understanding.words(of: [OwnMail(Array(ours.utf8), fileName: "outreach.txt")]))
        #expect(reply.ownText == "Yes, I'm interested! Tell me more.")
    }

    @Test func aBounceBarsTheAddressItNames() async throws {
        let judged = try await judge(.mail(Array(MailSamples.bounce.utf8)))
        #expect(judged.verdict.intent == .bounce)
        #expect(judged.decision == .suppressBounced)
    }

    @Test(arguments: [
        ("From: a@b.example\nReply-To: c@d.example", Decision.handOff(.differentSender)),
        ("From: a@b.example\nReply-To: A@B.example", .startSequence), ("From: a@b.example", .startSequence),
        ("Reply-To: a@b.example", .handOff(.differentSender)),
        ("Date: Mon, 5 Jan 2026 09:00:00 +0000", .handOff(.differentSender)),
    ])
    func anAnswerThatIsToGoElsewhereIsAPersons(_ headers: String, _ decision: Decision) async throws {
        let judged = try await judge(mail("\(headers)\nSubject: Re: x", "Yes, I'm interested! Tell me more."))
        #expect(judged.decision == decision)
    }
}
