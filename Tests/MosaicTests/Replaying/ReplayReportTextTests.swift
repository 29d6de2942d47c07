import Correspondence
import Operations
import Testing
import Text
import Understanding

@testable import mosaic

@Suite struct ReplayReportTextTests {
    @Test func theReportNamesWhatDiffersAndWhatDoesHarm() throws {
        let replayed = try ReplayCase(
            line: ["id": "case-7", "body": "Stop", "intent": "UNSUBSCRIBE"], fallbackID: "")
        let judged = JudgedReply(
            verdict: IntentVerdict(
                intent: .interested, confidence: 1, maySend: true, source: .rules(version: "t")),
            contacts: [], decision: .startSequence)
        let score = ReplayScore(results: [ReplayResult(replayed: replayed, judged: judged, ownText: "Stop")])
        let text = ReplayReport(score, classifier: "rules").text(Terminal(hasColours: false))
        #expect(text.contains("Accuracy 0.0 %: 0 of 1 right"))
        #expect(text.contains("1 harmful"))
        #expect(text.contains("0 of 0 conversations ended without a person were right to end."))
        #expect(text.contains("0 of 0 who agreed would have been answered."))
        #expect(text.contains("case-7"))
        #expect(text.split(separator: "\n").contains { $0.contains("90 to 100 %") && $0.contains("0.0 %") })
    }
}
