import Classification
import ContactDetection
import Correspondence
import Testing
import Text
import Timing
import Understanding

@testable import Operations

@Suite struct JudgedReplyTests {
    private static let rules = Result { try RulesClassifier() }

    private func json(_ body: String) async throws -> JSON {
        let understanding = ReplyUnderstanding(detector: try ContactDetector())
        let reply = try understanding.understand(.plainBody(body), receivedAt: .epoch)
        return await ReplyExamination(understanding, classifier: try Self.rules.get()).judge(reply).json
    }

    @Test func theJSONHasExactlyTheDocumentedKeys() async throws {
        let json = try await json("My WhatsApp is +55 11 91234-5678")
        #expect(
            json.members?.map(\.key) == [
                "intent", "confidence", "source", "evidence", "explanation", "contacts", "decision",
            ])
        let contact = try #require(json["contacts"]?.items?.first)
        #expect(
            contact.members?.map(\.key) == ["kind", "value", "zone", "confidence", "why", "resolved"])
        #expect(contact["value"] == .string("+5511912345678"))
        #expect(contact["why"] == .string("calling code"))
        #expect(contact["resolved"] == .bool(true))
    }

    /// A number without a country is a contact all the same: nobody is asked again for what was given.
    @Test func aNumberWithoutACountryIsAContactWithCandidates() async throws {
        let json = try await json("Sounds great! WhatsApp 0917 765 4321")
        #expect(json["decision"] == .string("hand_off: contact_provided"))
        let contact = try #require(json["contacts"]?.items?.first)
        #expect(contact["value"] == .string("0917 765 4321"))
        #expect(contact["resolved"] == .bool(false))
        let regions = contact["candidates"]?.items?.compactMap { $0["region"]?.text } ?? []
        #expect(regions.contains("PH"))
    }

    @Test func evidenceIsNullWhereThereIsNone() async throws {
        #expect(try await json("qwrt zxcv")["evidence"] == .null)
    }
}
