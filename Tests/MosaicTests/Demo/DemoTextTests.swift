import Correspondence
import Testing
import Timing

@testable import mosaic

/// What the demo shows of itself; whether all of it is right, it says itself (`mosaic demo`).
@Suite struct DemoTextTests {
    @Test func theOutcomeFitsAScreenOf80By24() {
        let lines = DemoCreator.cast.map { creator in
            DemoReport.Line(
                creator: creator, mails: creator.expectation.mails, state: creator.expectation.state, reason: "",
                isUnread: creator.expectation.isUnread, hasRepeats: false)
        }
        let text = DemoNarrator.text(
            of: DemoReport(lines: lines, leads: [], strays: 0), Terminal(hasColours: false, width: 80)
        ).split(separator: "\n", omittingEmptySubsequences: false)
        #expect(text.allSatisfy { String($0).displayWidth <= 80 })
        #expect(text.first?.hasPrefix("   creator") == true, "a table, and no blocks")
        // Four lines below it say what to try next, and one is the prompt.
        #expect(text.count <= 24 - 5 - 1)
        #expect(text.count { $0.hasPrefix("✓") } == DemoCreator.cast.count)
    }

    @Test(
        arguments: [Decision.startSequence, .complete, .optOut, .suppressBounced, .hold(until: .epoch)]
            + HandoffReason.allCases.map(Decision.handOff) + IgnoreReason.allCases.map(Decision.ignore))
    func everyDecisionIsToldInPlainWords(_ decision: Decision) {
        let words = DemoCreator.meaning(of: decision.name)
        #expect(!words.contains("_") && words.contains(" "))
    }
}
