import Classification
import ContactDetection
import Correspondence
import Settings
import Testing
import Text

@testable import Operations

@Suite struct HistoryReplayTests {
    private let settings = MosaicSettings(accounts: [], database: .sqlite(path: ":memory:"))

    private func replay(_ desk: Desk) async throws -> HistoryReport {
        try await HistoryReplay(
            desk.store, detector: ContactDetector(), classifier: RulesClassifier(), settings: settings
        ).run()
    }

    @Test func aDecisionThatWouldComeOutOtherwiseTodayIsNamed() async throws {
        try await Desk.with { desk in
            try await desk.decide(.complete)
            let report = try await replay(desk)
            #expect(report.count == 1)
            let flip = try #require(report.flips.first)
            #expect(flip.before == "complete")
            #expect(flip.after == "start_sequence")
            #expect(flip.wouldSend)
            #expect(report.json["flips"]?.items?.first?["would_send"] == .bool(true))
        }
    }

    @Test func aDecisionThatStandsIsNot() async throws {
        try await Desk.with { desk in
            try await desk.decide(.startSequence)
            let report = try await replay(desk)
            #expect(report.count == 1)
            #expect(report.flips.isEmpty)
        }
    }
}
