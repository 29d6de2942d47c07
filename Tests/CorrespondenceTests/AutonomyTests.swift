import Correspondence
import Testing

/// What people's verdicts let an account do.
@Suite struct AutonomyTests {
    private static let rules = AutonomyRules(agreements: 5, disagreements: 2)

    /// The newest first: `+` agrees, `-` does not.
    private static func autonomy(
        _ verdicts: String, _ state: AccountState = .draft, _ rules: AutonomyRules = rules
    ) -> Autonomy {
        Autonomy(of: state, verdicts.map { $0 == "+" ? .draftSent : .judgedWrong }, rules)
    }

    @Test(arguments: [
        ("", AccountState.observe, AccountState?.none, AccountState?.none), ("++++", .observe, nil, nil),
        ("+++++", .observe, .draft, nil), ("+++++", .draft, .auto, nil), ("+++++", .auto, nil, nil),
        ("-+++++", .draft, nil, nil), ("++++-+++++", .draft, nil, nil), ("+++++-", .draft, .auto, nil),
        ("-+-", .auto, nil, .draft), ("-+-", .draft, nil, .observe), ("-+-", .observe, nil, nil),
        ("+++++--", .auto, nil, .draft), ("+++++++-", .draft, .auto, nil),
        // What was wrong long ago counts no more.
        ("+++++++--", .auto, nil, nil), ("++++++++--", .draft, .auto, nil),
    ])
    func promotionIsEarnedInARowAndLostByAFew(
        verdicts: String, state: AccountState, promotion: AccountState?, demotion: AccountState?
    ) {
        let autonomy = Self.autonomy(verdicts, state)
        #expect(autonomy.promotion == promotion)
        #expect(autonomy.demotion == demotion)
    }

    @Test func zeroIsNever() {
        #expect(Self.autonomy("++++++", .draft, AutonomyRules(agreements: 0, disagreements: 2)).promotion == nil)
        #expect(Self.autonomy("------", .auto, AutonomyRules(agreements: 5, disagreements: 0)).demotion == nil)
    }

    @Test func eachVerdictAgreesOrDoesNot() {
        #expect(AutonomyVerdict.allCases.filter(\.agrees) == [.judgedRight, .draftSent])
    }
}
