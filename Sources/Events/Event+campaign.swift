extension Event {
    /// Campaigns, their leads and their jobs.
    var campaignEntry: EventEntry? {
        switch self {
        case .campaignApplied:
            .audited([.detail], "A campaign was made or edited: its name and version in the detail.")
        case .campaignArchived: .audited([.detail], "A campaign was put away for good.")
        case .campaignCompleted: .audited([.detail], "Every lead of a campaign has come to its end.")
        case .campaignGuarded:
            .written(
                .warning, ["campaign", "do", "reason"], audit: [.detail],
                "A campaign was paused by itself: its mails brought too many bounces, complaints or opt-outs.")
        case .campaignJudged:
            .written(
                .info, ["campaign", "finding", "look", "step"], audit: [.detail],
                "The variants of a step were compared by what their leads answered, or a person chose the best.")
        case .campaignNotPlanned:
            .logged(
                .error, ["campaign", "do", "error"],
                "The next mails of a campaign could not be planned; it is tried again.")
        case .campaignPaused: .audited([.detail], "Nothing of a campaign leaves any more; the detail says why.")
        case .campaignPlanned:
            .logged(.info, ["campaign", "mails", "moved"], "Mails of a campaign were planned, or leads moved on.")
        case .campaignStarted: .audited([.detail], "The mails of a campaign may leave from now on.")

        case .jobEnded:
            .audited([.detail], "A job has come to its end; the detail says to which, and why.")
        case .jobMade:
            .audited([.detail], "A person released a step of a campaign, for now or for the time in the detail.")
        case .jobStarted:
            .written(
                .info, ["campaign", "job", "step"], audit: [.detail], "A job began: its mails may leave from now on.")

        case .leadChanged: .audited([.detail], "A person gave a lead other values for its texts.")
        case .leadPaused: .audited([.detail], "A person holds a lead: it gets nothing before it is released.")
        case .leadReleased: .audited([.detail], "A person let a lead go on that was held or had failed.")
        case .leadReset: .audited([.detail], "A lead that had got nothing yet begins anew, as a person wants it.")
        case .leadSkipped: .audited([.detail], "A person took a lead out of its campaign.")
        case .leadsImported: .audited([.detail], "The rows of a file became leads; the detail counts them.")
        case .leadsMoved:
            .audited(
                [.detail], "A person released, held, skipped or reset many leads; the detail says how many.")
        default: nil
        }
    }
}
