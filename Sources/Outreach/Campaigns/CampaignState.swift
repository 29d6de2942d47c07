/// Where a campaign stands.
package enum CampaignState: String, CaseIterable, Hashable, Sendable, Codable {
    /// Being set up: nothing is planned.
    case draft
    case active
    /// A person or a guardrail stopped it: nothing leaves before it is started again.
    case paused
    /// Every lead has come to its end.
    case completed
    /// Kept for reading; never started again.
    case archived
}

/// An event that may change a campaign's state.
package enum CampaignEvent: String, CaseIterable, Hashable, Sendable, Codable {
    case started, paused, completed, archived
    /// Its mails did harm: it waits for a person to look.
    case guarded
}

extension CampaignState {
    /// Why nothing leaves of a campaign in this state that is not going.
    ///
    /// - Parameter reason: why it is in this state.
    package func objection(_ release: CampaignRelease, because reason: String?) -> String {
        if release == .jobs, self != .archived { return "no job of the campaign runs" }
        return "the campaign is \(rawValue)" + (reason.map { ": \($0)" } ?? "")
    }

    /// The state after `event`; nil where the event changes nothing in this state. The only table of a campaign's
    /// transitions. A completed campaign that got new leads may be started once more.
    package func after(_ event: CampaignEvent) -> CampaignState? {
        switch (event, self) {
        case (.started, .draft), (.started, .paused), (.started, .completed): .active
        case (.paused, .active), (.guarded, .active): .paused
        case (.completed, .active): .completed
        case (.archived, .draft), (.archived, .active), (.archived, .paused), (.archived, .completed): .archived
        case (.started, _), (.paused, _), (.guarded, _), (.completed, _), (.archived, _): nil
        }
    }
}
