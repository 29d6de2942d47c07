import Classification
import Correspondence
import Testing
import Text

@testable import mosaic

@Suite struct ReplyJudgeTests {
    /// Compiled once: that takes longer than any judgement.
    private static let rules = Result { try RulesClassifier() }

    private func judge(_ input: ReplyInput) async throws -> JudgedReply {
        await ReplyJudge(try Self.rules.get()).judge(try ReplyUnderstanding().understand(input))
    }

    private func mail(_ headers: String, _ body: String) -> ReplyInput { .mail(Array("\(headers)\n\n\(body)".utf8)) }

    @Test(arguments: [
        ("Yes, I'm interested! Tell me more.", "start_sequence"), ("Thanks, but I'm not interested.", "complete"),
        ("Please remove me from your list.", "opt_out"),
        ("My WhatsApp is +55 11 91234-5678", "hand_off: contact_provided"),
        ("> quoted\n> only", "hand_off: empty_reply"),
    ])
    func aFirstReplyIsDecidedAsTheEngineWould(_ body: String, _ decision: String) async throws {
        #expect(try await judge(.plainBody(body)).decision.name == decision)
    }

    @Test func aMachineIsToldBeforeAnythingIsJudged() async throws {
        let judged = try await judge(
            mail("From: a@b.example\nSubject: Re: x\nAuto-Submitted: auto-replied", "Yes, I'm interested!"))
        #expect(judged.verdict.intent == .autoReply)
        #expect(judged.verdict.source.description.hasPrefix("guard/"))
        #expect(judged.decision == .ignore(.autoReply))
    }

    @Test func anAnswerThatIsToGoElsewhereIsAPersons() async throws {
        let judged = try await judge(
            mail("From: a@b.example\nReply-To: c@d.example\nSubject: Re: x", "Yes, I'm interested! Tell me more."))
        #expect(judged.decision == .handOff(.differentSender))
    }

    @Test func theJSONHasExactlyTheDocumentedKeys() async throws {
        let json = try await judge(.plainBody("My WhatsApp is +55 11 91234-5678")).json
        #expect(json.members?.map(\.key) == ["intent", "confidence", "source", "evidence", "contacts", "decision"])
        let contact = try #require(json["contacts"]?.items?.first)
        #expect(contact.description == #"{"kind":"whatsapp","value":"+5511912345678","zone":"own"}"#)
    }

    @Test func evidenceIsNullWhereThereIsNone() async throws {
        #expect(try await judge(.plainBody("qwrt zxcv")).json["evidence"] == .null)
    }
}
