/// A person's verdict on one judgement or one draft of ours.
package enum AutonomyVerdict: String, CaseIterable, Hashable, Sendable, Codable {
    case judgedRight = "judged_right"
    case judgedWrong = "judged_wrong"
    /// The draft was sent unchanged.
    case draftSent = "draft_sent"
    /// Somebody wrote something else in its place.
    case draftReplaced = "draft_replaced"
    /// The conversation was ended instead.
    case draftDropped = "draft_dropped"

    package var agrees: Bool {
        switch self {
        case .judgedRight, .draftSent: true
        case .judgedWrong, .draftReplaced, .draftDropped: false
        }
    }
}

/// The number of verdicts that change what an account may do.
package struct AutonomyRules: Hashable, Sendable {
    /// Agreements in a row after which the account may do more; 0: never.
    package var agreements: Int
    /// Disagreements among its newest verdicts after which the account does less; 0: never.
    package var disagreements: Int
    /// Whether the account is promoted without a person's confirmation.
    package var promotesBySelf: Bool

    package init(agreements: Int = 20, disagreements: Int = 3, promotesBySelf: Bool = false) {
        self.agreements = agreements
        self.disagreements = disagreements
        self.promotesBySelf = promotesBySelf
    }

    /// How many of the newest verdicts count: old mistakes are outweighed by what has gone right since.
    package var window: Int { max(agreements, disagreements * 4, 1) }
}

/// The freedom that an account has earned: observe → draft → auto as people agree with it, and back as they disagree. Pure.
package struct Autonomy: Hashable, Sendable {
    /// Agreements since the last disagreement.
    package let agreed: Int
    /// Disagreements among the newest verdicts.
    package let disagreed: Int
    /// The state it may move up to, if a person confirms.
    package let promotion: AccountState?
    /// The state it must fall back to.
    package let demotion: AccountState?

    /// - Parameter verdicts: those since its state was set, newest first.
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
