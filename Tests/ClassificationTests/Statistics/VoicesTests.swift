import ReaderTraining
import Testing

@testable import Classification

/// Replies in 25 languages by six people who had not seen the rules, each judged by a reader that did not learn from it.
/// The figures of first sight stand in `docs/measurements/reading.md`.
@Suite struct VoicesTests {
    @Test func theReaderTakesWrongEndingsFromTheRulesAndAnswersMore() throws {
        let judged = try CrossExamination(try LabelledRows.all()).judge(.rows)
        let (before, after) = (SetFigures(judged, nil), SetFigures(judged, .shipped))
        print("\(SetFigures.head)\n\(before.line("voices", after))")
        #expect(after.rows == 4_789)
        #expect(after.lost <= 14)
        #expect(after.endedRightly >= 250)
        #expect(after.answered > before.answered)
        #expect(after.hasty < before.hasty)
        #expect(after.harmful <= 1)
    }
}
