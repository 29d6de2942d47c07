/// What a person said of one judgement or one draft of ours.
package enum AutonomyVerdict: String, CaseIterable, Hashable, Sendable, Codable {
    case judgedRight = "judged_right"
    case judgedWrong = "judged_wrong"
    /// A draft left as it was.
    case draftSent = "draft_sent"
    /// Somebody wrote something else in its place.
    case draftReplaced = "draft_replaced"
    /// Its conversation was ended instead.
    case draftDropped = "draft_dropped"

    package var agrees: Bool {
        switch self {
        case .judgedRight, .draftSent: true
        case .judgedWrong, .draftReplaced, .draftDropped: false
        }
    }
}

/// How many verdicts change what an account may do.
package struct AutonomyRules: Hashable, Sendable {
    /// Agreements in a row after which it may do more; 0: never.
    package var agreements: Int
    /// Disagreements among its newest verdicts after which it does less; 0: never.
    package var disagreements: Int
    /// Whether it does more without a person's word.
    package var promotesBySelf: Bool

    package init(agreements: Int = 20, disagreements: Int = 3, promotesBySelf: Bool = false) {
        self.agreements = agreements
        self.disagreements = disagreements
        self.promotesBySelf = promotesBySelf
    }

    /// The newest verdicts that count: what was wrong long ago is made good by what was right since.
    package var window: Int { max(agreements, disagreements * 4, 1) }
}

/// What an account has earned: observe → draft → auto by agreements of people, and back by their disagreements. Pure.
package struct Autonomy: Hashable, Sendable {
    /// Since the last disagreement.
    package let agreed: Int
    /// Among the newest verdicts.
    package let disagreed: Int
    /// What it may do from now on, if a person wants it.
    package let promotion: AccountState?
    /// What it has to fall back to.
    package let demotion: AccountState?

    /// - Parameter verdicts: since its state was set, the newest first.
    package init(of state: AccountState, _ verdicts: [AutonomyVerdict], _ rules: AutonomyRules) {
        let recent = verdicts.prefix(rules.window)
        agreed = recent.prefix(while: \.agrees).count
        disagreed = recent.count { !$0.agrees }
        let isBad = rules.disagreements > 0 && disagreed >= rules.disagreements
        demotion = isBad ? state.less : nil
        promotion = !isBad && rules.agreements > 0 && agreed >= rules.agreements ? state.more : nil
    }
}

extension AccountState {
    fileprivate var more: AccountState? {
        switch self {
        case .observe: .draft
        case .draft: .auto
        case .auto: nil
        }
    }

    fileprivate var less: AccountState? {
        switch self {
        case .observe: nil
        case .draft: .observe
        case .auto: .draft
        }
    }
}
