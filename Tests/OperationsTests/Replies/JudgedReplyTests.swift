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
        #expect(json.members?.map(\.key) == ["intent", "confidence", "source", "evidence", "contacts", "decision"])
        let contact = try #require(json["contacts"]?.items?.first)
        #expect(contact.description == #"{"kind":"whatsapp","value":"+5511912345678","zone":"own"}"#)
    }

    @Test func evidenceIsNullWhereThereIsNone() async throws {
        #expect(try await json("qwrt zxcv")["evidence"] == .null)
    }
}
