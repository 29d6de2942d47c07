import Correspondence
import Outreach
import PostOffice
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

    @Test func whatBecameOfTheShopsFitsItsWidth() {
        let lines = DemoLead.cast.map {
            DemoLeadLine(lead: $0, mails: $0.mails, state: $0.state, hasRepeats: false)
        }
        let text = DemoNarrator.text(of: lines, Terminal(hasColours: false, width: 80)).split(separator: "\n")
        #expect(text.allSatisfy { String($0).displayWidth <= 80 })
        #expect(text.count { $0.hasPrefix("✓") } == 12)
        // A mail too many is no success.
        #expect(!DemoLeadLine(lead: DemoLead.cast[0], mails: 3, state: .replied, hasRepeats: false).isRight)
    }

    /// Its file has what makes files hard: two people in a row, a value that is missing, somebody who wants no mail.
    @Test func theFileOfTheDemoShowsTheHardRows() {
        let rows = DemoCampaign.file.split(separator: "\n")
        #expect(rows.count == 13 && Set(rows).count == 13)
        #expect(DemoLead.cast.contains { $0.people.count == 2 })
        #expect(DemoLead.cast.contains { $0.people[0].name.isEmpty && $0.mails == 0 })
        #expect(DemoLead.cast.contains { $0.isSuppressed && $0.mails == 0 })
    }

    @Test(
        arguments: [Decision.startSequence, .complete, .optOut, .suppressBounced, .hold(until: .epoch)]
            + HandoffReason.allCases.map(Decision.handOff) + IgnoreReason.allCases.map(Decision.ignore))
    func everyDecisionIsToldInPlainWords(_ decision: Decision) {
        let words = DemoCreator.meaning(of: decision.name)
        #expect(!words.contains("_") && words.contains(" "))
    }
}
